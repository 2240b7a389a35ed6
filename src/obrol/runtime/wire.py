"""Wire shapes: what every request and answer body has in common."""

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from obrol.kit.refusals import Refusal
from obrol.kit.text import without_controls


class In(BaseModel):
    """What comes in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What goes out: every field is always there, so subclasses have no defaults."""

    model_config = ConfigDict(extra="forbid")


class Problem(BaseModel):
    """A refusal: a stable code for programs, a sentence for people. Some carry more, such as `retry_after`."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    code: str
    detail: str


def refuses(*refusals: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """The refusals that a route declares, in the form of FastAPI's `responses`."""
    codes: dict[int, list[str]] = {}
    for refusal in refusals:
        codes.setdefault(refusal.status, []).append(refusal.code)
    return {
        status: {"model": Problem, "description": ", ".join(f"`{code}`" for code in named)}
        for status, named in sorted(codes.items())
    }


def _one_line(value: object) -> object:
    return " ".join(without_controls(value).split()) if isinstance(value, str) else value


ONE_LINE = BeforeValidator(_one_line)
"""Spaces squeezed and nothing unprintable, before lengths are looked at."""
PRINTABLE = BeforeValidator(lambda value: without_controls(value) if isinstance(value, str) else value)
"""Nothing that PostgreSQL cannot hold."""
Line = Annotated[str, ONE_LINE]
