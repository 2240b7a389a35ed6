"""Sequencing: which sequences there are."""

from typing import Final

from sqlalchemy import func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from obrol.campaigns import queries
from obrol.campaigns.errors import SequenceNameTaken
from obrol.campaigns.events import SequenceChanged, SequenceMade, SequenceRemoved
from obrol.campaigns.models import Sequence
from obrol.contacts.errors import TooMany
from obrol.kit.ids import new_id
from obrol.runtime.unit_of_work import UnitOfWork

MOST_SEQUENCES: Final = 500  # of a workspace; beyond, nobody finds one any more


async def make(uow: UnitOfWork, *, name: str) -> Sequence:
    """Make an empty sequence. Refuses with SequenceNameTaken, whatever the capitals, or TooMany."""
    if await queries.count_sequences(uow.scope) >= MOST_SEQUENCES:
        raise TooMany
    made = await uow.session.scalar(
        insert(Sequence)
        .values(workspace_id=uow.workspace_id, id=new_id(), name=name)
        .on_conflict_do_nothing(index_elements=[text("workspace_id"), func.lower(text("name"))])
        .returning(Sequence.id)
    )
    if made is None:
        raise SequenceNameTaken
    sequence = await queries.find_sequence(uow.scope, made)
    assert sequence is not None
    uow.record(SequenceMade, sequence=sequence)
    return sequence


async def rename(uow: UnitOfWork, sequence: Sequence, *, name: str) -> None:
    """Give a sequence (locked) another name; SequenceNameTaken when another one has it. Same: nothing."""
    if name == sequence.name:
        return
    try:
        async with uow.session.begin_nested():
            sequence.name = name
    except IntegrityError:
        raise SequenceNameTaken from None
    uow.record(SequenceChanged, sequence=sequence)


async def remove(uow: UnitOfWork, sequence: Sequence) -> None:
    """Remove a sequence (locked), and everybody from it. One fact says so, not one for each contact."""
    await uow.session.delete(sequence)
    await uow.session.flush()
    uow.record(SequenceRemoved, sequence_id=sequence.id, sequence_name=sequence.name)
