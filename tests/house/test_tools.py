"""The tools behind `make` count honestly and choose well."""

import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))

import bootstrap  # noqa: E402 - tools/ is no package of ours
import run_tests  # noqa: E402

REPORT = """<testsuites><testsuite tests="5" failures="1" errors="1" skipped="1"/><testsuite tests="2"/></testsuites>"""


def test_a_report_is_counted(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text(REPORT)

    assert str(run_tests._counted(tmp_path / "report.xml", code=1)) == "4 passed, 2 failed, 1 skipped"


def test_a_part_that_broke_without_a_report_has_failed(tmp_path: Path) -> None:
    assert str(run_tests._counted(tmp_path / "none.xml", code=2)) == "0 passed, 1 failed, 0 skipped"


def test_a_part_that_broke_after_its_tests_has_failed(tmp_path: Path) -> None:
    (tmp_path / "report.xml").write_text('<testsuite tests="3"/>')

    assert str(run_tests._counted(tmp_path / "report.xml", code=1)) == "3 passed, 1 failed, 0 skipped"


@pytest.mark.parametrize("version", ["v20.19.0", "v22.12.0", "v24.1.0"])
def test_node_is_used_when_it_fits(tmp_path: Path, version: str) -> None:
    assert bootstrap._node_fits(a_node(tmp_path, says=version))


@pytest.mark.parametrize("version", ["v18.20.4", "v20.18.3", "v21.7.3", "v22.11.0", "", "node: not found"])
def test_node_is_not_used_when_it_does_not_fit(tmp_path: Path, version: str) -> None:
    assert not bootstrap._node_fits(a_node(tmp_path, says=version))


def a_node(folder: Path, *, says: str) -> Path:
    node = folder / "node"
    node.write_text(f"#!/bin/sh\necho '{says}'\n")
    node.chmod(0o755)
    return node


def test_the_web_apps_are_built_again_when_a_source_changes_and_not_otherwise(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.ts").write_text("1")
    before = bootstrap.tree_digest(tmp_path)
    for generated in ("node_modules", "dist"):
        (tmp_path / generated).mkdir()
        (tmp_path / generated / "x.js").write_text("1")
    assert bootstrap.tree_digest(tmp_path) == before

    (tmp_path / "src" / "main.ts").write_text("2")
    assert bootstrap.tree_digest(tmp_path) != before


@pytest.mark.parametrize("name", ["run", "dev", "node"])
def test_a_lock_names_no_index_and_every_package_has_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())

    assert "://" not in text
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_what_runs_is_what_was_tested() -> None:
    run, dev = (_pinned(ROOT / "requirements" / name) for name in ("run.txt", "dev.txt"))

    assert run <= dev


def _pinned(lock: Path) -> set[str]:
    return {line.split(" ;")[0].rstrip(" \\") for line in lock.read_text("utf-8").splitlines() if "==" in line[:60]}
