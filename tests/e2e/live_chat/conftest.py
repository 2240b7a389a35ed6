"""One world and one signed-in browser for each language; each test has a tab and customers of its own."""

import base64
import wave
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from journeys import Demo
from live_chat_desk import Chat, Desk, storage_of
from live_chat_words import ENGLISH, INDONESIAN, Words
from live_chat_world import Customer, World
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from talking_people import PATIENCE

LANGUAGES = {"en": ENGLISH, "id": INDONESIAN}
DESKTOP = {"width": 1440, "height": 900}
RESULTS = Path(__file__).resolve().parents[3] / "test-results"
NOT_THERE_YET = 4_000  # milliseconds; what is expected to be missing is not waited for at length

# Half a second of a canvas that changes its colour, as a WebM file in base64.
FILM = """async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [160, 90];
    const brush = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const chunks = [];
    recorder.ondataavailable = event => chunks.push(event.data);
    const done = new Promise(resolve => { recorder.onstop = resolve; });
    recorder.start();
    for (let frame = 0; frame < 10; frame++) {
        brush.fillStyle = `hsl(${frame * 36} 60% 50%)`;
        brush.fillRect(0, 0, 160, 90);
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    recorder.stop();
    await done;
    const bytes = new Uint8Array(await new Blob(chunks).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
}"""


@pytest.fixture(scope="session")
def world(demo: Demo) -> Iterator[World]:
    made = World(demo)
    yield made
    made.close()


@pytest.fixture(params=sorted(LANGUAGES))
def words(request: pytest.FixtureRequest) -> Words:
    """The language of the desk."""
    return LANGUAGES[request.param]


@pytest.fixture(scope="session")
def browsers(browser: Browser, world: World) -> Iterator[Callable[[Words], BrowserContext]]:
    """A browser in which the owner is signed in, one for each language: what it fetched once, it has."""
    opened: dict[str, BrowserContext] = {}

    def of(words: Words) -> BrowserContext:
        if words.locale not in opened:
            opened[words.locale] = browser.new_context(
                locale=words.locale,
                viewport=DESKTOP,  # type: ignore[arg-type] # Playwright's own names
                storage_state=storage_of(world),  # type: ignore[arg-type] # as above
                reduced_motion="reduce",
            )
        return opened[words.locale]

    yield of
    for context in opened.values():
        context.close()


@pytest.fixture
def tabs(request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Pages that are closed after the test; one that threw an error fails it."""
    pages: list[Page] = []
    contexts: list[BrowserContext] = []
    problems: list[str] = []
    expect.set_options(timeout=NOT_THERE_YET if request.node.get_closest_marker("xfail") else PATIENCE)

    def watched(page: Page, *, alone: bool = False) -> Page:
        pages.append(page)
        contexts.extend([page.context] if alone else [])
        page.set_default_timeout(NOT_THERE_YET if request.node.get_closest_marker("xfail") else PATIENCE)
        page.on("pageerror", lambda error: problems.append(str(error)))
        return page

    yield watched
    failed = getattr(request.node, "failed", False)
    for number, page in enumerate(pages):
        if failed:
            RESULTS.mkdir(exist_ok=True)
            page.screenshot(path=RESULTS / f"{request.node.name}-{number}.png")
        page.close()
    for context in contexts:
        context.close()
    expect.set_options(timeout=PATIENCE)
    assert failed or problems == []


@pytest.fixture
def desk(words: Words, world: World, browsers: Callable[[Words], BrowserContext], tabs: Callable[..., Page]) -> Desk:
    """The desk, signed in, nothing open yet."""
    return Desk(tabs(browsers(words).new_page()), words, world)


@pytest.fixture
def open_chat(browser: Browser, tabs: Callable[..., Page]) -> Callable[[Customer], Chat]:
    """Opens the widget as a customer has it in their own browser."""

    def open_one(customer: Customer) -> Chat:
        origin = customer.world.demo.desk
        channel = customer.world.channel["public_id"]
        kept = [{"name": f"obrol:{channel}:token", "value": customer.token}]
        state: Any = {"cookies": [], "origins": [{"origin": origin, "localStorage": kept}]}
        context = browser.new_context(viewport={"width": 390, "height": 844}, storage_state=state)
        page = tabs(context.new_page(), alone=True)
        page.goto(f"{origin}/widget/frame?channel={channel}&locale=id")
        return Chat(page)

    return open_one


@pytest.fixture(scope="session")
def files(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small file of each kind, which is what it says it is; the browser films itself."""
    folder = tmp_path_factory.mktemp("files")
    made = {
        "image": folder / "kelas.png", "gif": folder / "tuang.gif", "audio": folder / "salam.wav",
        "video": folder / "seduh.webm", "file": folder / "silabus.pdf",
    }  # fmt: skip
    Image.new("RGB", (320, 200), "#6f4e37").save(made["image"])
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("#6f4e37", "#c8a27a")]
    frames[0].save(made["gif"], save_all=True, append_images=frames[1:], duration=200, loop=0)
    with wave.open(str(made["audio"]), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(bytes(8_000))
    page = browser.new_page()
    made["video"].write_bytes(base64.b64decode(page.evaluate(FILM)))
    page.close()
    made["file"].write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n%%EOF\n")
    return made
