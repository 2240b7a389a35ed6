"""Building: every row of the demo world, in the order in which a database takes them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from obrol.campaigns.models import Enrollment, Sequence
from obrol.channels.contract.content import Media
from obrol.channels.models import Channel
from obrol.connectors.webchat.setup_form import WebchatSettings
from obrol.contacts.actions.subscribing import ONCE_LASTS
from obrol.contacts.models import Contact as ContactRow
from obrol.contacts.models import ContactTag, CustomField, FieldValue, Identity, Subscription, Tag, Topic
from obrol.entrypoints.demo_world import casting, wording
from obrol.entrypoints.demo_world.bot import Bot
from obrol.entrypoints.demo_world.material import Material
from obrol.entrypoints.demo_world.planning import Plan, Planner, at_work
from obrol.entrypoints.demo_world.playing import Cast, Play
from obrol.entrypoints.demo_world.thread import Contact, Place, Thread
from obrol.flows.engine.document import FlowVersion
from obrol.flows.engine.reading import read_document
from obrol.flows.engine.world import WorkspaceSnapshot
from obrol.flows.jobs import ResumeRun
from obrol.flows.models import Bot as BotRow
from obrol.flows.models import Flow, Run
from obrol.flows.models import FlowVersion as FlowVersionRow
from obrol.inbox.jobs import DeliverMessage, EndPause, WakeConversation, lane_of
from obrol.inbox.models import Attachment, Conversation, Message, Note, Persona, ReadMark, Shortcut
from obrol.kit.ids import id_at
from obrol.kit.text import fold
from obrol.runtime.actor import Actor, ActorKind
from obrol.runtime.events import EventRow
from obrol.runtime.jobs import Job
from obrol.runtime.lanes.rows import Lane, LaneJob
from obrol.runtime.rows import Base
from obrol.workspaces.models import Account, Agent, Team, TeamMember, Workspace

OPENED: Final = timedelta(days=320)  # before now
UNREAD: Final = {"waiting": 11, "bot": 3}  # how many conversations the owner has not read, newest first
LOOKS_AT_OLD: Final = 0.75  # how many of the others' conversations an agent has read

AGREES: Final = 0.3  # how many of the known contacts agreed to each topic
ENROLLED: Final = 0.2  # how many of them are in each sequence, or were
SEQUENCE_TAKES: Final = timedelta(days=21)

LONGEST_VISIT: Final = timedelta(days=4)  # three days for a refund, and a few hours to talk

Rows = dict[type[Base], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What must be known before files can be kept: whose they are."""

    workspace_id: UUID
    owner_id: UUID
    rng: Random

    @classmethod
    def broken(cls, seed: str, now: datetime) -> "Ground":
        """The ids that everything hangs on."""
        rng = Random(f"{seed}/ids")  # noqa: S311 - repeatable on purpose
        opened = now - OPENED
        return cls(_id(rng, opened), _id(rng, opened), rng)


