"""Routes of sequences, and of who is in them."""

from uuid import UUID

from fastapi import APIRouter

from obrol.campaigns import queries
from obrol.campaigns.access import sequence_for
from obrol.campaigns.actions import enrolling, sequencing
from obrol.campaigns.errors import SequenceNameTaken, SequenceNotFound
from obrol.campaigns.schemas import EnrollmentOut, SequenceIn, SequenceOut, SequencePatch, SequenceUseOut
from obrol.contacts.access import contact_for
from obrol.contacts.errors import ContactNotFound, TooMany
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

router = APIRouter(prefix="/api", tags=["campaigns"], responses=refuses(NotSignedIn, NotAllowed))


@router.get("/sequences")
async def list_sequences(scope: AgentLook) -> list[SequenceOut]:
    """The workspace's sequences."""
    return [queries.sequence_out(sequence) for sequence in await queries.list_sequences(scope)]


@router.get("/sequences/uses")
async def count_sequence_uses(scope: AgentLook) -> list[SequenceUseOut]:
    """How many contacts are in each sequence, and how many went through it."""
    demand(scope.actor, Permission.ANSWER)
    return await queries.sequence_uses(scope)


@router.post("/sequences", status_code=201, responses=refuses(SequenceNameTaken, TooMany))
async def make_sequence(body: SequenceIn, uow: AgentDoor) -> SequenceOut:
    """Make a sequence."""
    demand(uow.actor, Permission.MANAGE_WORKSPACE)
    return queries.sequence_out(await sequencing.make(uow, name=body.name))


@router.patch("/sequences/{sequence_id}", responses=refuses(SequenceNotFound, SequenceNameTaken))
async def rename_sequence(sequence_id: UUID, body: SequencePatch, uow: AgentDoor) -> SequenceOut:
    """Give a sequence another name."""
    sequence = await sequence_for(uow.scope, sequence_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await sequencing.rename(uow, sequence, name=body.name)
    return queries.sequence_out(sequence)


@router.delete("/sequences/{sequence_id}", status_code=204, responses=refuses(SequenceNotFound))
async def remove_sequence(sequence_id: UUID, uow: AgentDoor) -> None:
    """Remove a sequence, and everybody from it."""
    sequence = await sequence_for(uow.scope, sequence_id, to=Permission.MANAGE_WORKSPACE, lock=True)
    await sequencing.remove(uow, sequence)


@router.get("/contacts/{contact_id}/enrollments", responses=refuses(ContactNotFound))
async def list_enrollments(contact_id: UUID, scope: AgentLook) -> list[EnrollmentOut]:
    """The sequences that a contact is in."""
    contact = await contact_for(scope, contact_id, to=Permission.ANSWER)
    return await queries.list_enrollments(scope, contact.id)


@router.put("/contacts/{contact_id}/sequences/{sequence_id}", responses=refuses(ContactNotFound, SequenceNotFound))
async def enroll_contact(contact_id: UUID, sequence_id: UUID, uow: AgentDoor) -> EnrollmentOut:
    """Put a contact into a sequence. Who is in it stays where they are."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    sequence = await sequence_for(uow.scope, sequence_id, to=Permission.MANAGE_CONTACTS, keep=True)
    enrollment = await enrolling.enroll(uow, contact, sequence)
    shown: dict[UUID, EnrollmentOut] = await queries.enrollments_out(uow.scope, [enrollment])
    return shown[enrollment.id]


@router.delete(
    "/contacts/{contact_id}/sequences/{sequence_id}",
    status_code=204,
    responses=refuses(ContactNotFound, SequenceNotFound),
)
async def take_contact_out(contact_id: UUID, sequence_id: UUID, uow: AgentDoor) -> None:
    """Take a contact out of a sequence."""
    contact = await contact_for(uow.scope, contact_id, to=Permission.MANAGE_CONTACTS, lock=True)
    sequence = await sequence_for(uow.scope, sequence_id, to=Permission.MANAGE_CONTACTS)
    await enrolling.take_out(uow, contact, sequence)
