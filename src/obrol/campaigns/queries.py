"""Reads of campaigns."""

from collections.abc import Sequence as Rows
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Select, func, select

from obrol.campaigns.models import Enrollment, EnrollmentStatus, Sequence
from obrol.campaigns.schemas import EnrollmentOut, SequenceOut, SequenceUseOut
from obrol.runtime.events import renders
from obrol.runtime.unit_of_work import Scope

R = TypeVar("R")


async def list_sequences(scope: Scope) -> Rows[Sequence]:
    """The workspace's sequences, by name."""
    rows = await scope.session.scalars(
        select(Sequence)
        .where(Sequence.workspace_id == scope.workspace_id)
        .order_by(func.lower(Sequence.name), Sequence.id)
    )
    return rows.all()


async def find_sequence(scope: Scope, sequence_id: UUID, *, keep: bool = False, lock: bool = False) -> Sequence | None:
    """The sequence of that id. Kept, nobody removes it before the end; locked, nobody changes it either."""
    query = select(Sequence).where(Sequence.workspace_id == scope.workspace_id, Sequence.id == sequence_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    elif keep:
        query = query.with_for_update(read=True, key_share=True)
    found: Sequence | None = await scope.session.scalar(query)
    return found


async def count_sequences(scope: Scope) -> int:
    """How many sequences there are."""
    query = select(func.count()).select_from(Sequence).where(Sequence.workspace_id == scope.workspace_id)
    return await scope.session.scalar(query) or 0


async def sequence_uses(scope: Scope) -> list[SequenceUseOut]:
    """How many contacts are in each sequence and through it; one that nobody ever was in is left out."""
    rows = await scope.session.execute(
        select(
            Enrollment.sequence_id,
            func.count().filter(Enrollment.status == EnrollmentStatus.ACTIVE),
            func.count().filter(Enrollment.status == EnrollmentStatus.COMPLETED),
        )
        .where(Enrollment.workspace_id == scope.workspace_id)
        .group_by(Enrollment.sequence_id)
    )
    return [SequenceUseOut(id=id, active=active, completed=completed) for id, active, completed in rows]


async def list_enrollments(scope: Scope, contact_id: UUID) -> list[EnrollmentOut]:
    """The sequences that a contact is in, by name."""
    return await _enrollments_out(
        scope,
        select(Enrollment, Sequence).where(
            Enrollment.contact_id == contact_id, Enrollment.status == EnrollmentStatus.ACTIVE
        ),
    )


async def find_active_enrollment(scope: Scope, *, contact_id: UUID, sequence_id: UUID) -> Enrollment | None:
    """The way of a contact through a sequence that is not over, locked."""
    found: Enrollment | None = await scope.session.scalar(
        select(Enrollment)
        .where(
            Enrollment.workspace_id == scope.workspace_id,
            Enrollment.contact_id == contact_id,
            Enrollment.sequence_id == sequence_id,
            Enrollment.status == EnrollmentStatus.ACTIVE,
        )
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


def sequence_out(sequence: Sequence) -> SequenceOut:
    """A sequence as agents see it."""
    return SequenceOut(id=sequence.id, name=sequence.name, version=sequence.version)


async def _enrollments_out(scope: Scope, query: Select[Enrollment, Sequence]) -> list[EnrollmentOut]:
    rows = await scope.session.execute(
        query.join(
            Sequence, (Sequence.workspace_id == Enrollment.workspace_id) & (Sequence.id == Enrollment.sequence_id)
        )
        .where(Enrollment.workspace_id == scope.workspace_id)
        .order_by(func.lower(Sequence.name), Enrollment.id)
    )
    return [
        EnrollmentOut(
            id=enrollment.id,
            sequence=sequence_out(sequence),
            contact_id=enrollment.contact_id,
            status=EnrollmentStatus(enrollment.status),
            began_at=enrollment.began_at,
            ended_at=enrollment.ended_at,
            version=enrollment.version,
        )
        for enrollment, sequence in rows
    ]


@renders(Sequence)
async def _render_sequences(_scope: Scope, sequences: list[Sequence]) -> dict[UUID, SequenceOut]:
    return {sequence.id: sequence_out(sequence) for sequence in sequences}


@renders(Enrollment)
async def enrollments_out(scope: Scope, enrollments: list[Enrollment]) -> dict[UUID, EnrollmentOut]:
    """The whole resource of each enrollment."""
    ids = [enrollment.id for enrollment in enrollments]
    found = await _enrollments_out(scope, select(Enrollment, Sequence).where(Enrollment.id.in_(ids)))
    return {enrollment.id: enrollment for enrollment in found}
