"""Keeping: the world's files go into the store, and its rows into the database, all at once."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from obrol.channels.contract.content import Media
from obrol.entrypoints.demo_world.building import Ground, Rows
from obrol.entrypoints.demo_world.pictures import files
from obrol.inbox.actions import attaching
from obrol.kit.ids import id_at
from obrol.runtime import uploads
from obrol.runtime.blobs import Blobs


async def keep_files(blobs: Blobs, ground: Ground, now: datetime) -> tuple[list[dict[str, Any]], dict[str, Media]]:
    """Store every picture and paper the way uploads are stored; their rows, and what messages say of them."""
    drawn = await asyncio.to_thread(files)
    ids = {key: id_at(int(now.timestamp() * 1000), ground.rng.randbytes(10)) for key in drawn}
    kept = await asyncio.gather(
        *(_keep_file(blobs, ground, ids[key], name, raw, now) for key, (name, raw) in drawn.items())
    )
    media = {
        key: Media(
            attachment_id=row["id"],
            name=row["name"],
            media_type=row["media_type"],
            size=row["size"],
            width=row["width"],
            height=row["height"],
        )
        for key, row in zip(drawn, kept, strict=True)
    }
    return list(kept), media


async def insert_all(session: AsyncSession, rows: Rows) -> None:
    """Insert table after table, in the order in which they were filled."""
    connection = await session.connection()
    for row, values in rows.items():
        if values:
            await connection.execute(insert(row.__table__), values)  # type: ignore[arg-type] # a mapped class has a table


async def _keep_file(blobs: Blobs, ground: Ground, id: UUID, name: str, raw: bytes, now: datetime) -> dict[str, Any]:
    async with uploads.of_bytes(raw, name) as upload:
        stored = await attaching.store(blobs, Blobs.new_key(ground.workspace_id, now), upload)
    return {
        "workspace_id": ground.workspace_id,
        "id": id,
        "name": name,
        "media_type": stored.media_type,
        "kind": stored.kind,
        "size": stored.size,
        "width": stored.width,
        "height": stored.height,
        "blob_key": stored.blob_key,
        "thumbnail_key": stored.thumbnail_key,
        "uploaded_by_kind": "agent",
        "uploaded_by_id": ground.owner_id,
        "created_at": now,
    }
