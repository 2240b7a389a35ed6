"""The demo shop: pages of an invented shop with the widget on them, served only in demo mode.

Owns: the pages in this folder, as data.
Answers: whoever tries Obrol as a visitor.
Announces: nothing.
Hears: nothing.
Never: reads the database; it is a page as any shop might have it.
"""

from pathlib import Path
from typing import Final, Literal

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse

from obrol.runtime.web import problem

FOLDER: Final = Path(__file__).parent
PATH: Final = "/demo/shop"
RETAIL: Final = "demo-toko"  # public ids of the demo world's two channels
WHOLESALE: Final = "demo-grosir"

# As strict as a shop can be: the widget must work on a page that allows nothing inline.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "frame-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
# What may be fetched beside the pages, and as what; everything else in the folder is nobody's business.
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}

Language = Literal["id", "en"]


def add_to(app: FastAPI, folder: Path = FOLDER) -> None:
    """Serve the shop for guests and the one for cafés, in Indonesian, or in English with `?lang=en`."""

    @app.get(PATH, include_in_schema=False)
    async def shop(lang: str = "id") -> Response:
        """The shop for guests."""
        return _page(folder, "index", RETAIL, lang)

    @app.get(f"{PATH}/wholesale", include_in_schema=False)
    async def wholesale(lang: str = "id") -> Response:
        """The shop for cafés and offices."""
        return _page(folder, "wholesale", WHOLESALE, lang)

    @app.get(f"{PATH}/{{name}}", include_in_schema=False)
    async def file(name: str) -> Response:
        """A file beside the pages."""
        return _file(folder, name)


def _page(folder: Path, name: str, channel: str, lang: str) -> Response:
    language: Language = "en" if lang.lower().startswith("en") else "id"
    names = (f"{name}.{language}.html", f"{name}.html", f"index.{language}.html", "index.html")
    path = next((path for at in names if (path := folder / at).is_file()), None)
    if path is None:
        return problem(404, "not_found", "There is nothing here.")
    html = path.read_text("utf-8").replace("__CHANNEL__", channel).replace("__LANG__", language)
    return Response(
        html,
        media_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": POLICY, "Cache-Control": "no-cache", "Content-Language": language},
    )


def _file(folder: Path, name: str) -> Response:
    # The route gives one segment of the path; only a name that lies in the folder itself is opened.
    path = folder / name
    media_type = TYPES.get(path.suffix)
    if media_type is None or path.parent != folder or not path.is_file():
        return problem(404, "not_found", "There is nothing here.")
    return FileResponse(path, media_type=media_type, headers={"Cache-Control": "public, max-age=300"})
