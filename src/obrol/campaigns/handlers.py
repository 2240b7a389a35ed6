"""Door 2 of campaigns: what flows ask for."""

from obrol.campaigns import queries
from obrol.campaigns.actions import enrolling
from obrol.campaigns.errors import SequenceNotFound
from obrol.contacts.queries import find_contact
from obrol.flows.events import EnrollmentAsked
from obrol.inbox.events import RunFaulted
from obrol.inbox.queries.conversations import find_conversation
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.events import Hearings
from obrol.runtime.jobs import Runners
from obrol.runtime.unit_of_work import UnitOfWork


def declare(hearings: Hearings, _runners: Runners) -> None:
    """Say what campaigns hear."""
    hearings.add(EnrollmentAsked, on_enrollment_asked)


async def on_enrollment_asked(uow: UnitOfWork, event: EnrollmentAsked) -> None:
    """A flow wants the contact in a sequence, or out of it. One that is gone is a fault that people see."""
    await uow.act_in(uow.workspace_id, Actor(ActorKind.BOT, event.bot_id, event.bot_name))
    conversation = await find_conversation(uow.scope, event.conversation_id, lock=True)
    contact = await find_contact(uow.scope, event.contact_id, lock=True)
    if conversation is None or contact is None:
        return
    sequence = await queries.find_sequence(uow.scope, event.sequence_id, keep=True)
    if sequence is None:
        fault = f"{SequenceNotFound.code}: {SequenceNotFound.message}"
        uow.record(RunFaulted, conversation=conversation, flow_id=event.flow_id, step_id=event.step_id, fault=fault)
    elif event.wanted == "in":
        await enrolling.enroll(uow, contact, sequence)
    else:
        await enrolling.take_out(uow, contact, sequence)
