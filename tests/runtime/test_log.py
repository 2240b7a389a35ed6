import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from obrol.runtime import log
from obrol.runtime.settings import Settings


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def test_machines_get_one_object_per_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(Settings(log_format="json"))
    structlog.get_logger().info("moved", wohin="Jakarta, pagi ☕")
    logging.getLogger("some.library").warning("it creaks")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert [(line["event"], line["level"]) for line in lines] == [("moved", "info"), ("it creaks", "warning")]
    assert lines[0]["wohin"] == "Jakarta, pagi ☕"
    assert all(line["timestamp"].endswith("Z") for line in lines)


def test_what_is_named_like_a_secret_is_blotted_out(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(Settings(log_format="json"))
    structlog.get_logger().info("in", password="hush", visitor_token="hush", url="postgresql://me:hush@db/obrol")
    said = capsys.readouterr().err

    assert "hush" not in said
    assert json.loads(said)["url"] == "postgresql://me:…@db/obrol"


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(Settings(log_level="warning"))
    structlog.get_logger().info("small talk")
    logging.getLogger("some.library").info("small talk")

    assert capsys.readouterr().err == ""


def test_a_traceback_shows_no_local_variables(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(Settings())
    try:
        stumble("what a visitor wrote")
    except ValueError:
        structlog.get_logger().exception("failed")
    said = capsys.readouterr().err

    assert "ValueError: 20" in said
    assert "words =" not in said


def test_the_log_leaves_standard_output_to_progress(capsys: pytest.CaptureFixture[str]) -> None:
    log.set_up(Settings())
    structlog.get_logger().info("a fact")

    assert capsys.readouterr().out == ""


def stumble(words: str) -> None:
    raise ValueError(str(len(words)))
