"""The demo flows, played in both languages the way a visitor would."""

import json
from pathlib import Path
from typing import Any

import pytest
from flows.engine.playing import WALT, WORLD, Play

from obrol.entrypoints import demo_world
from obrol.flows.engine.effects import AddTag, HandOff, SetAttribute, SetField
from obrol.flows.engine.linting import lint
from obrol.flows.engine.reading import read_document

FOLDER = Path(demo_world.__file__).parent / "flows"
KOPI = json.loads((FOLDER / "kopi.json").read_text("utf-8"))
GROSIR = json.loads((FOLDER / "grosir.json").read_text("utf-8"))


def visit(document: dict[str, Any], locale: str, **known: Any) -> Play:
    stranger = WALT.model_copy(update={"name": "Pengunjung 4F2A", "email": None, "locale": locale, **known})
    return Play(document, world=WORLD.model_copy(update={"contact": stranger}))


ALL = {path.stem: json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.json"))}


@pytest.mark.parametrize("document", ALL.values(), ids=ALL)
def test_the_linter_has_nothing_to_say(document: dict[str, Any]) -> None:
    assert lint(read_document(document)) == []


@pytest.mark.parametrize(
    ("locale", "suffix", "greeting", "wrong", "drink"),
    [
        ("id", "", "Halo Kak!", "Tulis angka saja ya", "Kopi susu gula aren"),
        ("en-GB", "-en", "Hi there!", "Just a number please", "Palm sugar latte"),
    ],
)
def test_an_order_ends_with_the_team(locale: str, suffix: str, greeting: str, wrong: str, drink: str) -> None:
    play = visit(KOPI, locale)

    assert greeting in play.said[1]
    play.press(f"hello{suffix}", "order")
    play.write("1")
    assert wrong in play.write("many")[0]
    play.write("25")
    play.write("Wati Kencana")
    play.write("wati@kafe.example")
    assert drink in play.said[0]
    assert "25" in play.said[0]
    tagged = [effect.tag for _, _, outcome in play.recorded for effect in outcome.effects if isinstance(effect, AddTag)]
    assert tagged == ["Peminat", "Pesanan besar", "Pelanggan"]
    (kept,) = play.of(SetField)
    assert kept.key == "last_order"
    play.later(seconds=10)
    (handed,) = play.of(HandOff)
    assert f"25 \N{MULTIPLICATION SIGN} {drink}" in handed.note
    assert play.ended == "handed_off"


def test_whoever_is_known_is_not_asked_again() -> None:
    play = visit(KOPI, "id", name="Wati", email="wati@kafe.example")
    play.press("hello", "order")
    play.write("americano")

    assert "Americano" in play.write("2")[0]
    assert play.of(SetAttribute) == []


@pytest.mark.parametrize(("locale", "suffix"), [("id", ""), ("en", "-en")])
def test_menu_hours_and_words_that_are_not_understood(locale: str, suffix: str) -> None:
    play = visit(KOPI, locale)
    play.press(f"hello{suffix}", "menu")
    assert "Rp24" in play.said[0]
    play.press(f"menu{suffix}", "hours")
    assert "Jalan Melati Senja" in play.said[0]
    play.write("oat milk?")
    play.press(f"unsure{suffix}", "team")
    play.later(seconds=10)

    assert play.ended == "handed_off"
    assert play.faults == []


@pytest.mark.parametrize(("locale", "suffix"), [("id", ""), ("en", "-en")])
def test_a_large_buyer_is_handed_to_the_team_and_a_small_one_is_asked_again_later(locale: str, suffix: str) -> None:
    large, small = visit(GROSIR, locale), visit(GROSIR, locale)
    for play, volume in ((large, "32,5"), (small, "8")):
        play.write("Kafe Cempaka")
        play.press(f"kind{suffix}", "cafe")
        play.write(volume)
    large.write("halo@cempaka.example")
    large.later(seconds=10)
    small.later(seconds=40)
    asked = small.said
    small.press(f"still{suffix}", "no")

    assert len(large.of(HandOff)) == 1
    assert [effect.tag for _, _, outcome in large.recorded for effect in outcome.effects if isinstance(effect, AddTag)]
    assert len(asked) == 1
    assert small.ended == "completed"


@pytest.mark.parametrize(("locale", "thanks"), [("id", "pesanan KL-24472"), ("en", "order KL-24472")])
def test_a_subflow_asks_for_the_order_number(locale: str, thanks: str) -> None:
    play = visit(ALL["nomor_pesanan"], locale)

    assert thanks in play.write("KL-24472")[0]
    assert play.ended == "completed"


@pytest.mark.parametrize(("locale", "bad", "sorry"), [("id", "Kurang", "Mohon maaf"), ("en", "Not so well", "sorry")])
def test_a_subflow_asks_for_a_review(locale: str, bad: str, sorry: str) -> None:
    play = visit(ALL["ulasan"], locale)

    assert sorry in play.write(bad)[0]
    assert play.ended == "completed"
