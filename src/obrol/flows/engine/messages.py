"""Messages as a flow writes them: content with variables in it, and how long the bot seems to type."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from obrol.channels.contract.content import (
    BUTTON_LABEL_LIMIT,
    BUTTONS_LIMIT,
    CAPTION_LIMIT,
    NOT_BLANK,
    QUICK_REPLIES_LIMIT,
    QUICK_REPLY_LABEL_LIMIT,
    TEXT_LIMIT,
    Button,
    Image,
    LinkUrl,
    Media,
    OutboundContent,
    QuickReply,
    Text,
)
from obrol.flows.engine.answers import pick
from obrol.flows.engine.limits import TYPING_SECONDS
from obrol.flows.engine.names import ChoiceId
from obrol.flows.engine.turn import Turn

TypingSeconds = Annotated[float, Field(ge=0, le=TYPING_SECONDS, allow_inf_nan=False)]
Words = Annotated[str, Field(max_length=TEXT_LIMIT), NOT_BLANK]


class Part(BaseModel):
    """A piece of a message."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FlowButton(Part):
    """A button: opens `url`, else it is a choice with an exit of its own."""

    id: ChoiceId
    label: Annotated[str, Field(max_length=BUTTON_LABEL_LIMIT), NOT_BLANK]
    url: LinkUrl | None = None


class FlowQuickReply(Part):
    """An answer offered beside the keyboard, with an exit of its own."""

    id: ChoiceId
    label: Annotated[str, Field(max_length=QUICK_REPLY_LABEL_LIMIT), NOT_BLANK]


Choice = FlowButton | FlowQuickReply


class TextMessage(Part):
    """Words, with what can be pressed below them."""

    kind: Literal["text"]
    text: Words
    buttons: Annotated[list[FlowButton], Field(max_length=BUTTONS_LIMIT)] = []
    quick_replies: Annotated[list[FlowQuickReply], Field(max_length=QUICK_REPLIES_LIMIT)] = []
    typing_seconds: TypingSeconds = 0

    def choices(self) -> list[Choice]:
        """What can be pressed and answers, in the order in which a channel without buttons numbers it."""
        return [*(button for button in self.buttons if button.url is None), *self.quick_replies]


class ImageMessage(Part):
    """A picture."""

    kind: Literal["image"]
    media: Media
    caption: Annotated[str, Field(max_length=CAPTION_LIMIT)] = ""
    typing_seconds: TypingSeconds = 0

    def choices(self) -> list[Choice]:
        """Nothing: a picture has no buttons of its own."""
        return []


FlowMessage = Annotated[TextMessage | ImageMessage, Field(discriminator="kind")]


def say(turn: Turn, message: TextMessage | ImageMessage) -> None:
    """Send the message with its variables filled. One that has become empty is a fault, and the run goes on."""
    content: OutboundContent
    try:
        if isinstance(message, TextMessage):
            content = _text(turn, message)
        else:
            content = Image(media=message.media, caption=turn.fill(message.caption, CAPTION_LIMIT))
    except ValidationError:
        turn.fault("message_not_sendable", "The message is empty once its variables are filled.")
        return
    turn.send(content, timedelta(seconds=message.typing_seconds))


def picked(turn: Turn, text: str, choices: Sequence[Choice]) -> Choice | None:
    """The choice whose label or number somebody wrote; labels are compared as they were shown."""
    shown = pick(text, [choice.model_copy(update={"label": label(turn, choice)}) for choice in choices])
    # As it is written in the document: a label that was filled must never be filled again.
    return next((choice for choice in choices if shown and choice.id == shown.id), None)


def label(turn: Turn, choice: Choice) -> str:
    """What stands on a choice; its id when its variables are all empty, because something has to."""
    limit = BUTTON_LABEL_LIMIT if isinstance(choice, FlowButton) else QUICK_REPLY_LABEL_LIMIT
    return turn.fill(choice.label, limit).strip() or choice.id


def _text(turn: Turn, message: TextMessage) -> Text:
    return Text(
        text=turn.fill(message.text, TEXT_LIMIT),
        buttons=[button for draft in message.buttons if (button := _button(turn, draft))],
        quick_replies=[
            QuickReply(id=turn.action_id(draft.id), label=label(turn, draft)) for draft in message.quick_replies
        ],
    )


def _button(turn: Turn, draft: FlowButton) -> Button | None:
    url = None if draft.url is None else turn.fill(draft.url, encode=lambda value: quote(value, safe=""))
    try:
        return Button(id=turn.action_id(draft.id), label=label(turn, draft), url=url)
    except ValidationError:
        turn.fault("message_not_sendable", f'The link of the button "{draft.id}" is too long; it was left out.')
        return None
