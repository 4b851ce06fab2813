"""The child's side of `talking_child`: what a planning process's ``__main__`` is made of.

It reads ``{"kind": …, "seconds": …, "payload": …}`` and writes lines: ``{"progress": {…}}``, ``{"result": {…}}`` (the
last one counts, the earlier ones are the best so far), ``{"failed": "why"}``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any

from lianfang.runtime.bounded_child import bound_self

_EVERY_S = 0.5
_START_S = 120  # processor seconds for importing and reading


class Report:
    """How the work tells of itself: ``report({"share": 0.5, "best": 120})``; and what it is told."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._stopped = False
        self._told = 0.0
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)  # what libraries print goes to the log, not between our lines
        signal.signal(signal.SIGTERM, self._stop)

    def __call__(self, progress: Mapping[str, Any] | None = None, **more: Any) -> None:
        """Tell share (0 to 1), best, bound, message. What comes too soon after the last one is left out."""
        now = time.monotonic()
        if now - self._told >= _EVERY_S:
            self._told = now
            self.say(progress={**(progress or {}), **more})

    def best(self, result: Mapping[str, Any]) -> None:
        """Tell the best so far: it is kept should this process not come to its end."""
        self.say(result=result)

    def cancelled(self) -> bool:
        """Whether to come to an end now, with the best so far."""
        return self._stopped or time.monotonic() > self._until

    def seconds_left(self) -> float:
        """Return the seconds left, 0 when there are none."""
        return 0.0 if self._stopped else max(0.0, self._until - time.monotonic())

    def say(self, **said: Any) -> None:
        """Write a line."""
        json.dump(said, self._out, separators=(",", ":"))
        self._out.write("\n")
        self._out.flush()

    def _stop(self, *_: Any) -> None:
        self._stopped = True


def serve_request(
    kinds: Callable[[], Mapping[str, Callable[[Any, Report], Mapping[str, Any]]]], *, memory: int, threads: int
) -> int:
    """Do what is asked for on the standard input; return the exit code.

    kinds: imports and returns what does each kind of work; it is called under the bounds. memory: bytes of address
    space. threads: how many the work may use, for the bound of processor time.
    """
    request = json.load(sys.stdin.buffer)
    report = Report(float(request["seconds"]))
    bound_self(memory=memory, cpu_s=int(_START_S + 2 * threads * request["seconds"]))
    known = kinds()
    if request["kind"] not in known:
        report.say(failed=f"nobody plans {request['kind']!r}")
        return 0
    try:
        result = known[request["kind"]](request["payload"], report)
    except MemoryError:
        report.say(failed=f"it needs more than the {memory // 1024**2} MiB of memory that it may use")
        return 0
    report.say(result=result)
    return 0
