"""What jobs need from outside: a process that computes, and use cases that take results in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from services.patrol.app.jobs.job import Job


class Ended(Protocol):
    """The process is gone."""

    @property
    def reason(self) -> str:
        """Why, if not in good order; else empty."""


class Child(Protocol):
    """A running process."""

    def hear(self, timeout_s: float) -> Mapping[str, Any] | Ended | None:
        """Return the next message, None on silence, Ended at its end.

        ``{"progress": {share, best, bound, message}}``; ``{"result": {…}}``, the last one counts and the earlier
        ones are the best so far; ``{"failed": why}``: it can't be done, and there is no use in trying again.
        """

    def stop(self) -> None:
        """Ask it to end with the best it has."""

    def kill(self) -> None:
        """End it at once."""


Run = Callable[[Iterable[str]], AbstractContextManager[Child]]
"""Starts a process and gives it the pieces of its request, JSON; leaving the ``with`` ends it."""

OnDone = Callable[[Job, dict[str, Any] | None], None]
"""Takes in what came of a job: the job in the state it is to have (done, failed, cancelled), and its result.

The result is there when it is done, perhaps when it was cancelled (the best so far), never when it failed. It may
be called again with the same: it must be idempotent. What raises is tried again, three times in all.
"""
