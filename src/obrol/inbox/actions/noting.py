"""Noting: what the team writes about a conversation for itself. A note cannot be delivered: it is not a message."""

from collections.abc import Collection
from uuid import UUID

from obrol.inbox.actions import mentioning
from obrol.inbox.errors import MessageIdTaken
from obrol.inbox.events import NoteAdded, NoteChanged, NoteRemoved
from obrol.inbox.models import Conversation, Note
from obrol.inbox.queries import conversations
from obrol.kit.ids import new_id
from obrol.runtime.actor import ActorKind
from obrol.runtime.unit_of_work import UnitOfWork


async def note(
    uow: UnitOfWork,
    conversation: Conversation,
    *,
    text: str,
    note_id: UUID | None = None,
    mentions: Collection[UUID] = (),
) -> Note:
    """Add a note. The same id with the same words again is the same note; with other words it is MessageIdTaken.

    It wakes nobody and changes neither status nor who answers. Whoever it mentions is told; AgentUnknown refuses one
    who does not work here.
    """
    if note_id is not None:
        before = await conversations.find_note(uow.scope, note_id)
        if before is not None:
            if before.conversation_id != conversation.id or before.text != text:
                raise MessageIdTaken
            return before
    added = Note(
        workspace_id=uow.workspace_id,
        id=note_id or new_id(),
        conversation_id=conversation.id,
        author_kind="agent" if uow.actor.kind == ActorKind.AGENT else "bot",
        author_id=uow.actor.id,
        author_name=uow.actor.name,
        text=text,
        created_at=uow.now,
    )
    uow.session.add(added)
    await uow.session.flush()
    uow.record(NoteAdded, conversation=conversation, note=added)
    await mentioning.mention(uow, conversation, added, mentions)
    return added


async def rewrite(uow: UnitOfWork, conversation: Conversation, note: Note, *, text: str) -> None:
    """Let a note say something else; the same words again change nothing."""
    if note.text == text:
        return
    note.text, note.edited_at = text, uow.now
    await uow.session.flush()
    uow.record(NoteChanged, conversation=conversation, note=note)


async def remove(uow: UnitOfWork, conversation: Conversation, note: Note) -> None:
    """Take a note away."""
    await uow.session.delete(note)
    uow.record(NoteRemoved, conversation=conversation, note_id=note.id)
