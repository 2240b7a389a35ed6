"""Pages: the built web apps, served with the right headers; the desk's page answers every address of the desk."""

from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from obrol.runtime.web import problem
from obrol.runtime.web_apps import folder_of

A_YEAR: Final = "public, max-age=31536000, immutable"  # file names carry the hash of what is in them
A_WHILE: Final = "public, max-age=300"  # the loader has one name for ever
LONGEST_NAME: Final = 255  # bytes of a file's name on every usual file system
# Addresses that belong to programs: an unknown one is a 404, never the desk.
NOT_PAGES: Final = ("/api/", "/widget/", "/files/", "/hooks/", "/demo/", "/assets/")


class HashedFiles(StaticFiles):
    """Files whose names carry their hash: a browser may keep them for ever, and any page may load them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404."""
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = A_YEAR
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def add_to(app: FastAPI, policy: str) -> None:
    """Serve the widget's files and the desk. Comes last: the desk answers whatever nobody else did."""
    desk, widget = folder_of("desk"), folder_of("widget")
    app.mount("/widget/assets", HashedFiles(directory=widget / "assets", check_dir=False), name="widget-assets")
    app.mount("/assets", HashedFiles(directory=desk / "assets", check_dir=False), name="desk-assets")

    @app.get("/widget/loader.js", include_in_schema=False)
    async def loader() -> Response:
        """The script that a shop puts on its page."""
        return _file(
            widget / "loader.js",
            {"Cache-Control": A_WHILE, "Cross-Origin-Resource-Policy": "cross-origin"},
        )

    @app.get("/{path:path}", include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        """The desk, at whichever of its addresses."""
        if request.url.path.startswith(NOT_PAGES):
            return problem(404, "not_found", "There is nothing here.")
        plain = _plain_file(desk, path)
        if plain is not None:
            return _file(plain, {"Cache-Control": A_WHILE})
        return _file(
            desk / "index.html",
            {
                "Content-Security-Policy": policy,
                "Cache-Control": "no-cache",
                "X-Frame-Options": "DENY",
                "Permissions-Policy": "camera=(), geolocation=()",
            },
        )


def _plain_file(folder: Path, path: str) -> Path | None:
    """A file beside the page, such as its icon; never anything outside the folder."""
    if not path or len(path) > LONGEST_NAME or "/" in path or path.startswith(".") or path == "index.html":
        return None
    found = folder / path
    return found if found.is_file() else None


def _file(path: Path, headers: dict[str, str]) -> Response:
    if not path.is_file():
        return problem(503, "not_built", "The web apps are not built yet. Run: make run")
    return FileResponse(path, headers=headers)
