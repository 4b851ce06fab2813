"""A service of ours with one durable effect per message: ``python -m bench.effect_service``.

Prints the rate once PEER_COUNT messages have been handled.
"""

from __future__ import annotations

from lianfang.runtime import patch  # noqa: F401 - before anything that opens a socket

# isort: split

import json
import os
import time
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import subscribe
from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.runtime.service import Parts, Wired, serve

COUNT = int(os.environ["PEER_COUNT"])


class Effects:
    """One aggregate per message: its id, its state and the handled id in one durable write."""

    def __init__(self, parts: Parts) -> None:
        self.effects: Aggregates[dict[str, Any]] = parts.aggregates("effects", encode=dict, decode=dict)
        self.done, self.started = 0, 0.0

    def take(self, event: Event) -> None:
        self.started = self.started or time.perf_counter()
        self.effects.execute(
            event.id, Command(event.id), lambda _none: Change({"category": event.data["category"]})
        )
        self.done += 1
        if self.done == COUNT:
            print(json.dumps({"rate": COUNT / (time.perf_counter() - self.started)}), flush=True)


class EffectService:
    name = "bench"
    app = Wired()

    @subscribe("bench.effects", prefetch=50)
    def take(self, event: Event) -> None:
        self.app.take(event)


if __name__ == "__main__":
    serve(EffectService, Effects)
