"""Holding: which tasks hold a connection to the database, and so must not wait for anything but it.

A transaction that waits for a stranger's server keeps its locks and one of the few connections for as long as that
server likes. Each task is counted by itself: what a task starts holds nothing, and nothing is ever inherited.
"""

import asyncio

_held: dict[asyncio.Task[object], int] = {}


class NetworkInsideTransaction(RuntimeError):  # noqa: N818 - says what happened
    """A mistake of ours: end the unit of work, call, and open another one to record what came of it."""


class Holding:
    """A connection in somebody's hands, as a `with` block; may be left by another task than the one that entered."""

    __slots__ = ("_task",)

    def __enter__(self) -> None:
        self._task = asyncio.current_task()
        if self._task is not None:
            _held[self._task] = _held.get(self._task, 0) + 1

    def __exit__(self, *_: object) -> None:
        if self._task is not None:
            left = _held.get(self._task, 0) - 1
            if left > 0:
                _held[self._task] = left
            else:
                _held.pop(self._task, None)


def refuse_while_holding() -> None:
    """Raises NetworkInsideTransaction when this task holds a connection to the database."""
    task = asyncio.current_task()
    if task is not None and task in _held:
        raise NetworkInsideTransaction("the network was called while a unit of work was open")
