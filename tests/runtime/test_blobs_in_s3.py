"""The same promises in somebody's S3: a fake at the network that speaks as much of it as we use."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from obrol.runtime.blobs import BlobGone, Blobs
from obrol.runtime.settings import Settings

ACME = UUID("0190a1b2-0000-7000-8000-000000000001")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Bucket:
    """Objects by path, whole or in parts; it refuses whoever does not sign."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.parts: dict[str, dict[int, bytes]] = {}

    async def answer(self, request: Request) -> Response:
        if not request.headers.get("authorization", "").startswith("AWS4-HMAC-SHA256 Credential=key-of-tests/"):
            return Response(status_code=403)
        path, query = request.path_params["path"], request.query_params
        match request.method:
            case "POST" if "uploads" in query:
                self.parts[path] = {}
                return xml(
                    f"<InitiateMultipartUploadResult><UploadId>{path}</UploadId></InitiateMultipartUploadResult>"
                )
            case "PUT" if "partNumber" in query:
                self.parts[path][int(query["partNumber"])] = await request.body()
                return Response(headers={"ETag": f'"{query["partNumber"]}"'})
            case "POST" if "uploadId" in query:
                parts = self.parts.pop(path)
                self.objects[path] = b"".join(parts[number] for number in sorted(parts))
                return xml("<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>")
            case "PUT":
                self.objects[path] = await request.body()
                return Response(headers={"ETag": '"whole"'})
            case "POST" if "delete" in query:
                keys = re.findall(r"<Key>(.*?)</Key>", (await request.body()).decode())
                for key in keys:
                    self.objects.pop(f"{path.rstrip('/')}/{key}", None)
                return xml(
                    "<DeleteResult>"
                    + "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
                    + "</DeleteResult>"
                )
            case _:
                return self.read(path, request.headers.get("range"))

    def read(self, path: str, asked: str | None) -> Response:
        if path not in self.objects:
            return xml("<Error><Code>NoSuchKey</Code></Error>", 404)
        whole = self.objects[path]
        headers = {"ETag": '"whole"', "Last-Modified": "Sun, 01 Mar 2026 12:00:00 GMT"}
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", asked or "")
        if match is None:
            return Response(whole, headers=headers)
        start, end = int(match[1]), min(int(match[2] or len(whole)) + 1, len(whole))
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(whole)}"
        return Response(whole[start:end], status_code=206, headers=headers)


def xml(content: str, status: int = 200) -> Response:
    return Response(f'<?xml version="1.0"?>{content}', status_code=status, media_type="application/xml")


@contextlib.asynccontextmanager
async def a_bucket(patch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    bucket = Bucket()
    app = Starlette(routes=[Route("/{path:path}", bucket.answer, methods=["GET", "PUT", "POST"])])
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off"))
    server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment] # pytest has the signals
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    patch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{port}")
    patch.setenv("AWS_ACCESS_KEY_ID", "key-of-tests")
    patch.setenv("AWS_SECRET_ACCESS_KEY", "secret-of-tests")
    patch.setenv("AWS_REGION", "somewhere")
    try:
        yield bucket
    finally:
        server.should_exit = True
        await running


async def test_files_go_into_a_bucket_and_come_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "source"
    async with a_bucket(monkeypatch) as bucket:
        blobs = Blobs(Settings(data=tmp_path / "data", files_url="s3://shop/files"))
        for content in (b"small", bytes(range(256)) * 50_000):
            source.write_bytes(content)
            key = Blobs.new_key(ACME, NOON)
            await blobs.put(key, source)
            assert bucket.objects[f"shop/files/{key}"] == content
            whole = await blobs.open(key)
            assert whole.size == len(content)
            assert b"".join([chunk async for chunk in whole.chunks]) == content
            part = await blobs.open(key, 1, 4)
            assert part.size == len(content)
            assert b"".join([chunk async for chunk in part.chunks]) == content[1:4]
            await blobs.delete(key)
            with pytest.raises(BlobGone):
                await blobs.open(key)
        assert bucket.objects == {}
    assert not (tmp_path / "data").exists()
