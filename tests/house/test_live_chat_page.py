"""The page of the live chat says what its tests say: every row has one, and what is not there yet is said."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

import live_chat_page  # noqa: E402 - tools/ is no package of ours


def test_the_rows_are_those_of_the_contract() -> None:
    numbers = [f"{number}" for number in range(1, 59)] + ["59a", "59b", "59c", "59d", "60"]
    assert list(live_chat_page.ROWS) == numbers


def test_every_row_has_a_test() -> None:
    page = live_chat_page.live_chat_page()
    for row in live_chat_page.ROWS:
        assert f"\n| S{row} | " in page


def test_a_row_without_a_test_and_a_test_without_a_row_are_noticed(tmp_path: Path) -> None:
    tests = "".join(f"def test_s{row}_works() -> None: ...\n" for row in live_chat_page.ROWS)
    (tmp_path / "test_all.py").write_text(tests)
    assert "not there yet" not in live_chat_page.live_chat_page(tmp_path)

    for wrong in (tests.replace("test_s13_works", "test_works"), tests.replace("test_s13_works", "test_s61_works")):
        (tmp_path / "test_all.py").write_text(wrong)
        with pytest.raises(live_chat_page.RowsDoNotMatchTests, match="S13"):
            live_chat_page.live_chat_page(tmp_path)


def test_what_is_expected_to_fail_is_not_called_working(tmp_path: Path) -> None:
    tests = "".join(f"def test_s{row}_works() -> None: ...\n" for row in live_chat_page.ROWS)
    mark = '@pytest.mark.xfail(strict=True, reason="no such button")\n'
    (tmp_path / "test_all.py").write_text(tests.replace("def test_s13_", mark + "def test_s13_"))

    page = live_chat_page.live_chat_page(tmp_path)

    assert "| not yet: no such button |" in page
    assert ", 1 rows not there yet." in page
