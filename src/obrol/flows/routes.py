"""The HTTP doors of bots and flows."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Path, Query, Response, status

from obrol.flows import queries
from obrol.flows.access import bot_for, describe_bot, describe_flow, flow_for, version_for
from obrol.flows.actions import (
    controlling,
    drafting,
    giving_back,
    keeping_bots,
    publishing,
    resending,
    sending_subflows,
)
from obrol.flows.engine.limits import TAG_LENGTH
from obrol.flows.engine.mentions import mentions, of_field, of_sequence, of_tag, of_topic
from obrol.flows.errors import (
    BotInUse,
    BotNotFound,
    BotUnknown,
    DocumentRefused,
    FlowHasErrors,
    FlowInUse,
    FlowNotFound,
    FlowNotPublished,
    FlowOfOtherBot,
    NotSaidByFlow,
    StepGone,
    SubflowIdTaken,
    VersionNotFound,
)
from obrol.flows.models import FlowVersion
from obrol.flows.schemas import (
    BotIn,
    BotOut,
    BotPatch,
    BotTurnIn,
    BotTurnOut,
    DraftIn,
    FlowDetail,
    FlowIn,
    FlowMention,
    FlowOut,
    FlowPatch,
    FlowVersionOut,
    FlowVersionRef,
    ResendIn,
    SubflowIn,
)
from obrol.inbox.access import conversation_for, message_for
from obrol.inbox.errors import (
    BotNotThere,
    ConversationNotFound,
    LiveChatModeOn,
    MessageIdTaken,
    MessageNotFound,
    WindowOver,
)
from obrol.inbox.models import Conversation
from obrol.inbox.queries.conversations import conversations_out
from obrol.inbox.schemas import ConversationOut, MessageOut
from obrol.kit.refusals import NotAllowed, NotSignedIn
from obrol.runtime.blobs import Dresser
from obrol.runtime.unit_of_work import UnitOfWork
from obrol.runtime.web import AgentDoor, AgentLook
from obrol.runtime.wire import refuses
from obrol.workspaces.access import Permission, demand

router = APIRouter(tags=["flows"])

_BOT = refuses(NotSignedIn, NotAllowed, BotNotFound)
_FLOW = refuses(NotSignedIn, NotAllowed, FlowNotFound)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


@router.get("/api/bots", responses=refuses(NotSignedIn, NotAllowed))
async def list_bots(scope: AgentLook) -> list[BotOut]:
    """All bots, with the channels that they answer on."""
    demand(scope.actor, Permission.ANSWER)
    bots = await queries.list_bots(scope)
    shown = await queries.bots_out(scope, list(bots))
    return [shown[bot.id] for bot in bots]


@router.post("/api/bots", status_code=status.HTTP_201_CREATED, responses=refuses(NotSignedIn, NotAllowed))
async def make_bot(uow: AgentDoor, body: BotIn) -> BotOut:
    """Make a bot."""
    demand(uow.actor, Permission.EDIT_FLOWS)
    bot = await keeping_bots.make(uow, name=body.name)
    await uow.session.flush()
    return await describe_bot(uow.scope, bot)


@router.get("/api/bots/{bot_id}", responses=_BOT)
async def get_bot(scope: AgentLook, bot_id: UUID) -> BotOut:
    """One bot."""
    bot = await bot_for(scope, bot_id, to=Permission.ANSWER)
    return await describe_bot(scope, bot)


@router.patch("/api/bots/{bot_id}", responses=_BOT)
async def change_bot(uow: AgentDoor, bot_id: UUID, body: BotPatch) -> BotOut:
    """Give a bot another name."""
    bot = await bot_for(uow.scope, bot_id, to=Permission.EDIT_FLOWS, lock=True)
    if body.name is not None:
        await keeping_bots.rename(uow, bot, name=body.name)
    await uow.session.flush()
    return await describe_bot(uow.scope, bot)


@router.delete("/api/bots/{bot_id}", status_code=status.HTTP_204_NO_CONTENT, responses=_BOT | refuses(BotInUse))
async def remove_bot(uow: AgentDoor, bot_id: UUID) -> None:
    """Take a bot away, and its flows with it."""
    bot = await bot_for(uow.scope, bot_id, to=Permission.EDIT_FLOWS, lock=True)
    await keeping_bots.remove(uow, bot)


@router.get("/api/flows", responses=refuses(NotSignedIn, NotAllowed))
async def list_flows(scope: AgentLook, bot_id: Annotated[UUID | None, Query()] = None) -> list[FlowOut]:
    """The flows of a bot, or all of them."""
    demand(scope.actor, Permission.ANSWER)
    flows = await queries.list_flows(scope, bot_id=bot_id)
    shown = await queries.flows_out(scope, list(flows))
    return [shown[flow.id] for flow in flows]


@router.get("/api/flow-mentions", responses=refuses(NotSignedIn, NotAllowed))
async def list_mentions(
    scope: AgentLook,
    tag: Annotated[str | None, Query(max_length=TAG_LENGTH)] = None,
    field_key: Annotated[str | None, Query(max_length=64)] = None,
    topic_id: UUID | None = None,
    sequence_id: UUID | None = None,
) -> list[FlowMention]:
    """The flows that speak of a tag (by its name), a field (by its key), a topic or a sequence."""
    demand(scope.actor, Permission.ANSWER)
    asked = [
        *([of_tag(tag)] if tag else []),
        *([of_field(field_key)] if field_key else []),
        *([of_topic(topic_id)] if topic_id else []),
        *([of_sequence(sequence_id)] if sequence_id else []),
    ]
    return [
        FlowMention(
            flow_id=flow.id,
            bot_id=flow.bot_id,
            name=flow.name,
            live=any(mentions(published, speaks) for speaks in asked),
        )
        for flow, published in await queries.list_documents(scope)
        if any(mentions(document, speaks) for speaks in asked for document in (flow.draft, published))
    ]


@router.post(
    "/api/flows",
    status_code=status.HTTP_201_CREATED,
    responses=refuses(NotSignedIn, NotAllowed, BotUnknown, DocumentRefused),
)
async def make_flow(uow: AgentDoor, body: FlowIn) -> FlowDetail:
    """Make a flow."""
    demand(uow.actor, Permission.EDIT_FLOWS)
    flow = await drafting.make(uow, bot_id=body.bot_id, name=body.name, draft=body.draft)
    await uow.session.flush()
    return await describe_flow(uow.scope, flow)


@router.get("/api/flows/{flow_id}", responses=_FLOW)
async def get_flow(scope: AgentLook, flow_id: UUID) -> FlowDetail:
    """One flow, with its draft."""
    return await describe_flow(scope, await flow_for(scope, flow_id, to=Permission.ANSWER))


@router.patch("/api/flows/{flow_id}", responses=_FLOW)
async def change_flow(uow: AgentDoor, flow_id: UUID, body: FlowPatch) -> FlowDetail:
    """Give a flow another name."""
    flow = await flow_for(uow.scope, flow_id, to=Permission.EDIT_FLOWS, lock=True)
    if body.name is not None:
        await drafting.rename(uow, flow, name=body.name)
    await uow.session.flush()
    return await describe_flow(uow.scope, flow)


@router.delete("/api/flows/{flow_id}", status_code=status.HTTP_204_NO_CONTENT, responses=_FLOW | refuses(FlowInUse))
async def remove_flow(uow: AgentDoor, flow_id: UUID) -> None:
    """Take a flow away, and its versions with it."""
    flow = await flow_for(uow.scope, flow_id, to=Permission.EDIT_FLOWS, lock=True)
    await drafting.remove(uow, flow)


@router.put("/api/flows/{flow_id}/draft", responses=_FLOW | refuses(DocumentRefused))
async def write_draft(uow: AgentDoor, flow_id: UUID, body: DraftIn) -> FlowDetail:
    """Replace the draft."""
    flow = await flow_for(uow.scope, flow_id, to=Permission.EDIT_FLOWS, lock=True)
    await drafting.write(uow, flow, body.document)
    await uow.session.flush()
    return await describe_flow(uow.scope, flow)


@router.get("/api/flows/{flow_id}/versions", responses=_FLOW)
async def list_versions(scope: AgentLook, flow_id: UUID) -> list[FlowVersionRef]:
    """What was published, newest first."""
    flow = await flow_for(scope, flow_id, to=Permission.ANSWER)
    return [
        FlowVersionRef(
            flow_id=version.flow_id,
            number=version.number,
            published_at=version.published_at,
            published_by_id=version.published_by_id,
        )
        for version in await queries.list_versions(scope, flow.id)
    ]


@router.post(
    "/api/flows/{flow_id}/versions",
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": FlowVersionOut, "description": "Published already"}}
    | _FLOW
    | refuses(FlowHasErrors, DocumentRefused),
)
async def publish_flow(uow: AgentDoor, flow_id: UUID, response: Response) -> FlowVersionOut:
    """Publish the draft."""
    flow = await flow_for(uow.scope, flow_id, to=Permission.EDIT_FLOWS, lock=True)
    version, is_new = await publishing.publish(uow, flow)
    if not is_new:
        response.status_code = status.HTTP_200_OK
    return _shown(version)


@router.get("/api/flows/{flow_id}/versions/{number}", responses=_FLOW | refuses(FlowNotFound, VersionNotFound))
async def get_version(scope: AgentLook, flow_id: UUID, number: Number) -> FlowVersionOut:
    """One published version, with its document."""
    return _shown(await version_for(scope, flow_id, number, to=Permission.ANSWER))


_CONVERSATION = refuses(NotSignedIn, NotAllowed, ConversationNotFound)


@router.post(
    "/api/conversations/{conversation_id}/subflow",
    responses=_CONVERSATION
    | refuses(FlowNotFound, FlowNotPublished, FlowOfOtherBot, BotNotThere, LiveChatModeOn, WindowOver, SubflowIdTaken),
)
async def send_subflow(uow: AgentDoor, conversation_id: UUID, body: SubflowIn) -> ConversationOut:
    """Let the contact walk through a flow. Refuses while live chat mode is on, unless the body says what to do then."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    flow = await flow_for(uow.scope, body.flow_id, to=Permission.ANSWER)
    await sending_subflows.send_subflow(uow, conversation, flow, run_id=body.id, while_on=body.while_on)
    return await _now(uow, conversation)


