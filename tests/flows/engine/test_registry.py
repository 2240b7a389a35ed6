"""Every step type has one name, in the engine, in documents and in the docs."""

import re
from pathlib import Path
from typing import get_args

from obrol.flows.engine import steps
from obrol.flows.engine.document import json_schema
from obrol.flows.engine.registry import STEP_TYPES, AnyStep
from obrol.flows.engine.step import Step

ROOT = Path(__file__).parents[3]


def modules() -> set[str]:
    (folder,) = steps.__path__
    return {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}


def test_there_are_step_types_to_compare() -> None:
    assert len(STEP_TYPES) == 13


def test_every_file_in_steps_is_a_registered_type_of_that_name() -> None:
    assert modules() == set(STEP_TYPES)
    for name, step_type in STEP_TYPES.items():
        assert step_type.__module__ == f"{steps.__name__}.{name}"


def test_every_step_type_has_a_page_that_tells_its_exits_and_options() -> None:
    pages = {path.stem.replace("-", "_"): path.read_text() for path in (ROOT / "docs" / "steps").glob("*.md")}
    assert set(pages) == set(STEP_TYPES), "docs/steps has one page for each step type, its name with hyphens"
    for name, step_type in STEP_TYPES.items():
        page = pages[name]
        assert f"`{name}`" in page
        options = step_type.model_fields["options"].annotation
        assert options is not None
        for option in options.model_fields:
            assert f"`{option}`" in page, f"docs/steps/{name.replace('_', '-')}.md does not tell of {option}"
        for exit in re.findall(r'"((?:next|answered|failed|otherwise|yes|no))"', Path(_file_of(step_type)).read_text()):
            assert f"`{exit}`" in page, f"docs/steps/{name.replace('_', '-')}.md does not tell of the exit {exit}"


def test_every_step_type_has_tests_of_its_name() -> None:
    tested = {path.stem.removeprefix("test_") for path in (Path(__file__).parent / "steps").glob("test_*.py")}
    assert tested == set(STEP_TYPES)


def test_the_schema_tells_every_type_apart_by_its_name() -> None:
    schema = json_schema()
    (union,) = schema["properties"]["steps"]["patternProperties"].values()
    assert union["discriminator"]["propertyName"] == "type"
    assert set(union["discriminator"]["mapping"]) == set(STEP_TYPES)
    assert set(get_args(get_args(AnyStep)[0])) == set(STEP_TYPES.values())


def test_no_object_in_a_document_may_hold_a_field_that_nobody_knows() -> None:
    schema = json_schema()
    for name, definition in {"": schema, **schema["$defs"]}.items():
        assert definition.get("additionalProperties") is False, name


def _file_of(step_type: type[Step]) -> str:
    return f"{next(iter(steps.__path__))}/{step_type.__module__.rpartition('.')[2]}.py"
