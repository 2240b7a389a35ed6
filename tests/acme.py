"""The cast: workspace Acme with Ada (admin), Bo (agent), their contact Walt, a bot and a channel of each kind.

Every test gets an Acme of its own: workspaces cannot see each other, so tests cannot either; nothing is rolled back.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from obrol.channels.contract.content import Text
from obrol.channels.models import Channel
from obrol.contacts.models import Contact, Identity
from obrol.flows.models import Bot
from obrol.inbox.actions.receiving import Arrival, Received, receive
from obrol.inbox.models import Conversation, Message, Note
from obrol.kit.ids import new_id
from obrol.kit.text import fold
from obrol.runtime.actor import SYSTEM, Actor, ActorKind
from obrol.runtime.events import EventRow
from obrol.runtime.lanes.rows import LaneJob
from obrol.runtime.lanes.worker import Worker
from obrol.runtime.web import House
from obrol.workspaces.models import Account, Agent, Team, TeamMember, Workspace

WEBCHAT = {
    "color": "#0f766e",
    "greeting": {"en": "Hello!", "id": "Halo!"},
    "title": {"en": "Chat with us", "id": "Chat dengan kami"},
    "position": "right",
    "allowed_origins": [],
    "launcher": "bubble",
}


@dataclass
class Acme:
    """One workspace and the people in it."""

    house: House
    workspace_id: UUID
    owner: Actor
    ada: Actor
    bo: Actor
    sue: Actor
    team_id: UUID
    bot_id: UUID
    webchat: Channel
    fake: Channel
    walt: Contact
    accounts: dict[str, UUID] = field(default_factory=dict)

    def acting(self, actor: Actor | None = None) -> Any:
        """A unit of work as somebody (Ada unless said otherwise), committed when the block ends."""
        return self.house.transactions.begin(self.workspace_id, actor or self.ada)

    def looking(self, actor: Actor | None = None) -> Any:
        """A read as somebody."""
        return self.house.transactions.look(self.workspace_id, actor or self.ada)

    async def walt_writes(self, words: str = "Hello", *, on: Channel | None = None, id: UUID | None = None) -> Received:
        """Walt says something on a channel (web chat unless said otherwise)."""
        channel = on or self.webchat
        async with self.acting(SYSTEM) as uow:
            return await receive(
                uow, channel, Arrival(external_id=f"walt@{channel.kind}", content=Text(text=words), id=id or new_id())
            )

    async def a_conversation(self, words: str = "Hello", *, on: Channel | None = None, answering: str = "bot") -> UUID:
        """Walt's conversation on a channel, answered by the bot or the team."""
        received = await self.walt_writes(words, on=on)
        if answering == "team":
            async with self.acting() as uow:
                conversation = await uow.session.get(Conversation, (self.workspace_id, received.conversation_id))
                conversation.hand_to_team(None)
        await self.drain()
        return received.conversation_id

    async def conversation(self, conversation_id: UUID) -> Conversation:
        """The row as it stands."""
        async with self.looking() as scope:
            row: Conversation = await scope.session.get(Conversation, (self.workspace_id, conversation_id))
            return row

    async def messages(self, conversation_id: UUID) -> list[Message]:
        """A conversation's messages in order."""
        async with self.looking() as scope:
            rows = await scope.session.scalars(
                select(Message).where(Message.conversation_id == conversation_id).order_by(Message.pos)
            )
            return list(rows)

    async def notes(self, conversation_id: UUID) -> list[Note]:
        """A conversation's notes in order."""
        async with self.looking() as scope:
            rows = await scope.session.scalars(
                select(Note).where(Note.conversation_id == conversation_id).order_by(Note.created_at)
            )
            return list(rows)

    async def events(self, *types: str) -> list[EventRow]:
        """What was announced in this workspace, in order; only these types if any are named."""
        async with self.looking() as scope:
            rows = await scope.session.scalars(select(EventRow).order_by(EventRow.id))
            return [row for row in rows if not types or row.type in types]

    async def jobs(self) -> list[LaneJob]:
        """What waits in lanes."""
        async with self.looking() as scope:
            return list(await scope.session.scalars(select(LaneJob).order_by(LaneJob.id)))

    async def drain(self, *, ahead: timedelta = timedelta(0)) -> int:
        """Run what is due here and now, or will be within a while."""
        return await self.house.tools.get(Worker).drain(ahead=ahead.total_seconds(), only=self.workspace_id)


async def found_acme(house: House) -> Acme:
    """A new Acme. Rows are written directly: what tests promise is what happens to them later."""
    workspace_id = new_id()
    people = {name: new_id() for name in ("owner", "ada", "bo", "sue")}
    roles = {"owner": "owner", "ada": "admin", "bo": "agent", "sue": "supervisor"}
    accounts = {name: new_id() for name in people}
    team_id, bot_id = new_id(), new_id()
    async with house.transactions.begin(workspace_id, SYSTEM) as uow:
        uow.session.add(Workspace(id=workspace_id, name="Acme", locale="en"))
        await uow.session.flush()
        for name, agent_id in people.items():
            email = f"{name}-{workspace_id.hex}@acme.example"
            uow.session.add(Account(id=accounts[name], email=email, name=name.title(), password_hash="none"))
            await uow.session.flush()
            uow.session.add(
                Agent(
                    workspace_id=workspace_id,
                    id=agent_id,
                    account_id=accounts[name],
                    name=name.title(),
                    email=email,
                    role=roles[name],
                )
            )
        uow.session.add(Team(workspace_id=workspace_id, id=team_id, name="Sales"))
        uow.session.add(Bot(workspace_id=workspace_id, id=bot_id, name="Bep"))
        await uow.session.flush()
        uow.session.add(TeamMember(workspace_id=workspace_id, team_id=team_id, agent_id=people["bo"]))
        webchat = Channel(
            workspace_id=workspace_id,
            public_id=f"web-{workspace_id.hex}",
            kind="webchat",
            name="Shop",
            settings=WEBCHAT,
            bot_id=bot_id,
        )
        fake = Channel(
            workspace_id=workspace_id,
            public_id=f"fake-{workspace_id.hex}",
            kind="fake",
            name="Fake",
            settings={},
            bot_id=bot_id,
        )
        walt = Contact(workspace_id=workspace_id, name="Walt", name_folded=fold("Walt"))
        uow.session.add_all([webchat, fake, walt])
        await uow.session.flush()
        for channel in (webchat, fake):
            uow.session.add(
                Identity(
                    workspace_id=workspace_id,
                    contact_id=walt.id,
                    channel_id=channel.id,
                    external_id=f"walt@{channel.kind}",
                )
            )
    actors = {
        name: Actor(
            ActorKind.AGENT,
            agent_id,
            name.title(),
            roles[name],
            frozenset({team_id}) if name == "bo" else frozenset(),
        )
        for name, agent_id in people.items()
    }
    return Acme(
        house,
        workspace_id,
        **actors,
        team_id=team_id,
        bot_id=bot_id,
        webchat=webchat,
        fake=fake,
        walt=walt,
        accounts=accounts,
    )
