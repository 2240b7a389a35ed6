"""Throttling: tries that were not right are counted in the database, per e-mail and per address.

A try is counted before it is made and forgotten when it was right, so that a thousand at the same instant
are a thousand, and every process counts together.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, insert, select

from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.workspaces.errors import TooManyAttempts
from obrol.workspaces.models import SignInAttempt

# docs/roles.md tells people these numbers.
WINDOW: Final = timedelta(minutes=15)
TRIES_PER_EMAIL: Final = 10
TRIES_PER_ADDRESS: Final = 50  # a whole office may sit behind one address
TIDY_AT_ONCE: Final = 100  # old rows; every try adds two, so the table stays as small as the window


async def count_try(uow: UnitOfWork, *, email: str, address: str) -> None:
    """Count a try that is about to be made; refuses with TooManyAttempts when either has used up its tries."""
    limits = sorted({f"email:{email}": TRIES_PER_EMAIL, f"ip:{address}": TRIES_PER_ADDRESS}.items())
    await _tidy(uow)
    for key, most in limits:
        # Sixteen tries at one instant are counted one after the other; the order of keys keeps them from blocking.
        await uow.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
        last_that_counts = await uow.session.scalar(
            select(SignInAttempt.at)
            .where(SignInAttempt.key == key, SignInAttempt.at > uow.now - WINDOW)
            .order_by(SignInAttempt.at.desc())
            .offset(most - 1)
            .limit(1)
        )
        if last_that_counts is not None:
            raise TooManyAttempts(retry_after=int((last_that_counts + WINDOW - uow.now).total_seconds()) + 1)
    rows = [{"id": new_id(), "key": key, "at": uow.now} for key, _ in limits]
    await uow.session.execute(insert(SignInAttempt), rows)


async def forget_tries(uow: UnitOfWork, *, email: str, address: str) -> None:
    """The try was right: the e-mail starts anew, the address gets this one try back and no more."""
    await uow.session.execute(delete(SignInAttempt).where(SignInAttempt.key == f"email:{email}"))
    newest = (
        select(SignInAttempt.id)
        .where(SignInAttempt.key == f"ip:{address}")
        .order_by(SignInAttempt.at.desc())
        .limit(1)
        .scalar_subquery()
    )
    await uow.session.execute(delete(SignInAttempt).where(SignInAttempt.id == newest))


async def _tidy(uow: UnitOfWork) -> None:
    old = (
        select(SignInAttempt.id)
        .where(SignInAttempt.at < uow.now - WINDOW)
        .order_by(SignInAttempt.at)
        .limit(TIDY_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    await uow.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(old.scalar_subquery())))
