"""What some kinds of channel can do besides: one small protocol each, asked with `isinstance`.

All of them: called outside any transaction; raise only what `failures` names; best effort unless they say otherwise,
so a failure never fails the message that it belongs to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from obrol.channels.contract.inbound import OtherIdentity, RemoteMedia
from obrol.channels.contract.outbound import OutboundMessage, SendResult, Speaker, VendorRequest
from obrol.channels.contract.setup import ChannelContext, ChannelFacts


@runtime_checkable
class ShowsTyping(Protocol):
    """Shows the contact that an answer is being written."""

    async def show_typing(self, to: str, speaker: Speaker | None, context: ChannelContext) -> None:
        """Start it; it ends by itself after `capabilities.typing_lasts_for`. Repeated while typing goes on."""
        ...


@runtime_checkable
class MarksRead(Protocol):
    """Shows the contact that their messages were seen."""

    async def mark_read(self, to: str, external_id: str, context: ChannelContext) -> None:
        """Everything up to this message. Called when an agent has seen it; safe to repeat."""
        ...


@runtime_checkable
class EditsMessages(Protocol):
    """Changes or takes back what was sent."""

    async def edit(self, external_id: str, message: OutboundMessage, context: ChannelContext) -> None:
        """Replace what the contact sees. Not best effort: the agent is told when it fails."""
        ...

    async def unsend(self, to: str, external_id: str, context: ChannelContext) -> None:
        """Take it back. Not best effort; one that is gone already is a success."""
        ...


@runtime_checkable
class Reacts(Protocol):
    """Reacts to a message with an emoji."""

    async def react(self, to: str, external_id: str, emoji: str, context: ChannelContext) -> None:
        """Set our one reaction; an empty emoji removes it. Safe to repeat."""
        ...


@dataclass(frozen=True, slots=True)
class Profile:
    """What the vendor says about a contact. Nothing of it is certain to be there."""

    name: str | None = None
    locale: str | None = None
    picture_url: str | None = None
    others: Sequence[OtherIdentity] = ()


@runtime_checkable
class FetchesProfile(Protocol):
    """Asks the vendor who a contact is."""

    async def fetch_profile(self, external_id: str, context: ChannelContext) -> Profile:
        """Called once for a new contact, after their first message is stored. A refusal is an empty Profile."""
        ...


@dataclass(frozen=True, slots=True)
class FetchedMedia:
    """An attachment brought from the vendor."""

    data: bytes
    name: str = ""
    media_type: str | None = None  # as claimed; what it is, we find out ourselves


@runtime_checkable
class FetchesMedia(Protocol):
    """Brings the attachments that `parse` could only name."""

    async def fetch_media(self, media: RemoteMedia, context: ChannelContext) -> FetchedMedia:
        """Called by a lane after the message is stored, retried by class; must stop reading at our size limit."""
        ...


@dataclass(frozen=True, slots=True)
class Template:
    """A text that the vendor approved, with places to fill."""

    name: str
    locale: str
    text: str
    variables: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class FilledTemplate:
    """A template to send, with what goes into its places."""

    name: str
    locale: str
    values: Mapping[str, str] = field(default_factory=dict)


@runtime_checkable
class UsesTemplates(Protocol):
    """Writes outside the window with approved templates."""

    async def list_templates(self, context: ChannelContext) -> Sequence[Template]:
        """The approved ones, for the composer and for flows. Called on demand and by a daily job."""
        ...

    async def send_template(
        self, message: OutboundMessage, template: FilledTemplate, context: ChannelContext
    ) -> SendResult:
        """As `send`, with the same errors and the same idempotency; `message.content` is its preview."""
        ...


@runtime_checkable
class SpeaksAsPersona(Protocol):
    """Must make a persona known to the vendor before a message can leave under it."""

    async def prepare_persona(self, speaker: Speaker, context: ChannelContext) -> str:
        """The vendor's id for this name and picture. Called once for each, the answer is kept by the caller."""
        ...


@runtime_checkable
class AsksForOptIn(Protocol):
    """Asks a contact for messages about a topic in the vendor's own way."""

    async def ask_for_opt_in(self, to: str, topic: str, title: str, context: ChannelContext) -> SendResult:
        """As `send`. The answer comes back as an InboundOptIn with its token."""
        ...


@runtime_checkable
class FindsSent(Protocol):
    """Can be asked whether a message arrived after its answer was lost."""

    async def find_sent(self, message: OutboundMessage, context: ChannelContext) -> SendResult | None:
        """Looked up by `message.mark` after the reconcile pause; None when it is certainly not there. Reads only."""
        ...


@runtime_checkable
class TriesSetup(Protocol):
    """Tests what an admin filled in before it is saved."""

    async def try_setup(self, context: ChannelContext) -> str:
        """Who we are at the vendor, in words to show. Changes nothing there; raises CredentialsRevoked or Rejected."""
        ...


@runtime_checkable
class RendersRequests(Protocol):
    """Can show what it would send without sending it."""

    def render(self, message: OutboundMessage, channel: ChannelFacts) -> Sequence[VendorRequest]:
        """The requests of one piece, without secrets. Pure; `send` makes its requests by the same function."""
        ...
