"""docs/live-chat.md: what the live chat page promises, row by row, and the tests that prove it in a real browser.

The tests are read and not run: a test function belongs to the row in its name, one that is marked `xfail` says why the
row is not there yet.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests" / "e2e" / "live_chat"

PARTS = {
    "Finding it": {
        "1": "An agent reads what a customer and the bot said, and answers.",
        "2": "Each channel has an inbox of its own.",
        "3": "The dashboard and each bot lead to the same conversations.",
        "4": "The dashboard has a tab *Live Chat* at the top.",
        "5": "It offers every bot and channel of the workspace.",
        "6": "Choosing a bot there opens its inbox.",
        "7": "The menu of a bot has an entry *Live Chat*.",
        "8": "The inbox of a bot has its own customers and nobody else's.",
        "9": "List, conversation, composer, profile and data are in view together.",
    },
    "The list": {
        "10": "Whoever writes appears in the list, without a reload.",
        "11": "A control switches between *Inbox* and *Done*.",
        "12": "A finished conversation leaves the inbox and is found in *Done*.",
        "13": "A part of a name finds the conversation; case, accents and one typing mistake do not matter.",
        "14": "One click fills conversation, profile and data.",
    },
    "The conversation": {
        "15": "Messages of customer, bot and agents stand in the order of time.",
        "16": "An icon at the top folds the list away and brings it back.",
        "17": "Beside it are the customer's picture, or initials, and full name.",
        "18": "A tick in the upper right corner moves the customer to *Done*.",
        "19": "Three dots offer *Hide messages from bot* and *Manage Shortcuts*.",
        "20": "Without the bot's messages, those of customer and agents and the notes stay.",
        "21": "A long history becomes short, also after a reload, and nothing is deleted.",
        "22": "A shortcut is defined once and used to answer.",
        "23": "Shortcuts are managed from the three dots and under *Tools*, *Shortcuts*: the same ones.",
        "24": "A bot's message has a small *v* with *Resend*: the customer gets it again, and it is in the timeline.",
        "25": "The same menu opens the flow at the step that said it.",
        "26": "Messages of customers and agents have no such menu.",
    },
    "The composer": {
        "27": "A reply has words and lines.",
        "28": "`/` and letters find shortcuts.",
        "29": "Arrow keys move through what was found.",
        "30": "Enter puts the shortcut in the box and sends nothing.",
        "31": "`</>` at the right side inserts a variable.",
        "32": "`{{` and letters find a variable too.",
        "33": "The customer reads the value and never the placeholder.",
        "34": "The leftmost icon at the bottom changes under which persona the next replies go.",
        "35": "Without a choice, a reply goes out under the bot's name.",
        "36": "A persona that was added under *Content*, *Persona* is offered there.",
        "37": "A switch has *Reply* and *Note*, of which one is active.",
        "38": "The reply area is white, in the light and in the dark theme.",
        "39": "A reply is in the customer's chat at once.",
        "40": "The note area is yellow, in both themes.",
        "41": "Notes stand in the conversation, in yellow.",
        "42": "Notes never reach the customer, not even after a reload.",
        "43": "At the bottom right are emoji, media, sub flow and send, in this order.",
        "44": "An emoji is put where the caret is.",
        "45": "Pictures, GIFs, sounds, films and files reach the customer and are shown on both sides.",
        "46": "The sub flow icon opens its dialog.",
        "47": "The last icon sends replies and notes.",
        "48": "So does Enter.",
    },
    "The right side": {
        "49": "The profile has name, picture and what is known of the customer.",
        "50": "Notes about the customer are listed.",
        "51": "Tags are listed.",
        "52": "Sequences that the customer is in are listed.",
        "53": "Topics that the customer agreed to are listed.",
        "54": "Every custom field is shown, with its value or as empty.",
        "55": "Tags, known and new ones, are added and removed right there, for good.",
        "56": "A tag that was added here decides what the bot says next.",
        "57": "Sequences and topics can only be removed here.",
        "58": "A field is changed and cleared; the next placeholder knows.",
    },
    "Sub flows": {
        "59a": "An agent sends a customer into a sub flow by its icon.",
        "59b": "In the dialog flows are chosen or searched.",
        "59c": "A blue button *Send Sub Flow* sends it, once one is chosen.",
        "59d": "The flow reaches the customer, and goes on with their answer.",
        "60": "While live chat mode is on nothing is sent; it is switched off in plain sight, and then it works.",
    },
}
ROWS = {row: promise for part in PARTS.values() for row, promise in part.items()}

HEAD = """# The live chat page

What the page promises, and what proves it: each row has at least one test in a real Chromium, against the running
program, and each test runs twice, with the desk in English and in Indonesian.

This page is made from the tests by `make types`; a test fails when it is out of date or a row has no test.

"""


class RowsDoNotMatchTests(Exception):  # noqa: N818 - printed as a sentence
    """A row without a test, or a test without a row; the text names them."""


@dataclass(frozen=True)
class Proof:
    """One test; `missing` says why the row is not there yet, and is empty when it is."""

    row: str
    name: str
    file: str
    missing: str


def live_chat_page(folder: Path = TESTS) -> str:
    """The page. RowsDoNotMatchTests when a row has no test or a test no row."""
    proofs = [proof for path in sorted(folder.glob("test_*.py")) for proof in _proofs_in(path)]
    proven = {proof.row for proof in proofs}
    if wrong := sorted(proven ^ set(ROWS)):
        raise RowsDoNotMatchTests(f"rows and tests do not match: S{', S'.join(wrong)}")
    missing = sum(any(proof.missing for proof in proofs if proof.row == row) for row in ROWS)
    count = f"{len(ROWS)} rows, {len(proofs)} tests" + (f", {missing} rows not there yet" if missing else "") + ".\n"
    return HEAD + count + "".join(_part(title, rows, proofs) for title, rows in PARTS.items())


def _part(title: str, rows: dict[str, str], proofs: list[Proof]) -> str:
    lines = [f"\n## {title}\n", "| Row | Promise | Tests | State |", "|---|---|---|---|"]
    for row, promise in rows.items():
        own = [proof for proof in proofs if proof.row == row]
        tests = "<br>".join(f"[{proof.name}](../tests/e2e/live_chat/{proof.file})" for proof in own)
        state = "; ".join(proof.missing for proof in own if proof.missing)
        lines.append(f"| S{row} | {promise} | {tests} | {f'not yet: {state}' if state else 'works'} |")
    return "\n".join(lines) + "\n"


def _proofs_in(path: Path) -> list[Proof]:
    found = []
    for node in ast.parse(path.read_text("utf-8")).body:
        named = re.match(r"test_s(\d+[a-d]?)_(\w+)", node.name) if isinstance(node, ast.FunctionDef) else None
        if named and isinstance(node, ast.FunctionDef):
            found.append(Proof(named[1], named[2].replace("_", " "), path.name, _why_missing(node)))
    return found


def _why_missing(test: ast.FunctionDef) -> str:
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.xfail":
            return next(str(ast.literal_eval(given.value)) for given in mark.keywords if given.arg == "reason")
    return ""
