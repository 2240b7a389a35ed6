"""Jobs: work to do later, as data; and the declarations of who does it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict


class Job(BaseModel):
    """The root of later work. A subclass names itself: `class WakeConversation(Job, name="wake_conversation")`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: ClassVar[str] = ""

    def __init_subclass__(cls, *, name: str = "") -> None:
        super().__init_subclass__()
        if name:
            cls.name = name

    @classmethod
    def __pydantic_init_subclass__(cls, **_named: Any) -> None:
        """Takes the name that Pydantic passes on as well."""


J = TypeVar("J", bound=Job)


class Door(Protocol):
    """What a job that talks to the outside gets: units of work, each fenced by the lane's epoch."""

    attempt: int
    """How many times this job was tried before."""

    def begin(self) -> AbstractAsyncContextManager[Any]:
        """A unit of work that keeps the job: for claiming, before anything leaves the house."""
        ...

    def finish(self) -> AbstractAsyncContextManager[Any]:
        """A unit of work that ends the job in the same transaction: for recording the outcome."""
        ...

    def again(self, after: float, *, error: str, burnt: int = 1) -> AbstractAsyncContextManager[Any]:
        """A unit of work that tries the job again in `after` seconds; a throttled try burns no attempt."""
        ...

    def bury(self, error: str) -> AbstractAsyncContextManager[Any]:
        """A unit of work that gives the job up, visibly."""
        ...


@dataclass(frozen=True)
class Runner:
    """Who runs a job, and whether inside one transaction (the rule) or around a call to the outside."""

    job: type[Job]
    run: Callable[[Any, Any], Awaitable[None]]
    leaves_the_house: bool


class Runners:
    """Who runs what; filled at start by entrypoints, and checked there."""

    def __init__(self) -> None:
        self._by_name: dict[str, Runner] = {}

    def add(
        self, job: type[Job], run: Callable[[Any, Any], Awaitable[None]], *, leaves_the_house: bool = False
    ) -> None:
        """Declare who runs a job; two runners of one job are a mistake that stops the start."""
        if not job.name or job.name in self._by_name:
            msg = f"{job!r} has no name, or has a runner already"
            raise RuntimeError(msg)
        self._by_name[job.name] = Runner(job, run, leaves_the_house)

    def of(self, name: str) -> Runner:
        """The runner of a job; KeyError when the job is of a program that is newer or older."""
        return self._by_name[name]
