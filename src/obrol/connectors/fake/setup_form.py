"""How a fake channel is set up: what it can do, and how it behaves when something is sent."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from obrol.channels.contract.capabilities import SMALLEST_TEXT_LIMIT, PersonaSupport, Unit
from obrol.channels.contract.setup import SetupForm

Outcome = Literal[
    "accepted", "rejected", "unreachable", "rate_limited", "window_closed", "credentials_revoked", "ambiguous"
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Behaviour(_Strict):
    """What happens to a send. `ambiguous` accepts and loses the answer; with `arrives` false it loses the request."""

    outcome: Outcome = "accepted"
    delay_seconds: Annotated[float, Field(ge=0, le=60)] = 0
    after_seconds: Annotated[float, Field(ge=0, le=86_400)] | None = None  # what a throttled sender is told to wait
    arrives: bool = True
    tries: Annotated[int, Field(ge=1)] | None = None  # the first so many tries of each piece; None is all of them


class FakeSettings(_Strict):
    """The defaults are narrow, so that shaping shows."""

    max_text: Annotated[int, Field(ge=SMALLEST_TEXT_LIMIT)] = 300
    unit: Unit = Unit.CHARACTERS
    max_buttons: Annotated[int, Field(ge=0)] = 0
    max_quick_replies: Annotated[int, Field(ge=0)] = 0
    max_label: Annotated[int, Field(ge=1)] = 20
    max_cards: Annotated[int, Field(ge=0)] = 0
    max_image_bytes: Annotated[int, Field(ge=0)] = 1_000_000
    max_file_bytes: Annotated[int, Field(ge=0)] = 0
    max_caption: Annotated[int, Field(ge=0)] = 100
    persona: PersonaSupport = PersonaSupport.PREFIX
    sends_idempotently: bool = False
    reconciles: bool = False
    behaviour: Behaviour = Behaviour()


class FakeCredentials(_Strict):
    """The secret that signs what is written in, and that a send must know."""

    secret: Annotated[str, Field(min_length=16, max_length=200)]


SETUP = SetupForm(
    kind="fake",
    settings=FakeSettings,
    credentials=FakeCredentials,
    guide="fake.md",
    has_webhook=True,
    offered=False,
)
