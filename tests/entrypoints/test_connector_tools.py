import json
from typing import Any

import pytest
from typer.testing import CliRunner

from obrol.entrypoints.connector_tools import app


def run(*arguments: str, stdin: object = "") -> tuple[int, str, str]:
    given = stdin if isinstance(stdin, str) else json.dumps(stdin)
    result = CliRunner().invoke(app, list(arguments), input=given)
    return result.exit_code, result.stdout, result.stderr


def shown(*arguments: str, stdin: object) -> Any:
    code, out, err = run(*arguments, stdin=stdin)
    assert (code, err) == (0, "")
    return json.loads(out)


def test_parse_prints_what_a_payload_becomes() -> None:
    (fact,) = shown("parse", "fake", stdin={"events": [{"type": "text", "id": "1", "from": {"id": "w"}, "text": "Hi"}]})

    assert (fact["kind"], fact["key"], fact["content"]["text"]) == ("message", "1", "Hi")


def test_parse_prints_a_puzzle_for_anything_else() -> None:
    (fact,) = shown("parse", "webchat", stdin="not even JSON")

    assert fact["kind"] == "puzzle"


def test_render_prints_the_requests_that_a_message_becomes() -> None:
    result = shown("render", "fake", stdin={"kind": "text", "text": "?", "buttons": [{"id": "a", "label": "A"}]})

    assert result["changes"] == ["name_prefixed", "offers_numbered"]
    (piece,) = result["pieces"]
    (request,) = piece["requests"]
    assert request["body"]["content"]["text"] == "Ada: ?\n\n1. A"
    assert piece["violations"] == []


def test_render_obeys_settings() -> None:
    content = {"kind": "text", "text": "word " * 20}

    result = shown("render", "fake", "--settings", '{"max_text": 50, "persona": "none"}', stdin=content)

    assert len(result["pieces"]) == 2


def test_the_widget_gets_the_message_as_it_is() -> None:
    content = {"kind": "text", "text": "Halo", "buttons": [], "quick_replies": []}

    result = shown("render", "webchat", stdin=content)

    assert result == {"changes": [], "pieces": [{"content": content, "violations": [], "requests": []}]}


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (("parse", "pigeon"), "{}", 'there is no connector for channels of kind "pigeon"'),
        (("render", "webchat"), "{}", "this is not the content of a message"),
        (("render", "webchat"), '{"kind": "text", "text": ""}', "text.text: Value error, must not be empty"),
        (("render", "fake", "--settings", "[]"), "{}", "--settings must be a JSON object"),
        (("render", "fake", "--settings", '{"max_text": 3}'), "{}", "these settings do not fit"),
    ],
)
def test_bad_input_is_one_sentence(arguments: tuple[str, ...], stdin: str, sentence: str) -> None:
    code, out, err = run(*arguments, stdin=stdin)

    assert (code, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err


def test_kinds_are_listed() -> None:
    assert run("kinds")[1].split() == ["fake", "webchat"]
