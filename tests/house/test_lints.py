import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

from lints.source import Source  # noqa: E402 - tools/ is no package of ours
from run_lints import findings  # noqa: E402

BREAKING = [
    ("no-commit", "src/obrol/inbox/actions/noting.py", "async def note(uow):\n    await uow.session.commit()\n"),
    ("one-clock", "src/obrol/inbox/queries.py", "from datetime import datetime\nnow = datetime.now(UTC)\n"),
    ("one-clock", "src/obrol/runtime/live.py", "import time\nstarted = time.time()\n"),
    (
        "ids-through-access",
        "src/obrol/inbox/routes/notes.py",
        "from obrol.inbox import queries\nasync def get(id):\n    return await queries.find_note(scope, id)\n",
    ),
    (
        "ids-through-access",
        "src/obrol/inbox/routes.py",
        "from obrol.inbox.queries import get_note\nasync def get(id):\n    return await get_note(scope, id=id)\n",
    ),
    (
        "own-rows",
        "src/obrol/flows/actions/running.py",
        "from obrol.inbox.models import Message\nmessage = Message(text='')\n",
    ),
    ("which-channel", "src/obrol/inbox/actions/replying.py", "if channel.kind == 'webchat':\n    pass\n"),
    ("which-channel", "src/obrol/channels/actions/x.py", "match kind:\n    case 'fake':\n        pass\n"),
    ("plain-names", "src/obrol/inbox/utils.py", ""),
    ("one-way-out", "src/obrol/connectors/x/client.py", "import httpx\nclient = httpx.AsyncClient()\n"),
    ("one-way-out", "src/obrol/inbox/actions/x.py", "from httpx import get\nget('http://vendor.example')\n"),
    ("one-way-out", "src/obrol/runtime/x.py", "from urllib import request\nrequest.urlopen('http://x')\n"),
    ("one-way-out", "src/obrol/runtime/x.py", "import aiohttp\naiohttp.ClientSession()\n"),
    (
        "nothing-patched",
        "tests/inbox/test_x.py",
        "from obrol.inbox import queries\ndef test_x(monkeypatch):\n    monkeypatch.setattr(queries, 'find', None)\n",
    ),
    (
        "nothing-patched",
        "tests/inbox/test_x.py",
        "from unittest.mock import patch\npatch('obrol.inbox.queries.find')\n",
    ),
]

FINE = [
    ("src/obrol/runtime/unit_of_work.py", "async def close(self):\n    await self.session.commit()\n"),
    ("src/obrol/kit/clock.py", "from datetime import datetime\nnow = datetime.now(UTC)\n"),
    ("src/obrol/runtime/live.py", "import time\nstarted = time.monotonic()\n"),
    (
        "src/obrol/workspaces/routes.py",
        "from obrol.workspaces import queries\nasync def get():\n    await queries.get_workspace(scope, lock=True)\n",
    ),
    ("src/obrol/inbox/actions/noting.py", "from obrol.inbox.models import Note\nnote = Note()\n"),
    ("src/obrol/runtime/http.py", "import httpx\nclient = httpx.AsyncClient()\n"),
    ("src/obrol/connectors/x/client.py", "async def call(open_http):\n    async with open_http() as client: ...\n"),
    ("src/obrol/widget/routes.py", "if channel.kind == 'webchat':\n    pass\n"),
    (
        "tests/runtime/test_x.py",
        "from obrol.runtime import imaging\ndef test(monkeypatch):\n    monkeypatch.setattr(imaging, 'LIMIT', 3)\n",
    ),
    (
        "src/obrol/inbox/queries.py",
        "from datetime import datetime\nnow = datetime.now(UTC)  # lint: allow one-clock - an example\n",
    ),
]


@pytest.mark.parametrize(("rule", "path", "text"), BREAKING)
def test_a_rule_finds_what_breaks_it(rule: str, path: str, text: str) -> None:
    assert [finding.rule for finding in findings(Source(path, text))] == [rule]


@pytest.mark.parametrize(("path", "text"), FINE)
def test_what_keeps_the_rules_is_left_alone(path: str, text: str) -> None:
    assert findings(Source(path, text)) == []


def test_an_allowance_needs_a_reason_and_the_right_name() -> None:
    line = "from datetime import datetime\nnow = datetime.now(UTC)  # lint: allow"
    path = "src/obrol/inbox/queries.py"

    assert findings(Source(path, f"{line} one-clock\n"))
    assert findings(Source(path, f"{line} no-commit - an example\n"))
