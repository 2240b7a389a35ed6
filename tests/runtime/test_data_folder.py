import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from obrol.runtime.data_folder import FORMAT, DataFolder
from obrol.runtime.starting import CannotStart

REAL_KEY = "0123456789abcdef" * 2


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    found = DataFolder(tmp_path / "data")
    found.open()
    return found


def test_a_folder_that_cannot_be_written_gives_one_sentence(tmp_path: Path) -> None:
    # A file in its place, because root may write to every folder.
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(CannotStart, match=r"cannot write to its data folder .*data .*OBROL_DATA"):
        DataFolder(tmp_path / "data").open()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_a_read_only_folder_gives_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    for parent in (tmp_path, *tmp_path.parents):
        if parent.owner() == "root" and not stat.S_IMODE(parent.stat().st_mode) & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(parent.stat().st_mode) | stat.S_IXOTH)
    os.seteuid(65534)
    try:
        with pytest.raises(CannotStart, match=r"cannot write .* \(permission denied\)"):
            DataFolder(tmp_path / "data").open()
    finally:
        os.seteuid(0)


def test_a_folder_of_a_newer_version_is_left_alone(folder: DataFolder) -> None:
    (folder.path / "obrol-data.json").write_text(json.dumps({"format": FORMAT + 1, "made_by": "9.0"}))

    with pytest.raises(CannotStart, match=r"belongs to a newer Obrol \(9.0;"):
        DataFolder(folder.path).open()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"format": "x"}', "{"])
def test_a_damaged_format_file_gives_one_sentence(folder: DataFolder, text: str) -> None:
    (folder.path / "obrol-data.json").write_text(text)

    with pytest.raises(CannotStart, match="is damaged"):
        DataFolder(folder.path).open()


def test_two_starts_on_one_folder_give_one_sentence(folder: DataFolder) -> None:
    folder.lock()

    with pytest.raises(CannotStart, match=rf"already running .*\(process {os.getpid()}\)"):
        DataFolder(folder.path).lock()
    folder.unlock()
    assert DataFolder(folder.path).is_in_use() is False


def test_a_killed_process_lets_go_of_its_folder(folder: DataFolder) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from obrol.runtime.data_folder import DataFolder\n"
        "DataFolder(Path(sys.argv[1])).lock(); os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(folder.path)], check=False)

    folder.lock()
    folder.unlock()


def test_the_secret_key_is_made_once_and_for_nobody_else(folder: DataFolder) -> None:
    key = folder.secret_key(given=None, demo=False)

    assert len(key) >= 32
    assert folder.secret_key(given=None, demo=False) == key
    assert stat.S_IMODE((folder.path / "secret-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["changeme", "short", "x" * 64, "change-me-0123456789abcdef-0123456789"])
def test_a_placeholder_is_no_secret_outside_the_demo(folder: DataFolder, key: str) -> None:
    with pytest.raises(CannotStart, match="OBROL_SECRET_KEY is a placeholder"):
        folder.secret_key(given=key, demo=False)
    assert folder.secret_key(given=key, demo=True) == key.encode()


def test_an_emptied_key_file_is_not_taken_for_a_key(folder: DataFolder) -> None:
    (folder.path / "secret-key").write_text("")

    with pytest.raises(CannotStart, match="restore the real one"):
        folder.secret_key(given=None, demo=False)


def test_a_given_key_wins(folder: DataFolder) -> None:
    assert folder.secret_key(given=REAL_KEY, demo=False) == REAL_KEY.encode()
