"""The rebuild's process: ``python -m services.analytics.engine``, the request on its standard input.

Request: ``{"uri", "path", "places": {stream: place}}``. It says ``{"done": messages, "total": messages}`` now and
then, and ends with 0 once the file at `path` holds everything up to those places.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from lianfang.runtime.bounded_child import bound_self
from services.analytics.app.projection.projector import Taken
from services.analytics.engine.duck import DuckBase
from services.analytics.engine.reading import read_to

MEMORY, CPU_S = 32 * 2**30, 12 * 3600
_EVERY_S = 0.2


class Telling:
    """Says how far it is, not too often."""

    def __init__(self, places: dict[str, int], base: DuckBase) -> None:
        self._total = sum(places.values())
        self._reached = {stream: base.offset(stream) or 0 for stream in places}
        self._next = 0.0

    def __call__(self, stream: str, place: int, _taken: Taken) -> None:
        """Note a place that was reached."""
        self._reached[stream] = place
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY_S
            self.say()

    def say(self) -> None:
        """Say it now."""
        print(json.dumps({"done": sum(self._reached.values()), "total": self._total}), flush=True)


def main() -> int:
    """Do what the request says."""
    request = json.load(sys.stdin.buffer)
    bound_self(memory=MEMORY, cpu_s=CPU_S)
    base = DuckBase(Path(request["path"]))
    telling = Telling(request["places"], base)
    telling.say()
    read_to(base, request["uri"], request["places"], lambda: datetime.now(UTC), told=telling)
    telling.say()
    base.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