@router.delete("/api/conversations/{conversation_id}/subflow", responses=_CONVERSATION)
async def stop_subflow(uow: AgentDoor, conversation_id: UUID) -> ConversationOut:
    """Stop the flow that runs under an agent's control."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await controlling.stop(uow, conversation)
    return await _now(uow, conversation)


@router.get("/api/conversations/{conversation_id}/bot-turn", responses=_CONVERSATION)
async def look_at_bot_turn(scope: AgentLook, conversation_id: UUID) -> BotTurnOut:
    """What can go on when live chat mode is switched off."""
    conversation = await conversation_for(scope, conversation_id, to=Permission.ANSWER)
    return await giving_back.look_ahead(scope, conversation)


@router.put("/api/conversations/{conversation_id}/bot-turn", responses=_CONVERSATION | refuses(BotNotThere))
async def give_bot_turn(uow: AgentDoor, conversation_id: UUID, body: BotTurnIn) -> ConversationOut:
    """Switch live chat mode off, and let go on what is named."""
    conversation = await conversation_for(uow.scope, conversation_id, to=Permission.ANSWER, lock=True)
    await giving_back.give_back(uow, conversation, go_on=body.go_on)
    return await _now(uow, conversation)


@router.post(
    "/api/messages/{message_id}/resend",
    response_model=MessageOut,
    status_code=status.HTTP_201_CREATED,
    responses={200: {"model": MessageOut, "description": "Sent already"}}
    | refuses(NotSignedIn, NotAllowed, MessageNotFound)
    | refuses(BotNotThere, LiveChatModeOn, WindowOver, NotSaidByFlow, StepGone, MessageIdTaken),
)
async def resend_message(uow: AgentDoor, message_id: UUID, body: ResendIn) -> Response:
    """Let the bot say a message again, as its flow says it now."""
    message = await message_for(uow.scope, message_id, to=Permission.ANSWER)
    conversation = await conversation_for(uow.scope, message.conversation_id, to=Permission.ANSWER, lock=True)
    document, is_new = await resending.resend(uow, conversation, message, message_id=body.id)
    dressed = uow.tools.get(Dresser).dress(uow.workspace_id, document)
    return Response(
        orjson.dumps(dressed, default=str), status_code=201 if is_new else 200, media_type="application/json"
    )


async def _now(uow: UnitOfWork, conversation: Conversation) -> ConversationOut:
    """The conversation as this transaction leaves it."""
    await uow.session.flush()
    shown: dict[UUID, ConversationOut] = await conversations_out(uow.scope, [conversation])
    return shown[conversation.id]


def _shown(version: FlowVersion) -> FlowVersionOut:
    return FlowVersionOut(
        flow_id=version.flow_id,
        number=version.number,
        published_at=version.published_at,
        published_by_id=version.published_by_id,
        document=version.document,
    )