class Builder:
    """Collects the rows of one world."""

    def __init__(self, material: Material, ground: Ground, *, seed: str, now: datetime, base_url: str) -> None:
        self.material = material
        self.shop = material.shop
        self.ground = ground
        self.seed = seed
        self.now = now
        self.base_url = base_url
        self.rows: Rows = defaultdict(list)
        self.agents: dict[str, Actor] = {}
        self.teams: dict[str, UUID] = {}
        self.places: dict[str, Place] = {}
        self.flows: dict[str, FlowVersion] = {}

    def build(self, attachments: list[dict[str, Any]], media: dict[str, Media], password_hashes: list[str]) -> Rows:
        """Everything; `attachments` are the rows of files that are stored already."""
        self._staff(password_hashes)
        self.rows[Attachment] += attachments
        self._answerers(media)
        contacts = casting.cast(
            self.material.people, self.shop, self._pages(), rng=self._dice("contacts"), now=self.now
        )
        bots = [self._thread(number, plan, media) for number, plan in enumerate(self._plans(contacts))]
        self._read_by_people(bots)
        self._people(contacts, [bot.thread for _, bot in bots])
        self._written_beforehand()
        for _, bot in bots:
            self._keep(bot)
        # Ids of events are given in the order of insertion, and the timeline reads by them.
        self.rows[EventRow].sort(key=lambda row: row["at"])
        return self.rows

    # The team and its tools.

    def _staff(self, password_hashes: list[str]) -> None:
        shop, opened = self.shop, self.now - OPENED
        self.rows[Workspace].append(
            {
                "id": self.ground.workspace_id,
                "name": shop["name"],
                "time_zone": shop["time_zone"],
                "locale": shop["locale"],
                "pause_minutes": shop["pause_minutes"],
                "created_at": opened,
            }
        )
        for team in shop["teams"]:
            self.teams[team["key"]] = self._add(Team, opened, name=team["name"])
        for agent, password_hash in zip(shop["agents"], password_hashes, strict=True):
            account_id = _id(self.ground.rng, opened)
            person = {"name": agent["name"], "email": agent["email"]}
            self.rows[Account].append(
                {"id": account_id, **person, "password_hash": password_hash, "created_at": opened}
            )
            given = {"id": self.ground.owner_id} if agent["role"] == "owner" else {}
            agent_id = self._add(Agent, opened, account_id=account_id, role=agent["role"], **person, **given)
            teams = [self.teams[key] for key in agent["teams"]]
            for team_id in teams:
                self._link(TeamMember, team_id=team_id, agent_id=agent_id)
            self.agents[agent["key"]] = Actor(ActorKind.AGENT, agent_id, agent["name"], agent["role"], frozenset(teams))

    def _answerers(self, media: Mapping[str, Media]) -> None:
        shop, opened = self.shop, self.now - OPENED
        by_name = {found.name: found for found in media.values()}
        bots: dict[str, tuple[Actor, UUID]] = {}
        for bot in shop["bots"]:
            bot_id = self._add(BotRow, opened, name=bot["name"])
            document = _with_true_media(self.material.flows[bot["flow"]], by_name)
            flow_id = self._published(bot_id, bot["flow_name"], document)
            self.flows[bot["key"]] = FlowVersion(flow_id, 1, read_document(document))
            for key, name in bot["subflows"].items():
                self._published(bot_id, name, self.material.flows[key])
            bots[bot["key"]] = Actor(ActorKind.BOT, bot_id, bot["name"]), flow_id
        for channel in shop["channels"]:
            actor, flow_id = bots[channel["key"]]
            channel_id = self._add(
                Channel,
                opened,
                public_id=channel["public_id"],
                kind="webchat",
                name=channel["name"],
                settings=WebchatSettings.model_validate(channel["settings"]).model_dump(mode="json"),
                bot_id=actor.id,
                start_flow_id=flow_id,
            )
            pause = timedelta(minutes=shop["pause_minutes"])
            self.places[channel["key"]] = Place(
                self.ground.workspace_id, channel_id, channel["name"], "webchat", actor, pause
            )

    def _published(self, bot_id: UUID, name: str, document: dict[str, Any]) -> UUID:
        """A flow that was published once."""
        opened = self.now - OPENED
        flow_id = self._add(Flow, opened, bot_id=bot_id, name=name, draft=document, published_version=1)
        self._link(
            FlowVersionRow,
            flow_id=flow_id,
            number=1,
            document=document,
            published_at=opened,
            published_by_id=self.ground.owner_id,
        )
        return flow_id

    # The talks.

    def _plans(self, contacts: list[Contact]) -> Iterable[Plan]:
        agents = {channel["key"]: channel["agents"] for channel in self.shop["channels"]}
        zone = ZoneInfo(self.shop["time_zone"])
        dice = self._dice("plans")
        return Planner(self.material.dialogues, agents, now=self.now, zone=zone, rng=dice).plans(contacts)

    def _thread(self, number: int, plan: Plan, media: dict[str, Media]) -> tuple[Plan, Bot]:
        """The conversation of a plan. One that must end at a certain minute is rehearsed, to know how long it takes."""
        starts = [plan.ends_at]
        if plan.standing != "done" or len(plan.visits) > 1 or self.now - plan.ends_at < LONGEST_VISIT:
            rehearsed = replace(plan, contact=deepcopy(plan.contact))
            weeks_apart = [self.now - timedelta(days=900 - 20 * visit) for visit in range(len(plan.visits))]
            _, lengths = self._play(number, rehearsed, media, weeks_apart)
            starts = self._starts(number, plan, lengths)
        bot, _ = self._play(number, plan, media, starts)
        assert bot.thread.now <= self.now, "a visit ends in the future"
        self._settle(number, bot.thread)
        return plan, bot

    def _starts(self, number: int, plan: Plan, lengths: list[timedelta]) -> list[datetime]:
        dice, zone = self._dice(f"starts/{number}"), ZoneInfo(self.shop["time_zone"])
        starts = [plan.ends_at - lengths[-1]]
        for length in reversed(lengths[:-1]):
            latest = starts[0] - length - timedelta(days=dice.uniform(1, 6))
            starts.insert(0, at_work(latest, zone, dice))
        return starts

    def _play(
        self, number: int, plan: Plan, media: dict[str, Media], starts: list[datetime]
    ) -> tuple[Bot, list[timedelta]]:
        contact = plan.contact
        shop = self.shop
        thread = Thread(self.places[plan.channel], contact, starts[0], self._dice(f"thread/{number}"))
        workspace = WorkspaceSnapshot(
            id=self.ground.workspace_id, name=shop["name"], time_zone=shop["time_zone"], locale=shop["locale"]
        )
        bot = Bot(thread, self.flows[plan.channel], workspace)
        cast = Cast(self.agents, media, tuple(shop["done_reasons"]))
        lengths: list[timedelta] = []
        for turn, (visit, dialogue, start) in enumerate(zip(plan.visits, plan.dialogues, starts, strict=True)):
            dice = self._dice(f"visit/{number}/{turn}")
            email = contact.email or (casting.email_of(contact, dice) if contact.called else "saya@example.com")
            slots = wording.draw_slots(
                dice,
                shop,
                dialogue.locale,
                day=start.astimezone(ZoneInfo(shop["time_zone"])),
                contact={
                    "name": contact.called or "kak",
                    "full_name": contact.name,
                    "city": contact.city or "Jakarta",
                    "email": email,
                    "agent": _first(self.agents[visit.agent]),
                    **{key: _first(self.agents[key]) for key in ("owner", "admin", "supervisor")},
                },
            )
            if dialogue.kind == "new":
                casting.forget_who(contact)
            elif dialogue.orders:
                contact.email = email
            thread.go_to(start)
            Play(thread, bot, visit, wording.Wording(dice, slots), cast, dice).perform()
            lengths.append(thread.now - start)
        return bot, lengths

    def _settle(self, number: int, thread: Thread) -> None:
        """Let the time until now pass, and say how far the last messages came."""
        thread.go_to(self.now)
        state = self._dice(f"settle/{number}").choice(("read", "read", "read", "delivered", "sent"))
        for said in thread.messages:
            if not said.is_inbound and said.delivery == "sent" and state != "sent":
                said.move(state)

    def _read_by_people(self, bots: list[tuple[Plan, Bot]]) -> None:
        """Who has read what: the owner everything but the newest questions."""
        owner = self.agents["owner"]
        unread: set[UUID] = set()
        for standing, many in UNREAD.items():
            newest = sorted(
                (bot.thread for plan, bot in bots if plan.standing == standing),
                key=lambda thread: thread.last_activity_at,
            )
            unread |= {thread.id for thread in newest[-many:]}
        dice = self._dice("reading")
        for _, bot in bots:
            thread = bot.thread
            if thread.id in unread:
                seen = _read_before_the_last_question(thread)
                if seen and owner.id is not None:
                    thread.read_marks[owner.id] = max(seen, thread.read_marks.get(owner.id, 0))
                continue
            thread.read(owner)
            for agent in self.agents.values():
                if dice.random() < LOOKS_AT_OLD:
                    thread.read(agent)

    # The rows.

    def _people(self, contacts: list[Contact], threads: list[Thread]) -> None:
        tags = {
            name: self._add(Tag, self.now - OPENED, name=name, color=color) for name, color in self.shop["tags"].items()
        }
        fields = {
            field["key"]: self._add(
                CustomField,
                self.now - OPENED,
                key=field["key"],
                name=field["name"],
                type=field["type"],
                description=field.get("description", ""),
                choices=field.get("choices", []),
                position=position,
            )
            for position, field in enumerate(self.shop["fields"])
        }
        of_contact: dict[UUID, list[Thread]] = defaultdict(list)
        for thread in threads:
            of_contact[thread.contact.id].append(thread)
        for contact in contacts:
            self._contact(contact, of_contact[contact.id])
            for tag, at in contact.tags.items():
                self._link(ContactTag, contact_id=contact.id, tag_id=tags[tag], added_at=at)
            for key, (value, at) in contact.fields.items():
                self._link(FieldValue, contact_id=contact.id, field_id=fields[key], value=value, set_at=at)
        self._followers([contact for contact in contacts if contact.fields])

    def _written_beforehand(self) -> None:
        """What agents write with: personas, and shortcuts that have been used for a while."""
        opened, dice = self.now - OPENED, self._dice("shortcuts")
        for name in self.shop["personas"]:
            self._add(Persona, opened, name=name, name_folded=fold(name))
        for shortcut in self.shop["shortcuts"]:
            self._add(
                Shortcut,
                opened,
                owner_id=self.ground.owner_id if shortcut.get("mine") else None,
                name=shortcut["name"],
                name_folded=fold(shortcut["name"]),
                text=shortcut["text"],
                category=shortcut.get("category"),
                used_count=shortcut["used"],
                last_used_at=self.now - timedelta(days=4) * dice.random(),
            )

    def _followers(self, contacts: list[Contact]) -> None:
        """Who agreed to hear about what, and who is in which sequence."""
        opened, dice = self.now - OPENED, self._dice("followers")
        topics = {self._add(Topic, opened, **topic): topic["kind"] for topic in self.shop["topics"]}
        sequences = [self._add(Sequence, opened, name=name) for name in self.shop["sequences"]]
        for contact in contacts:
            known = _made_at(contact.id, self.now)
            for topic_id, kind in topics.items():
                if dice.random() < AGREES:
                    at = known + (self.now - known) * dice.random()
                    until = at + ONCE_LASTS if kind == "once" else None
                    self._link(
                        Subscription, contact_id=contact.id, topic_id=topic_id, subscribed_at=at, expires_at=until
                    )
            for sequence_id in sequences:
                if dice.random() < ENROLLED:
                    began = max(known, self.now - 3 * SEQUENCE_TAKES * dice.random())
                    ended = began + SEQUENCE_TAKES if began + SEQUENCE_TAKES < self.now else None
                    self._add(
                        Enrollment,
                        began,
                        sequence_id=sequence_id,
                        contact_id=contact.id,
                        status="completed" if ended else "active",
                        began_at=began,
                        ended_at=ended,
                    )

    def _contact(self, contact: Contact, threads: list[Thread]) -> None:
        said = [said.created_at for thread in threads for said in thread.messages if said.is_inbound]
        known = _made_at(contact.id, self.now)
        first_seen = min([known, *said]) if contact.fields or not said else min(said)
        self.rows[ContactRow].append(
            {
                "workspace_id": self.ground.workspace_id,
                "id": contact.id,
                "name": contact.name,
                "name_folded": fold(contact.name),
                "email": contact.email,
                "phone": contact.phone,
                "locale": contact.locale,
                "picture_id": contact.picture_id,
                "page_url": contact.page[0] if contact.page and said else None,
                "page_title": contact.page[1] if contact.page and said else None,
                "first_seen_at": first_seen,
                "last_seen_at": max([known, *said]),
                "created_at": first_seen,
            }
        )
        for place in [thread.place for thread in threads] or [self.places["toko"]]:
            self._add(
                Identity,
                first_seen,
                contact_id=contact.id,
                channel_id=place.channel_id,
                external_id=contact.external_id,
            )

    def _keep(self, bot: Bot) -> None:
        thread = bot.thread
        self.rows[Conversation].append(thread.as_row())
        self.rows[Message] += thread.message_rows()
        self.rows[Note] += thread.notes
        self.rows[EventRow] += thread.events
        self.rows[Run] += bot.rows()
        for agent_id, count in thread.read_marks.items():
            self._link(ReadMark, agent_id=agent_id, conversation_id=thread.id, inbound_count=count)
        self._jobs(bot)

    def _jobs(self, bot: Bot) -> None:
        """What is to be done later, in the conversation's lane."""
        thread = bot.thread
        lane = lane_of(thread.id)
        jobs: list[tuple[Job, datetime, str | None]] = []
        if thread.snoozed_until is not None:
            wake = WakeConversation(conversation_id=thread.id, expected=thread.snoozed_until)
            jobs.append((wake, thread.snoozed_until, None))
        if (until := thread.paused_until) is not None:
            end = EndPause(conversation_id=thread.id, epoch=thread.epoch)
            jobs.append((end, until, f"pause:{thread.id}:{thread.epoch}:{int(until.timestamp())}"))
        jobs += [(DeliverMessage(message_id=said.id), said.due_at, None) for said in thread.messages if said.due_at]
        if (timer := bot.timer()) is not None and timer[2] > self.now:
            walk, token, at = timer
            jobs.append((ResumeRun(run_id=walk.state.id, token=token), at, f"run:{walk.state.id}:{token}"))
        for job, at, only_once in jobs:
            self._link(
                LaneJob,
                lane=lane,
                kind=job.name,
                payload=job.model_dump(mode="json"),
                run_at=at,
                dedup_key=only_once,
            )
        if jobs:
            self._link(Lane, key=lane, wake_at=min(at for _, at, _ in jobs))

    def _add(self, row: type[Base], created_at: datetime, **values: Any) -> UUID:
        added: UUID = values.pop("id", None) or _id(self.ground.rng, created_at)
        self._link(row, id=added, created_at=created_at, **values)
        return added

    def _link(self, row: type[Base], **values: Any) -> None:
        self.rows[row].append({"workspace_id": self.ground.workspace_id, **values})

    def _pages(self) -> list[tuple[str, str]]:
        return [(self.base_url + path, title) for path, title in self.shop["pages"]]

    def _dice(self, purpose: str) -> Random:
        return Random(f"{self.seed}/{purpose}")  # noqa: S311 - repeatable on purpose


def _id(rng: Random, at: datetime) -> UUID:
    return id_at(int(at.timestamp() * 1000), rng.randbytes(10))


def _made_at(id: UUID, now: datetime) -> datetime:
    """When an id was made: it carries its time."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, now.tzinfo)


def _first(agent: Actor) -> str:
    return agent.name.split()[0]


def _read_before_the_last_question(thread: Thread) -> int:
    """How many inbound messages there were when the team last wrote."""
    wrote = max((said.pos for said in thread.messages if said.author.is_agent), default=0)
    return sum(1 for said in thread.messages if said.is_inbound and said.pos < wrote)


def _with_true_media(value: Any, by_name: Mapping[str, Media]) -> Any:
    """A flow's document with the files that lie here in place of those that it was drawn with."""
    if isinstance(value, list):
        return [_with_true_media(item, by_name) for item in value]
    if not isinstance(value, dict):
        return value
    if "attachment_id" in value:
        return by_name[value["name"]].model_dump(mode="json")
    return {key: _with_true_media(item, by_name) for key, item in value.items()}
