"""How a channel is set up: what an admin fills in, and what a connector is later told about it."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from pydantic import BaseModel, ConfigDict


class Nothing(BaseModel):
    """The settings or credentials of a kind of channel that has none."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class SetupForm:
    """The fields of one kind of channel. The desk draws its form from the models' JSON schema."""

    kind: str
    settings: type[BaseModel]  # shown again, changed at any time
    credentials: type[BaseModel] = Nothing  # encrypted, never shown again
    guide: str = ""  # the page under docs/connectors that says what to click at the vendor
    has_webhook: bool = False
    offered: bool = True  # False: not in the gallery, for tests and demonstrations

    def clean_settings(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The settings as they are stored: checked, with defaults filled in. Raises Pydantic's ValidationError."""
        return self.settings.model_validate(given).model_dump(mode="json")

    def clean_credentials(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The credentials as they are encrypted. Raises Pydantic's ValidationError."""
        return self.credentials.model_validate(given).model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What a connector may know about one connected channel: enough for the pure methods, and no more."""

    id: UUID
    settings: Mapping[str, Any] = field(default_factory=dict)
    credentials: Mapping[str, Any] = field(default_factory=dict, repr=False)
    webhook_address: str | None = None


HttpFactory = Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]]


@dataclass(frozen=True, slots=True)
class ChannelContext:
    """A channel and a way to its vendor. `open_http` gives a client behind the egress guard, with our timeouts."""

    channel: ChannelFacts
    open_http: HttpFactory
