"""Reading what `{{path}}` stands for in what agents write: the vocabulary of docs/flows.md, without a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from obrol.channels.queries import find_bot_name, find_channel
from obrol.contacts.queries import contact_context, list_fields
from obrol.inbox.models import Conversation
from obrol.inbox.schemas import Resolved, VariableOut
from obrol.kit.clock import zone_named
from obrol.kit.text import first_name
from obrol.kit.variables import fill, misnamed_in, moment, variables_in
from obrol.runtime.unit_of_work import Scope
from obrol.workspaces.queries import get_workspace

Group = Literal["contact", "conversation", "agent", "workspace"]

# What the picker offers, in its order. More can be looked up (docs/flows.md); these are what people write.
OFFERED: Final[tuple[tuple[str, Group, str], ...]] = (
    ("contact.first_name", "contact", "First Name"),
    ("contact.name", "contact", "Full Name"),
    ("contact.email", "contact", "Email"),
    ("contact.phone", "contact", "Phone"),
    ("contact.locale", "contact", "Language"),
    ("contact.time_zone", "contact", "Time Zone"),
    ("contact.tags", "contact", "Tags"),
    ("contact.id", "contact", "Contact ID"),
    ("channel.name", "conversation", "Channel"),
    ("bot.name", "conversation", "Bot"),
    ("now.date", "conversation", "Date"),
    ("now.time", "conversation", "Time"),
    ("conversation.id", "conversation", "Conversation ID"),
    ("agent.first_name", "agent", "Agent's First Name"),
    ("agent.name", "agent", "Agent's Name"),
    ("workspace.name", "workspace", "Workspace"),
)
FIELD: Final = "contact.fields."


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What stands at which path for one conversation and one agent, and which fields could."""

    values: Mapping[str, object]
    field_paths: frozenset[str]

    def knows(self, path: str) -> bool:
        """Whether something may stand there, if not for this contact then for another."""
        if path in self.field_paths:
            return True
        found: object = self.values
        for key in path.split("."):
            if not isinstance(found, Mapping) or key not in found:
                return False
            found = found[key]
        return True


async def list_variables(scope: Scope) -> list[VariableOut]:
    """What the picker offers: what every workspace has, then the fields of this one in their order."""
    everywhere = [VariableOut(path=path, group=group, name=name) for path, group, name in OFFERED]
    fields = await list_fields(scope)
    return everywhere + [VariableOut(path=FIELD + field.key, group="field", name=field.name) for field in fields]


async def vocabulary_of(scope: Scope, conversation: Conversation, now: datetime) -> Vocabulary:
    """The values for a conversation, as they stand in this transaction, and for the agent who asks."""
    workspace = await get_workspace(scope)
    channel = await find_channel(scope, conversation.channel_id)
    assert channel is not None, "a conversation is on a channel"
    contact = await contact_context(scope, conversation.contact_id)
    zone = zone_named(contact["time_zone"]) or zone_named(workspace.time_zone) or UTC
    actor = scope.actor
    values: dict[str, object] = {
        "contact": contact | {"first_name": first_name(contact["name"])},
        "conversation": {
            "id": conversation.id,
            "status": conversation.status,
            "answering": conversation.answering,
        },
        "channel": {"id": channel.id, "kind": channel.kind, "name": channel.name},
        "bot": {"id": channel.bot_id, "name": await find_bot_name(scope, channel.bot_id)},
        "agent": {"id": actor.id, "name": actor.name, "first_name": first_name(actor.name)},
        "workspace": {
            "id": workspace.id,
            "name": workspace.name,
            "time_zone": workspace.time_zone,
            "locale": workspace.locale,
        },
        "now": moment(now.astimezone(zone)),
    }
    paths = frozenset(FIELD + field.key for field in await list_fields(scope))
    return Vocabulary(values, paths)


def resolve(template: str, vocabulary: Vocabulary) -> Resolved:
    """The text with its variables filled in, and what stops a reply of it: paths that are empty, and unknown ones.

    A path with other words (`{{path | words}}`) is never empty, but unknown when nobody could ever have a value there.
    """
    filled = fill(template, vocabulary.values)
    unknown = [*_unknown_paths(template, vocabulary), *misnamed_in(template)]
    return Resolved(
        text=filled.text,
        empty=[path for path in filled.empty if path not in unknown],
        unknown=list(dict.fromkeys(unknown)),
    )


def _unknown_paths(template: str, vocabulary: Vocabulary) -> list[str]:
    return [variable.path for variable in variables_in(template) if not vocabulary.knows(variable.path)]
