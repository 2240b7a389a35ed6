"""Shortcuts as a spreadsheet: what goes out comes in again, and a bad line is told and is in nobody's way."""

import csv
import io
from typing import Any

import httpx
import pytest
from acme import Acme
from hypothesis import given
from hypothesis import strategies as st
from serving import Served

from obrol.inbox.actions.exchanging import ROWS_LIMIT, SHEET_LIMIT, guarded, unguarded


async def bring(browser: httpx.AsyncClient, sheet: str | bytes) -> httpx.Response:
    data = sheet.encode() if isinstance(sheet, str) else sheet
    return await browser.post("/api/shortcuts/import", files={"file": ("shortcuts.csv", data)})


async def taken(browser: httpx.AsyncClient, sheet: str | bytes) -> dict[str, Any]:
    answer = await bring(browser, sheet)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


async def texts(browser: httpx.AsyncClient) -> dict[str, str]:
    return {one["name"]: one["text"] for one in (await browser.get("/api/shortcuts")).json()}


async def test_what_goes_out_comes_in_again(acme: Acme, served: Served) -> None:
    words = 'Hello {{contact.first_name}},\n"quoted"; and, more'
    async with served.browser(acme) as ada:
        for body in (
            {"name": "hello", "text": words, "category": "Greetings"},
            {"name": "=1+1", "text": "- one\n- two", "is_personal": True},
        ):
            assert (await ada.post("/api/shortcuts", json=body)).status_code == 201
        answer = await ada.get("/api/shortcuts.csv")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert "shortcuts.csv" in answer.headers["content-disposition"]
        before = (await ada.get("/api/shortcuts")).json()
        assert await taken(ada, answer.content) == {"made": 0, "changed": 0, "same": 2, "problems": []}
        for one in before:
            await ada.delete(f"/api/shortcuts/{one['id']}")
        assert (await taken(ada, answer.content))["made"] == 2
        after = (await ada.get("/api/shortcuts")).json()
    same = ("name", "text", "category", "is_personal")
    assert [[one[key] for key in same] for one in after] == [[one[key] for key in same] for one in before]


async def test_bad_lines_are_told_and_the_others_taken(acme: Acme, served: Served) -> None:
    sheet = (
        "Name,Text,Category,For\n"
        'hello,"Hello,\nthere",Greetings,\n'
        ",No name,,\n"
        f"{'x' * 61},Long name,,\n"
        "empty,  ,,\n"
        "HELLO,Again,,\n"
        f"long,{'x' * 10_001},,\n"
        "whose,Whose?,,nobody\n"
        ",,,\n"
        "bye,Bye,,me\n"
    )
    async with served.browser(acme) as ada:
        report = await taken(ada, sheet)
        assert await texts(ada) == {"bye": "Bye", "hello": "Hello,\nthere"}
    assert [(one["line"], one["code"]) for one in report["problems"]] == [
        (4, "name_missing"),
        (5, "name_too_long"),
        (6, "text_missing"),
        (7, "name_twice"),
        (8, "text_too_long"),
        (9, "for_unknown"),
    ]
    assert (report["made"], report["problems"][3]["name"]) == (2, "HELLO")


async def test_a_name_that_is_there_gets_the_words_of_the_sheet(acme: Acme, served: Served) -> None:
    async with served.browser(acme) as ada:
        await taken(ada, "name,text\nhello,Hi\nbye,Bye")
        assert await taken(ada, "name,text\nHello,Good day\nbye,Bye") == {
            "made": 0,
            "changed": 1,
            "same": 1,
            "problems": [],
        }
        assert await texts(ada) == {"bye": "Bye", "Hello": "Good day"}


@pytest.mark.parametrize(
    "sheet",
    [
        "nama;isi;kategori\nhalo;Sélamat pagi;Sapaan",
        "pintasan\tteks\nhalo\tSélamat pagi",
        "\ufeffname,text\r\nhalo,Sélamat pagi\r\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
async def test_a_sheet_is_read_as_spreadsheets_write_it(acme: Acme, served: Served, sheet: str, encoding: str) -> None:
    async with served.browser(acme) as ada:
        await taken(ada, sheet.removeprefix("\ufeff" if encoding != "utf-8" else "").encode(encoding))
        assert await texts(ada) == {"halo": "Sélamat pagi"}


async def test_an_agent_brings_their_own(acme: Acme, served: Served) -> None:
    async with served.browser(acme, acme.bo) as bo, served.browser(acme) as ada:
        report = await taken(bo, "name,text,for\nhello,Hi,\nall,Hi,everyone")
        assert (report["made"], report["problems"][0]["code"]) == (1, "not_allowed")
        assert await texts(bo) == {"hello": "Hi"}
        assert await texts(ada) == {}


@pytest.mark.parametrize(
    ("sheet", "status", "code"),
    [
        (b"", 422, "sheet_unreadable"),
        (b"\x89PNG\x00\x01", 422, "sheet_unreadable"),
        (b"hello,there\n1,2", 422, "sheet_unreadable"),
        (b'name,text\nx,"' + b"y" * 200_000 + b'"', 422, "sheet_unreadable"),
        (b"name,text\n" + b"a,b\n" * (ROWS_LIMIT + 1), 422, "sheet_too_long"),
        (b"name,text\n" + b"x" * SHEET_LIMIT, 413, "file_too_large"),
    ],
)
async def test_what_is_no_sheet_is_refused_whole(
    acme: Acme, served: Served, sheet: bytes, status: int, code: str
) -> None:
    async with served.browser(acme) as ada:
        answer = await bring(ada, sheet)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert await texts(ada) == {}


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r a\",;\n"), max_size=6))
def test_no_cell_leaves_as_a_formula_and_every_cell_comes_back(cell: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerow([guarded(cell), guarded(cell)])
    first, second = next(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert not first.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (unguarded(first), unguarded(second)) == (cell, cell)
