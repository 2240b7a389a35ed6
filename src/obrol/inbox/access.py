"""Access: the only way from an id to a row of the inbox."""

from typing import Any
from uuid import UUID

from obrol.inbox import queries as _queries  # noqa: F401 - renderers are declared on import
from obrol.inbox.errors import (
    ConversationNotFound,
    LinkExpired,
    MessageNotFound,
    NoteNotFound,
    NoteOfSomebodyElse,
    PersonaNotFound,
    ScheduledReplyNotFound,
    ShortcutNotFound,
)
from obrol.inbox.models import Attachment, Conversation, Message, Note, Persona, ScheduledReply, Shortcut
from obrol.inbox.queries import conversations
from obrol.inbox.queries.attachments import find_attachments
from obrol.inbox.queries.personas import find_persona
from obrol.inbox.queries.scheduled_replies import find_scheduled_reply
from obrol.inbox.queries.shortcuts import find_shortcut
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.access import Permission, demand, may


async def conversation_for(scope: Scope, conversation_id: UUID, *, to: Permission, lock: bool = False) -> Conversation:
    """The conversation this actor may do `to` with. ConversationNotFound if they may not even see it."""
    conversation = await conversations.find_conversation(scope, conversation_id, lock=lock)
    if conversation is None:
        raise ConversationNotFound
    if not may_see(scope.actor, assignee_id=conversation.assignee_id):
        raise ConversationNotFound  # the same answer: existence is not leaked
    demand(scope.actor, to)
    return conversation


async def message_for(scope: Scope, message_id: UUID, *, to: Permission, lock: bool = False) -> Message:
    """The message this actor may do `to` with; MessageNotFound if they may not see its conversation."""
    message = await conversations.find_message(scope, message_id, lock=lock)
    if message is None:
        raise MessageNotFound
    try:
        await conversation_for(scope, message.conversation_id, to=to)
    except ConversationNotFound:
        raise MessageNotFound from None
    return message


async def note_for(scope: Scope, note_id: UUID, *, to: Permission) -> tuple[Conversation, Note]:
    """A note that this actor may change, and its conversation, both locked.

    NoteNotFound if they may not see the conversation; NoteOfSomebodyElse when an agent wrote it who is not them, unless
    they look after the work of others. What the bot noted belongs to everybody.
    """
    note = await conversations.find_note(scope, note_id)
    if note is None:
        raise NoteNotFound
    try:
        conversation = await conversation_for(scope, note.conversation_id, to=to, lock=True)
    except ConversationNotFound:
        raise NoteNotFound from None
    note = await conversations.find_note(scope, note_id, lock=True)
    if note is None:  # somebody else removed it in this very moment
        raise NoteNotFound
    if note.author_kind == "agent" and note.author_id != scope.actor.id and not may(scope.actor, Permission.SUPERVISE):
        raise NoteOfSomebodyElse
    return conversation, note


async def scheduled_reply_for(
    scope: Scope, scheduled_reply_id: UUID, *, to: Permission
) -> tuple[Conversation, ScheduledReply]:
    """A reply that waits, and its conversation, both locked; ScheduledReplyNotFound if it does not wait any more."""
    reply = await find_scheduled_reply(scope, scheduled_reply_id)
    if reply is None:
        raise ScheduledReplyNotFound
    try:
        conversation = await conversation_for(scope, reply.conversation_id, to=to, lock=True)
    except ConversationNotFound:
        raise ScheduledReplyNotFound from None
    reply = await find_scheduled_reply(scope, scheduled_reply_id, lock=True)
    if reply is None:  # it was sent in this very moment
        raise ScheduledReplyNotFound
    return conversation, reply


def may_see(actor: Actor, *, assignee_id: UUID | None) -> bool:
    """Whether an agent may know of a conversation. Every agent of the workspace does, for now."""
    del assignee_id  # the visibility settings of a later issue decide by it
    return actor.kind in {ActorKind.AGENT, ActorKind.SYSTEM, ActorKind.BOT}


def may_hear(actor: Actor, audience: dict[str, Any]) -> bool:
    """Whether an agent may hear an event, at the moment of its delivery."""
    match audience["kind"]:
        case "workspace" | "conversation":
            return may_see(actor, assignee_id=None)
        case "agent":
            return bool(str(actor.id) == audience["id"])
        case _:
            return False


async def conversation_of_visitor(scope: Scope, conversation_id: UUID) -> Conversation:
    """The conversation that a visitor's own token led to, locked; ConversationNotFound when it is gone."""
    conversation = await conversations.find_conversation(scope, conversation_id, lock=True)
    if conversation is None:
        raise ConversationNotFound
    return conversation


async def attachment_behind_link(scope: Scope, attachment_id: UUID) -> Attachment:
    """The attachment that a signed link names: the link is the permission. LinkExpired when it is gone."""
    attachment = (await find_attachments(scope, [attachment_id])).get(attachment_id)
    if attachment is None:
        raise LinkExpired
    return attachment


async def shortcut_for(scope: Scope, shortcut_id: UUID, *, to: Permission, lock: bool = False) -> Shortcut:
    """The shortcut this actor may do `to` with; ShortcutNotFound outside the workspace, and for another's own."""
    shortcut = await find_shortcut(scope, shortcut_id, lock=lock)
    if shortcut is None:
        raise ShortcutNotFound
    if shortcut.is_personal and shortcut.owner_id != scope.actor.id:
        raise ShortcutNotFound
    # What is one's own needs no more than being allowed to write at all.
    demand(scope.actor, Permission.ANSWER if shortcut.is_personal else to)
    return shortcut


def demand_of_shortcuts(actor: Actor, *, is_personal: bool) -> None:
    """Nothing when the actor may have such a shortcut, else NotAllowed: their own, or one for everybody."""
    demand(actor, Permission.ANSWER if is_personal else Permission.MANAGE_CONTENT)


async def persona_for(scope: Scope, persona_id: UUID, *, to: Permission, lock: bool = False) -> Persona:
    """The persona this actor may do `to` with; PersonaNotFound outside the workspace, NotAllowed by role."""
    persona = await find_persona(scope, persona_id, lock=lock)
    if persona is None:
        raise PersonaNotFound
    demand(scope.actor, to)
    return persona
