"""Picturing: the world as a run sees it, taken once before each move."""

from typing import Literal

from obrol.contacts.queries import contacts_out
from obrol.flows.actions.performing import Stage
from obrol.flows.engine.world import (
    ChannelSnapshot,
    ContactSnapshot,
    ConversationSnapshot,
    NamedSnapshot,
    WorkspaceSnapshot,
    World,
)
from obrol.inbox.models import Answering
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.models import Workspace


async def picture(scope: Scope, stage: Stage) -> World:
    """Everything that a flow may look up about this conversation, as it stands in this transaction."""
    workspace = await scope.session.get(Workspace, scope.workspace_id)
    assert workspace is not None
    conversation, channel, bot = stage.conversation, stage.channel, stage.bot
    answering: Literal["bot", "team"] = "team" if conversation.answering == Answering.TEAM else "bot"
    contact = (await contacts_out(scope, [conversation.contact_id]))[conversation.contact_id]
    return World(
        contact=ContactSnapshot(
            id=contact.id,
            name=contact.name,
            email=contact.email,
            phone=contact.phone,
            locale=contact.locale,
            time_zone=contact.time_zone,
            tags=tuple(tag.name for tag in contact.tags),
            fields={field.key: field.value for field in contact.fields if field.value is not None},
        ),
        conversation=ConversationSnapshot(id=conversation.id, status=conversation.status, answering=answering),
        channel=ChannelSnapshot(id=channel.id, kind=channel.kind, name=channel.name),
        workspace=WorkspaceSnapshot(
            id=workspace.id, name=workspace.name, time_zone=workspace.time_zone, locale=workspace.locale
        ),
        bot=NamedSnapshot(id=bot.id, name=bot.name),
    )
