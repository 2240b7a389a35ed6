"""Problems: what is wrong with a document, in sentences that name the step."""

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Problem(BaseModel):
    """One thing that is wrong: a stable code, a sentence, and the step and the place in it, where there are any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    severity: Literal["error", "warning"]
    code: str
    message: str
    step_id: str | None
    place: str


class DocumentUnreadable(ValueError):  # noqa: N818 - an answer about a document, not an error of ours
    """The document is not one that this program can run; `problems` says why, never none."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = tuple(problems)


def error(code: str, message: str, *, step_id: str | None = None, place: str = "") -> Problem:
    """A problem that keeps a document from being published."""
    return Problem(severity="error", code=code, message=message, step_id=step_id, place=place)


def warning(code: str, message: str, *, step_id: str | None = None, place: str = "") -> Problem:
    """A problem that a publisher may accept."""
    return Problem(severity="warning", code=code, message=message, step_id=step_id, place=place)
