"""Talking with a bot in a test: a flow that is published and greets, and Walt who writes and presses."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from acme import Acme
from sqlalchemy import select

from obrol.channels.actions import configuring
from obrol.channels.contract.content import Choice, Content, Text, plain_text
from obrol.channels.models import Channel
from obrol.contacts.queries import contacts_out
from obrol.contacts.schemas import ContactOut
from obrol.flows.actions import drafting, publishing
from obrol.flows.engine.names import action_id
from obrol.flows.models import Flow, Run
from obrol.flows.queries import find_flow
from obrol.inbox.actions.receiving import Arrival, receive
from obrol.kit.ids import new_id
from obrol.runtime.actor import SYSTEM

Json = dict[str, Any]


def a_flow(start: str, /, **steps: Json) -> Json:
    """A document of steps, named with dashes for underscores."""
    return {"format": 1, "start": start, "steps": {name.replace("_", "-"): step for name, step in steps.items()}}


def says(*messages: str | Json, **exits: str) -> Json:
    """Texts, one after the other."""
    texts = [{"kind": "text", "text": message} if isinstance(message, str) else message for message in messages]
    return {"type": "send_message", "options": {"messages": texts}, "exits": exits_of(exits)}


def asks(text: str, answer: Json, *, save_to: str | None = None, retries: int = 2, **exits: str) -> Json:
    """A question."""
    options = {"text": text, "answer": answer, "save_to": save_to, "retries": retries, "retry_text": f"Again: {text}"}
    return {"type": "ask_question", "options": options, "exits": exits_of(exits)}


def does(type: str, options: Json | None = None, **exits: str) -> Json:
    """Any other step."""
    return {"type": type, "options": options or {}, "exits": exits_of(exits)}


def exits_of(exits: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("choice_", "choice:", 1): target.replace("_", "-") for name, target in exits.items()}


class Talk:
    """Walt and a bot on one of Acme's channels."""

    def __init__(self, acme: Acme, flow: Flow, channel: Channel) -> None:
        self.acme = acme
        self.flow = flow
        self.channel = channel
        self._conversation_id: UUID | None = None

    @classmethod
    async def begin(cls, acme: Acme, document: Json, *, on: Channel | None = None) -> "Talk":
        """A published flow that greets on a channel (web chat unless said otherwise)."""
        channel = on or acme.webchat
        async with acme.acting() as uow:
            flow = await drafting.make(uow, bot_id=acme.bot_id, name="Welcome", draft=document)
            await uow.session.flush()
            await publishing.publish(uow, flow)
            row = await uow.session.get(Channel, (acme.workspace_id, channel.id))
            await uow.session.flush()
            await configuring.attach(uow, row, acme.bot_id, start_flow_id=flow.id)
        return cls(acme, flow, channel)

    @property
    def conversation_id(self) -> UUID:
        assert self._conversation_id is not None, "Walt has said nothing yet"
        return self._conversation_id

    async def publish(self, document: Json) -> None:
        """Another version of the flow."""
        async with self.acme.acting() as uow:
            flow = await find_flow(uow.scope, self.flow.id, lock=True)
            assert flow is not None
            await drafting.write(uow, flow, document)
            await publishing.publish(uow, flow)

    async def says(self, words: str, *, drained: bool = True, as_: str = "walt") -> UUID:
        """Walt (or somebody else) writes, and the bot has the time to answer; the conversation that it is in."""
        return await self.brings(Text(text=words), drained=drained, as_=as_)

    async def presses(self, step_id: str, choice_id: str, *, of: Flow | None = None, drained: bool = True) -> None:
        """Walt presses what a step offered."""
        flow = of or self.flow
        await self.brings(Choice(text=choice_id, choice_id=action_id(flow.id, step_id, choice_id)), drained=drained)

    async def brings(self, content: Content, *, drained: bool = True, as_: str = "walt") -> UUID:
        async with self.acme.acting(SYSTEM) as uow:
            arrival = Arrival(external_id=f"{as_}@{self.channel.kind}", content=content, id=new_id())
            received = await receive(uow, self.channel, arrival)
        self._conversation_id = received.conversation_id
        if drained:
            await self.acme.drain()
        return received.conversation_id

    async def passes(self, **time: float) -> None:
        """Time passes for whatever waits."""
        await self.acme.drain(ahead=timedelta(**time))

    async def heard(self, *, also_held: bool = False, in_: UUID | None = None) -> list[str]:
        """What the bot said, in order; only what Walt has been shown, unless asked for all."""
        return [
            plain_text(Text.model_validate(message.content)) if message.content["kind"] == "text" else "(picture)"
            for message in await self.acme.messages(in_ or self.conversation_id)
            if message.author_kind == "bot" and (also_held or message.visitor_seq is not None)
        ]

    async def runs(self) -> list[Run]:
        """The conversation's runs, oldest first."""
        async with self.acme.looking() as scope:
            statement = select(Run).where(Run.conversation_id == self.conversation_id).order_by(Run.started_at)
            return list(await scope.session.scalars(statement))

    async def run(self) -> Run:
        """The newest run."""
        return (await self.runs())[-1]

    async def walt(self) -> ContactOut:
        """What we know of Walt."""
        async with self.acme.looking() as scope:
            return (await contacts_out(scope, [self.acme.walt.id]))[self.acme.walt.id]

    async def faults(self) -> list[str]:
        """What people were told that went wrong."""
        return [event.payload["fault"] for event in await self.acme.events("run.faulted")]
