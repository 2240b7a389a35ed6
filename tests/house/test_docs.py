"""What can be met is written down: settings, events, steps, connectors, refusals, records of decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from obrol.campaigns.actions import sequencing
from obrol.campaigns.schemas import SEQUENCE_LIMIT
from obrol.channels.contract.content import TEXT_LIMIT
from obrol.contacts import schemas
from obrol.contacts.actions import fielding, subscribing, tagging
from obrol.entrypoints.connector_registry import collect_connectors
from obrol.entrypoints.describing import refusals
from obrol.flows.engine.registry import STEP_TYPES
from obrol.inbox.actions.attaching import FILE_LIMIT, IMAGE_LIMIT
from obrol.inbox.actions.exchanging import ROWS_LIMIT, SHEET_LIMIT
from obrol.inbox.actions.keeping_personas import MOST_PERSONAS
from obrol.inbox.actions.keeping_shortcuts import MOST_SHORTCUTS
from obrol.inbox.actions.scheduling import LONGEST_AHEAD, MOST_IN_A_CONVERSATION
from obrol.inbox.routes import live as agents
from obrol.inbox.schemas import (
    DRAFT_LIMIT,
    MENTIONS_LIMIT,
    PERSONA_NAME_LIMIT,
    SCHEDULED_PARTS_LIMIT,
    SHORTCUT_FILES_LIMIT,
    SHORTCUT_NAME_LIMIT,
)
from obrol.runtime import limits, live
from obrol.runtime.blobs import LINK_LASTS
from obrol.runtime.events import DECLARED
from obrol.runtime.settings import ELSEWHERE, PREFIX, Settings
from obrol.widget import queries as shown
from obrol.widget.access import GOOD_FOR, RANDOM_BYTES
from obrol.widget.routes import live as visitors
from obrol.workspaces.actions.throttling import TRIES_PER_ADDRESS, TRIES_PER_EMAIL
from obrol.workspaces.models import SESSION_LASTS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def page(name: str) -> str:
    return (ROOT / name).read_text()


def test_every_setting_is_documented_and_read_by_somebody() -> None:
    text = page("docs/settings.md")
    sources = "".join(path.read_text() for path in (ROOT / "src").rglob("*.py") if path.name != "settings.py")
    for name in Settings.model_fields:
        assert f"`{PREFIX}{name.upper()}`" in text
        if name not in {"host", "port"}:  # base_url is made of them
            assert re.search(rf"(settings|known|ready|bound|self\._settings)\.{name}\b", sources), (
                f"nobody reads {name}"
            )


def test_every_variable_that_a_page_names_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | ELSEWHERE
    for path in PAGES:
        assert set(re.findall(r"\bOBROL_[A-Z_]*[A-Z]\b", path.read_text())) <= known, path.name


def test_every_event_is_documented() -> None:
    text = page("docs/events.md")
    ours = [name for name, event in DECLARED.items() if event.__module__.startswith("obrol.")]
    assert len(ours) > 30
    assert [name for name in ours if f"| `{name}` |" not in text] == []


def test_every_refusal_has_a_code_and_a_sentence_and_is_documented() -> None:
    text = page("docs/errors.md")
    for refusal in refusals():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", refusal.code)
        assert refusal.message.endswith("."), refusal
        assert f"| `{refusal.code}` | {refusal.status} | {refusal.message} |" in text
    written = {code for path in (ROOT / "src").rglob("*.py") for code in _codes_in(path)}
    assert [code for code in sorted(written) if f"| `{code}` |" not in text] == []


def test_one_code_has_one_status() -> None:
    statuses: dict[str, set[int]] = {}
    for refusal in refusals():
        statuses.setdefault(refusal.code, set()).add(refusal.status)
    assert {code for code, found in statuses.items() if len(found) > 1} == set()


@pytest.mark.parametrize("type_", sorted(STEP_TYPES))
def test_every_step_has_a_page(type_: str) -> None:
    assert f"`{type_}`" in page(f"docs/steps/{type_.replace('_', '-')}.md")


@pytest.mark.parametrize("kind", sorted(collect_connectors().kinds))
def test_every_connector_has_a_guide(kind: str) -> None:
    assert (DOCS / "connectors" / f"{kind}.md").exists()


def test_every_decision_is_in_the_list_and_in_its_form() -> None:
    decisions = sorted(path for path in (DOCS / "decisions").glob("[0-9]*.md"))
    numbers = [int(path.name[:4]) for path in decisions]
    assert numbers == list(range(1, len(numbers) + 1))
    index = page("docs/decisions/README.md")
    for path in decisions:
        text = path.read_text()
        assert f"({path.name})" in index
        for heading in ("Status", "Context", "Decision", "Consequences"):
            assert re.search(rf"^(## |\*\*){heading}", text, re.MULTILINE), f"{path.name} has no {heading}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
        if "://" not in target and not target.startswith("mailto:"):
            # The screenshot is made by the journeys in a browser.
            assert (path.parent / target).exists() or target.endswith(".png"), target


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/tutorial.md"])
def test_every_path_that_a_guide_names_exists(name: str) -> None:
    for found in re.findall(r"`((?:src|tests|web|docs|tools|migrations)/[\w./-]+)`", page(name)):
        assert (ROOT / found).exists() or "000N" in found, found


def test_the_numbers_on_the_pages_are_those_of_the_program() -> None:
    text = page("docs/live-updates.md")
    for number, unit in (
        (agents.HEARTBEAT, "seconds"),
        (agents.HELLO_WITHIN, "seconds"),
        (agents.CHECK_SESSION, "seconds"),
        (agents.LARGEST_FRAME // 1024, "KiB"),
        (agents.MOST_FRAMES, "frames"),
        (agents.SEND_WITHIN, "seconds"),
        (agents.TYPING_FOR // 1000, "seconds"),
        (visitors.LARGEST_FRAME // 1024, "KiB"),
        (shown.FIRST_PAGE, "messages"),
        (shown.SYNC_PAGE, "messages"),
        (limits.MESSAGES_BURST, "messages"),
        (live.PAGE, "events"),
        (live.KEPT, "events"),
        (live.OLDEST, "events"),
    ):
        assert f"{number:,.0f} {unit}" in text, f"{number} {unit}"
    text = page("docs/writing-replies.md")
    for words in (
        f"{MOST_SHORTCUTS:,} each",
        f"{SHORTCUT_NAME_LIMIT} characters each",
        f"{TEXT_LIMIT:,} characters",
        f"| files | {SHORTCUT_FILES_LIMIT} |",
        f"{SHEET_LIMIT:,} bytes and {ROWS_LIMIT:,} lines",
        f"at most {MOST_PERSONAS}",
        f"at most {PERSONA_NAME_LIMIT} characters",
    ):
        assert words in text, words
    text = page("docs/contacts.md")
    for number, unit in (
        (tagging.MOST_TAGS, "tags"),
        (fielding.MOST_FIELDS, "fields"),
        (subscribing.MOST_TOPICS, "topics"),
        (sequencing.MOST_SEQUENCES, "sequences"),
        (schemas.TAG_LIMIT, "characters"),
        (schemas.TOPIC_LIMIT, "characters"),
        (schemas.FIELD_NAME_LIMIT, "characters"),
        (SEQUENCE_LIMIT, "characters"),
        (fielding.TEXT_LIMIT, "characters"),
        (fielding.LONG_TEXT_LIMIT, "characters"),
        (fielding.LIST_LIMIT, "items"),
        (fielding.JSON_LIMIT, "bytes"),
        (fielding.JSON_DEPTH, "levels"),
        (subscribing.ONCE_LASTS.days, "days"),
    ):
        assert f"{number:,} {unit}" in text, f"{number} {unit}"
    text = page("SECURITY.md")
    for words in (
        f"{SESSION_LASTS.days} days",
        f"{TRIES_PER_EMAIL} wrong",
        f"{TRIES_PER_ADDRESS} wrong",
        f"{GOOD_FOR.days} days",
        f"{RANDOM_BYTES * 8} random bits",
        f"{LINK_LASTS.total_seconds() / 3600:.0f} hours",
        f"{IMAGE_LIMIT // 10**6} MB",
        f"{FILE_LIMIT // 10**6} MB",
        f"{limits.UPLOADS_BURST} files",
        f"{limits.SESSIONS_BURST} new visitors",
    ):
        assert words in text, words


def test_the_limits_of_writing_are_those_of_the_program() -> None:
    text = page("docs/composer.md")
    for number, unit in (
        (TEXT_LIMIT, "characters"),
        (DRAFT_LIMIT, "characters"),
        (MENTIONS_LIMIT, "colleagues"),
        (SCHEDULED_PARTS_LIMIT, "messages"),
        (MOST_IN_A_CONVERSATION, "replies"),
        (LONGEST_AHEAD.days, "days"),
    ):
        assert f"{number:,} {unit}" in text, f"{number} {unit}"


def _codes_in(path: Path) -> Iterator[str]:
    yield from re.findall(r"\bproblem\(\d+, \"(\w+)\"", path.read_text())
