"""Wire shapes of the visitor's side."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from obrol.channels.contract.inbound import HeldContent
from obrol.runtime.wire import In, Out

URL_LIMIT = 2_000  # characters
TITLE_LIMIT = 300  # characters


class WidgetConfig(Out):
    """How the widget looks, in both languages; public, so nothing in it is a secret."""

    name: str
    color: str
    title: dict[str, str]
    greeting: dict[str, str]
    position: Literal["right", "left"]
    launcher: Literal["bubble"]


class PageIn(In):
    """The page that the visitor is on."""

    url: Annotated[str, Field(max_length=URL_LIMIT)]
    title: Annotated[str, Field(max_length=TITLE_LIMIT)] = ""


class SessionIn(In):
    """A browser that has no token yet."""

    channel: Annotated[str, Field(min_length=1, max_length=100)]
    locale: Annotated[str | None, Field(max_length=35)] = None
    page: PageIn | None = None


class SessionOut(Out):
    """The visitor's token, and until when it is good."""

    token: str
    expires_at: datetime


class VisitorMessageIn(In):
    """Something that the visitor says. The id is made in the browser, so that a retry is the same message."""

    id: UUID
    content: HeldContent


class VisitorAuthor(Out):
    """Who wrote it, as the visitor sees them: an agent by the name and picture of a persona, or as the bot."""

    kind: Literal["visitor", "bot", "agent"]
    name: str
    picture_url: str | None


class VisitorMessage(Out):
    """A message as the visitor sees it; `seq` has no gaps."""

    id: UUID
    seq: int
    author: VisitorAuthor
    content: dict[str, Any]
    at: datetime


class AckOut(Out):
    """It is stored."""

    id: UUID
    seq: int
    at: datetime
