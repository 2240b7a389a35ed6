"""What docs/flows.md says is true."""

import json
import re
from pathlib import Path

from flows.engine.playing import NOW, RUN_ID, WALT, WORLD, Play, chance

from obrol.flows.engine.linting import lint
from obrol.flows.engine.reading import read_document
from obrol.flows.engine.registry import STEP_TYPES
from obrol.flows.engine.turn import Turn
from obrol.flows.engine.world import NamedSnapshot
from obrol.kit.variables import as_text

PAGE = (Path(__file__).parents[3] / "docs" / "flows.md").read_text()
EXAMPLE = json.loads(PAGE.partition("```json")[2].partition("```")[0])


def test_the_example_can_be_published_and_works() -> None:
    assert lint(read_document(EXAMPLE)) == []
    play = Play(EXAMPLE)
    assert play.said == ["Hello Walt! What can we do for you?"]
    assert play.write("order") == ["How many cups?"]
    assert play.write("2") == ["2 cups it is."]


def test_every_step_type_is_in_its_table() -> None:
    linked = set(re.findall(r"\[`(\w+)`\]\(steps/[a-z-]+\.md\)", PAGE))
    assert linked == set(STEP_TYPES)


def test_every_variable_in_its_table_can_be_looked_up() -> None:
    table = PAGE.partition("| Path |")[2].partition("\n\n")[0]
    paths = [path for path in re.findall(r"`([a-z_.A-Z]+)`", table) if path not in {"contact.fields.KEY", "run.NAME"}]
    assert len(paths) > 20
    contact = WALT.model_copy(update={"email": "walt@contoh.id", "locale": "id"})
    agent = NamedSnapshot(id=RUN_ID, name="Ada")
    turn = Turn(Play(EXAMPLE).run, NOW, chance(), WORLD.model_copy(update={"contact": contact, "agent": agent}))
    assert [path for path in paths if not as_text(turn.look_up(path))] == []
