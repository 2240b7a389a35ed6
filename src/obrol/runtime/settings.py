"""Settings: everything a person can change from outside, read from `OBROL_…` variables."""

import difflib
import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from obrol.runtime.starting import CannotStart

PREFIX = "OBROL_"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Read by tools and tests, and by the fake connector, never by the rest of the program.
ELSEWHERE = frozenset(
    {"OBROL_CHROMIUM", "OBROL_TEST_DATABASE_URL", "OBROL_FAKE_LEDGER", "OBROL_CHAOS_ROUNDS", "OBROL_WRITE_GOLDEN"}
)


class Settings(BaseSettings):
    """What the surroundings say; immutable once the program has started."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    host: Annotated[str, Field(description="The address to listen on; the demo stays on loopback.")] = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535, description="The port to listen on; 0 lets the system choose.")] = 8000
    data: Annotated[
        Path, Field(description="The folder of everything that Obrol keeps: database, files and secret key.")
    ] = Path("data")
    database_url: Annotated[
        str | None,
        Field(description="A PostgreSQL 15 to 18 to use instead of the one that Obrol starts by itself."),
    ] = None
    secret_key: Annotated[
        SecretStr | None,
        Field(
            description=(
                "At least 32 random characters that sign sessions and encrypt credentials. "
                "Without it Obrol keeps one in the data folder; servers that share a database share this key."
            )
        ),
    ] = None
    public_url: Annotated[
        str | None,
        Field(description="The address that browsers use, when it is not http://host:port (a reverse proxy with TLS)."),
    ] = None
    trusted_proxies: Annotated[
        int,
        Field(ge=0, le=10, description="How many reverse proxies in front may name the client's address."),
    ] = 0
    files_url: Annotated[
        str | None,
        Field(description="Where attachments live, for example s3://bucket/folder; the data folder when absent."),
    ] = None
    demo: Annotated[bool, Field(description="Fill an empty database with the demo world and show its sign-in.")] = False
    log_format: Annotated[Literal["text", "json"], Field(description="Log lines for people or for machines.")] = "text"
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], Field(description="The least important log line to write.")
    ] = "info"

    @field_validator("data")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _postgresql(cls, value: str | None) -> str | None:
        if value is not None and urlsplit(value).scheme not in {"postgresql", "postgres"}:
            message = "must look like postgresql://user:password@host:5432/database"
            raise ValueError(message)
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path not in {"", "/"} or parts.query:
            message = "must look like https://chat.example.org, without a path"
            raise ValueError(message)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def base_url(self) -> str:
        """The address to put in front of links, without a slash at its end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        return self.host in LOOPBACK


def read_settings(**given: object) -> Settings:
    """The settings of this process; refuses with CannotStart and names the variable that is wrong."""
    try:
        return Settings(**given)  # type: ignore[arg-type] # validated by Pydantic
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        reason = reason[:1].lower() + reason[1:]
        raise CannotStart(f"{name} is not right ({reason}): correct it and start again.") from None


def unknown_variables() -> list[str]:
    """A sentence for every `OBROL_…` variable that nobody reads, so that a slip of the pen is noticed."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | ELSEWHERE
    sentences = []
    for name in sorted(set(filter(lambda name: name.startswith(PREFIX), os.environ)) - known):
        near = difflib.get_close_matches(name, known, n=1)
        sentences.append(f"{name} is not a setting and is ignored" + (f"; did you mean {near[0]}?" if near else "."))
    return sentences
