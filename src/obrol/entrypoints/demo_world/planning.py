"""Planning: who comes when, what they talk about, and where their conversation stands today."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final, Literal
from zoneinfo import ZoneInfo

from obrol.entrypoints.demo_world.material import ChannelKey, Dialogue, Line, Locale
from obrol.entrypoints.demo_world.playing import Visit
from obrol.entrypoints.demo_world.thread import Contact

Standing = Literal["waiting", "answered", "countdown", "held", "failed", "unknown", "bot", "snoozed", "done"]

# How many conversations stand how; the rest is done. The first ones are the newest in the list.
STANDINGS: Final[tuple[tuple[Standing, int], ...]] = (
    ("waiting", 24),
    ("countdown", 5),
    ("answered", 26),
    ("held", 4),
    ("failed", 2),
    ("unknown", 1),
    ("bot", 12),
    ("snoozed", 14),
)
BOTH_CHANNELS: Final = 12  # contacts who write to the shop and to wholesale
WHOLESALE_EVERY: Final = 7  # one in seven conversations
SILENT: Final = 12  # contacts who never wrote: they are known from the counter
VISITS: Final = (1,) * 24 + (2,) * 3 + (3,)  # of a done conversation
REGULAR_VISITS: Final = 8  # of the two who write all the time: the timeline has a second page
REGULARS: Final = 2

# Minutes before now that the last message was sent, from and to.
AGO: Final[dict[Standing, tuple[int, int]]] = {
    "waiting": (2, 210),
    "countdown": (2, 19),
    "answered": (12, 4_300),
    "held": (60, 2_600),
    "failed": (40, 900),
    "unknown": (90, 800),
    "bot": (3, 500),
    "snoozed": (30, 1_400),
}
FAILED: Final = "rejected: the visitor closed the page before it arrived"
UNKNOWN: Final = "outcome_unknown"

HI: Final = Line("contact", "{hi}")
ASK_FOR_TEAM: Final = Line("press", "team")


@dataclass(frozen=True, slots=True)
class Plan:
    """One conversation: its visits, and when the last one ends."""

    contact: Contact
    channel: ChannelKey
    standing: Standing
    visits: tuple[Visit, ...]
    dialogues: tuple[Dialogue, ...]
    ends_at: datetime


class Planner:
    """Deals dialogues to contacts; nobody gets one twice, and all are used before any is repeated."""

    def __init__(
        self,
        dialogues: tuple[Dialogue, ...],
        agents: dict[str, list[str]],
        *,
        now: datetime,
        zone: ZoneInfo,
        rng: Random,
    ) -> None:
        self.dialogues = dialogues
        self.agents = agents
        self.now = now
        self.zone = zone
        self.rng = rng
        self.stacks: dict[tuple[ChannelKey, Locale, bool], list[Dialogue]] = {}

    def plans(self, contacts: list[Contact]) -> Iterator[Plan]:
        """A plan for every conversation that there is, the open ones first."""
        talking = self.rng.sample(contacts[:-SILENT], len(contacts) - SILENT) if SILENT else list(contacts)
        guests: list[tuple[Contact, ChannelKey]] = [
            (contact, "grosir" if number % WHOLESALE_EVERY == 0 and _buys_much(contact) else "toko")
            for number, contact in enumerate(talking)
        ]
        twice = [contact for contact, channel in guests if channel == "grosir"][:BOTH_CHANNELS]
        guests += [(contact, "toko") for contact in twice]
        standings = [standing for standing, many in STANDINGS for _ in range(many)]
        regulars = 0
        for number, (contact, channel) in enumerate(guests):
            standing = standings[number] if number < len(standings) else "done"
            visits = self.rng.choice(VISITS)
            if standing == "answered" and regulars < REGULARS and channel == "toko" and _buys_much(contact):
                regulars, visits = regulars + 1, REGULAR_VISITS
            yield self._plan(contact, channel, standing, visits)

    def _plan(self, contact: Contact, channel: ChannelKey, standing: Standing, many: int) -> Plan:
        is_bot = standing == "bot" or (standing == "done" and self.rng.random() < 0.2)  # noqa: PLR2004 - one in five
        # The last visit first: it has to fit how the conversation stands, the others have not.
        dialogues = [self._deal(channel, contact, standing, bot=is_bot, alone=many == 1)]
        while len(dialogues) < many:
            dialogues.insert(0, self._deal(channel, contact, "done", bot=False, beside=dialogues))
        agent = self.rng.choice(self.agents[channel])
        visits = [
            self._visit(dialogue, agent, standing if number == many - 1 else "done", another_follows=number < many - 1)
            for number, dialogue in enumerate(dialogues)
        ]
        return Plan(contact, channel, standing, tuple(visits), tuple(dialogues), self._end_of(standing))

    def _deal(
        self,
        channel: ChannelKey,
        contact: Contact,
        standing: Standing,
        *,
        bot: bool,
        alone: bool = False,
        beside: Sequence[Dialogue] = (),
    ) -> Dialogue:
        """The next dialogue that fits, and that is none of those `beside` it."""
        locale: Locale = "en" if contact.locale == "en" and channel == "toko" else "id"
        stack = self.stacks.setdefault((channel, locale, bot), [])
        for _ in range(2):
            for dialogue in stack:
                if dialogue not in beside and _fits(dialogue, contact, standing, alone=alone):
                    stack.remove(dialogue)
                    return dialogue
            self._refill(stack, channel, locale, bot=bot)
        raise AssertionError(f"nothing to talk about on {channel} in {locale} that fits {standing}")

    def _refill(self, stack: list[Dialogue], channel: ChannelKey, locale: Locale, *, bot: bool) -> None:
        wanted = (channel, locale, bot)
        fresh = [each for each in self.dialogues if (each.channel, each.locale, each.kind == "bot") == wanted]
        self.rng.shuffle(fresh)
        stack += fresh

    def _visit(self, dialogue: Dialogue, agent: str, standing: Standing, *, another_follows: bool) -> Visit:
        lines = self._opened(dialogue, jumps=standing == "countdown", interrupts=standing == "held")
        snoozed_until = None
        if standing == "snoozed":
            lines = _up_to(lines, lambda line: line.who == "do" and line.text.startswith("snooze"))
            hours = self.rng.randint(3, 90)
            snoozed_until = (self.now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
        elif standing == "waiting":
            lines = self._cut(lines, "contact")
        elif standing in {"answered", "countdown", "held", "failed", "unknown"}:
            lines = self._cut(lines, "agent")
        elif lines[-1].text.startswith("snooze"):
            lines = lines[:-1]
        return Visit(
            lines=tuple(lines),
            agent=agent,
            ends=standing == "done",
            another_follows=another_follows,
            interrupts=standing == "held",
            fate=standing if standing in {"failed", "unknown"} else "sent",
            fate_reason={"failed": FAILED, "unknown": UNKNOWN}.get(standing),
            snoozed_until=snoozed_until,
        )

    def _opened(self, dialogue: Dialogue, *, jumps: bool, interrupts: bool) -> list[Line]:
        """The dialogue with the way in which the contact comes to the team."""
        lines = list(dialogue.lines)
        if dialogue.presses or interrupts:
            return lines
        if dialogue.channel == "grosir" and lines[0].who == "agent":
            kind = Line("press", self.rng.choice(("cafe", "cafe", "office", "shop", "other")))
            asked = [HI, Line("contact", "{business}"), kind, Line("contact", "{kg}"), Line("contact", "{email}")]
            return asked + lines
        if jumps or dialogue.channel == "grosir":
            return lines
        first, *rest = lines
        ways = [
            [HI, ASK_FOR_TEAM, *lines],
            [first, ASK_FOR_TEAM, *rest],
            [first, ASK_FOR_TEAM, *rest],
            [HI, Line("press", "menu"), ASK_FOR_TEAM, *lines],
            [HI, first, ASK_FOR_TEAM, *rest],
        ]
        if rest[0].who == "agent":
            ways += [lines] * 5
        return self.rng.choice(ways)

    def _cut(self, lines: list[Line], who: Literal["contact", "agent"]) -> list[Line]:
        """The lines up to some word of the contact, or of an agent, after the team has come in."""
        came = next((at for at, line in enumerate(lines) if line.who == "agent"), 0)
        gap = next((at for at, line in enumerate(lines) if at > came and line.who == "wait"), len(lines))
        places = [at for at, line in enumerate(lines) if line.who == who and came - 1 <= at < gap]
        return lines[: self.rng.choice(places) + 1]

    def _end_of(self, standing: Standing) -> datetime:
        if standing in AGO:
            return self.now - timedelta(minutes=self.rng.uniform(*AGO[standing]))
        return at_work(self.now - timedelta(days=self.rng.uniform(0.1, 30)), self.zone, self.rng)


def at_work(day: datetime, zone: ZoneInfo, rng: Random) -> datetime:
    """A moment of that day or the one before at which people write to a shop, and before `day` itself."""
    local = day.astimezone(zone)
    hour = rng.choices(range(7, 22), weights=(2, 4, 6, 8, 8, 7, 7, 6, 6, 6, 6, 7, 7, 5, 3))[0]
    at = local.replace(hour=hour, minute=rng.randint(0, 59), second=rng.randint(0, 59), microsecond=0)
    return (at if at <= local else at - timedelta(days=1)).astimezone(day.tzinfo)


def _buys_much(contact: Contact) -> bool:
    """Whether somebody may write to wholesale, or all the time: we know them, and they speak Indonesian."""
    return bool(contact.called) and contact.locale == "id"


def _fits(dialogue: Dialogue, contact: Contact, standing: Standing, *, alone: bool) -> bool:
    if dialogue.kind == "new" and not (contact.called and standing == "done" and alone):
        return False
    # Who is "kak {name}" when nobody knows the name?
    if not contact.called and (dialogue.orders or any("{name}" in line.text for line in dialogue.lines)):
        return False
    match standing:
        case "snoozed":
            return any(line.text.startswith("snooze") for line in dialogue.lines)
        case "countdown":
            return not dialogue.presses and dialogue.lines[0].who == "contact" and dialogue.lines[1].who == "agent"
        case "held":
            return not dialogue.presses and [line.who for line in dialogue.lines[:2]] == ["contact", "agent"]
        case _:
            return True


def _up_to(lines: list[Line], is_last: Callable[[Line], bool]) -> list[Line]:
    return lines[: next(at for at, line in enumerate(lines) if is_last(line)) + 1]
