"""Enrolling: who is in which sequence."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from obrol.campaigns import queries
from obrol.campaigns.events import EnrollmentBegan, EnrollmentEnded
from obrol.campaigns.models import Enrollment, Sequence
from obrol.contacts.models import Contact
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork


async def enroll(uow: UnitOfWork, contact: Contact, sequence: Sequence) -> Enrollment:
    """Put a contact into a sequence (kept), at its beginning. Who is in it stays where they are."""
    made = await uow.session.scalar(
        insert(Enrollment)
        .values(
            workspace_id=uow.workspace_id,
            id=new_id(),
            sequence_id=sequence.id,
            contact_id=contact.id,
            began_at=uow.now,
        )
        .on_conflict_do_nothing(
            index_elements=["workspace_id", "contact_id", "sequence_id"], index_where=text("status = 'active'")
        )
        .returning(Enrollment.id)
    )
    enrollment = await queries.find_active_enrollment(uow.scope, contact_id=contact.id, sequence_id=sequence.id)
    assert enrollment is not None
    if made is not None:
        uow.record(EnrollmentBegan, enrollment=enrollment)
    return enrollment


async def take_out(uow: UnitOfWork, contact: Contact, sequence: Sequence) -> None:
    """Take a contact out of a sequence. Who is not in it: nothing."""
    enrollment = await queries.find_active_enrollment(uow.scope, contact_id=contact.id, sequence_id=sequence.id)
    if enrollment is None:
        return
    enrollment.leave(uow.now)
    await uow.session.flush()
    uow.record(EnrollmentEnded, enrollment=enrollment)
