"""Watching one attempt: the child is heard, the lease beats, limits and cancelling are kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from services.patrol.app.jobs.ports import Child

Word = Literal["go", "cancel", "give_back", "lost"]
"""What a beat tells: go on; come to an end; give the job back to the queue; it is another's now."""
Beat = Callable[[Mapping[str, Any]], Word]
TICK_S = 0.25


@dataclass(frozen=True, slots=True)
class Came:
    """What came of an attempt.

    how: ended (by itself), limit, cancelled, refused (the child says that it can't be done), crashed, given_back,
    lost. result: the last one told. reason: for people, when it did not come to a good end.
    """

    how: Literal["ended", "limit", "cancelled", "refused", "crashed", "given_back", "lost"]
    result: dict[str, Any] | None = None
    reason: str = ""


class Watch:
    """One attempt."""

    def __init__(
        self, child: Child, beat: Beat, *, seconds: float, grace_s: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """seconds: the time limit. grace_s: from being asked to end until it is ended."""
        self._child, self._beat, self._grace_s, self._monotonic = child, beat, grace_s, monotonic
        self._began = monotonic()
        self._limit_at = self._began + seconds
        self._kill_at: float | None = None
        self._stopped_by: Literal["", "limit", "cancelled"] = ""
        self._result: dict[str, Any] | None = None
        self._refused = ""
        self._progress: dict[str, Any] = {}

    def __call__(self) -> Came:
        """Watch until the child is gone or is to be left."""
        while True:
            said = self._child.hear(TICK_S)
            if said is not None and not isinstance(said, Mapping):
                return self._came(said.reason)
            if said is not None:
                self._take(said)
            elapsed = round(self._monotonic() - self._began, 1)
            match self._beat({**self._progress, "elapsed_s": elapsed}):
                case "lost":
                    return Came("lost")
                case "give_back":
                    return Came("given_back")
                case "cancel":
                    self._end("cancelled")
            now = self._monotonic()
            if now >= self._limit_at:
                self._end("limit")
            if self._kill_at is not None and now >= self._kill_at:
                self._child.kill()

    def _take(self, said: Mapping[str, Any]) -> None:
        if isinstance(said.get("progress"), Mapping):
            self._progress = {**self._progress, **said["progress"]}
        if isinstance(said.get("result"), Mapping):
            self._result = dict(said["result"])
        if said.get("failed"):
            self._refused = str(said["failed"])[:1000]

    def _end(self, why: Literal["limit", "cancelled"]) -> None:
        if not self._stopped_by:
            self._stopped_by = why
            self._kill_at = self._monotonic() + self._grace_s
            self._child.stop()

    def _came(self, reason: str) -> Came:
        if self._stopped_by:
            return Came(self._stopped_by, self._result)
        if self._refused:
            return Came("refused", None, self._refused)
        if reason or self._result is None:
            return Came("crashed", None, reason or "it ended without a result")
        return Came("ended", self._result)
