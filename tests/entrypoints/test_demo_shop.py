from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from obrol.entrypoints import demo_shop

STRANGE_NAMES = (
    "__init__.py",
    "..%2Fdemo.py",
    "..%2F..%2Fpyproject.toml",
    "%2e%2e%2fdemo.py",
    "..%5Cdemo.py",
    "%2Fetc%2Fpasswd",
    "nothing.css",
    "index.html%00.css",
    ".css",
)


class Page(HTMLParser):
    """What a page asks a browser to fetch, and what it would like to run in place."""

    def __init__(self) -> None:
        super().__init__()
        self.files: set[str] = set()
        self.inline: list[str] = []
        self.channel: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = given.get("src") or (given.get("href") if tag == "link" else None)
        if address:
            self.files.add(address)
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        self.channel = given.get("data-channel", self.channel)


def asking(folder: Path) -> httpx.AsyncClient:
    app = FastAPI()
    demo_shop.add_to(app, folder)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.example")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "shop"
    inside.mkdir()
    (inside / "index.html").write_text('<html lang="__LANG__"><script data-channel="__CHANNEL__"></script>', "utf-8")
    (inside / "shop.css").write_text("body{}", "utf-8")
    (inside / "__init__.py").write_text("secret = 1", "utf-8")
    (tmp_path / "outside.css").write_text("secret", "utf-8")
    return inside


async def test_the_shop_has_the_widget_of_its_channel_in_the_language_of_the_page(folder: Path) -> None:
    async with asking(folder) as client:
        shop = await client.get("/demo/shop")
        assert shop.text == '<html lang="id"><script data-channel="demo-toko"></script>'
        english = await client.get("/demo/shop?lang=en")
        assert english.text == '<html lang="en"><script data-channel="demo-toko"></script>'
        assert english.headers["Content-Language"] == "en"
        assert 'data-channel="demo-grosir"' in (await client.get("/demo/shop/wholesale")).text


async def test_a_page_may_run_nothing_inline(folder: Path) -> None:
    async with asking(folder) as client:
        policy = (await client.get("/demo/shop")).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


async def test_a_language_that_nobody_speaks_is_the_shop_s_own(folder: Path) -> None:
    async with asking(folder) as client:
        assert 'lang="id"' in (await client.get("/demo/shop?lang=%22%3E%3Cscript%3E")).text


async def test_a_file_beside_the_page_is_served_as_what_it_is(folder: Path) -> None:
    async with asking(folder) as client:
        answer = await client.get("/demo/shop/shop.css")
    assert answer.text == "body{}"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"


@pytest.mark.parametrize("name", [*STRANGE_NAMES, "..%2Foutside.css"])
async def test_nothing_else_is_served(folder: Path, name: str) -> None:
    async with asking(folder) as client:
        answer = await client.get(f"/demo/shop/{name}")
    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_without_pages_it_says_that_there_is_nothing(tmp_path: Path) -> None:
    async with asking(tmp_path) as client:
        assert (await client.get("/demo/shop")).status_code == 404


@pytest.mark.parametrize(("path", "channel"), [("/demo/shop", "demo-toko"), ("/demo/shop/wholesale", "demo-grosir")])
@pytest.mark.parametrize("language", ["id", "en"])
async def test_the_pages_themselves_keep_to_the_policy_and_find_their_files(
    path: str, channel: str, language: str
) -> None:
    async with asking(demo_shop.FOLDER) as client:
        answer = await client.get(f"{path}?lang={language}")
        page = Page()
        page.feed(answer.text)
        assert page.channel == channel
        assert page.inline == []
        assert "__" not in answer.text
        assert "/widget/loader.js" in page.files
        ours = page.files - {"/widget/loader.js"}
        assert len(ours) > 5
        for file in ours:
            assert file.startswith("/demo/shop/")
            assert (await client.get(file)).status_code == 200, file
