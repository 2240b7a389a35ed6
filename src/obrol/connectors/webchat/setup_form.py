"""What an admin chooses for a widget: how it looks, what it says first, and which pages may show it."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from obrol.channels.contract.content import CLEANED, NOT_BLANK
from obrol.channels.contract.setup import SetupForm

ORIGINS_LIMIT = 50  # each stands in a header of every frame response
TITLE_LIMIT = 60  # characters: one line in a panel of 360 px
GREETING_LIMIT = 500  # characters
ORIGIN_LIMIT = 300  # characters: a host name has at most 253

# Scheme, host with an optional `*.` in front, optional port; no path, so that it can stand in `frame-ancestors`.
_ORIGIN = re.compile(r"https?://(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?")


def _origin(value: str) -> str:
    origin = value.strip().lower().rstrip("/")
    if not _ORIGIN.fullmatch(origin):
        raise ValueError("must be an origin such as https://shop.example or https://*.shop.example, without a path")
    return origin


Title = Annotated[str, Field(max_length=TITLE_LIMIT), CLEANED, NOT_BLANK]
Greeting = Annotated[str, Field(max_length=GREETING_LIMIT), CLEANED]
Origin = Annotated[str, Field(max_length=ORIGIN_LIMIT), AfterValidator(_origin)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Titles(_Strict):
    """The widget's heading in each of its languages."""

    en: Title = "Chat with us"
    id: Title = "Chat dengan kami"


class Greetings(_Strict):
    """What the widget says before anyone wrote; empty says nothing."""

    en: Greeting = "Hello! How can we help?"
    id: Greeting = "Halo! Ada yang bisa kami bantu?"


class WebchatSettings(_Strict):
    """The settings of one widget. Without `allowed_origins` only pages of ours may show it."""

    color: Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0f766e"
    greeting: Greetings = Greetings()
    title: Titles = Titles()
    position: Literal["right", "left"] = "right"
    allowed_origins: Annotated[list[Origin], Field(max_length=ORIGINS_LIMIT)] = []
    launcher: Literal["bubble"] = "bubble"


SETUP = SetupForm(kind="webchat", settings=WebchatSettings, guide="webchat.md")
