"""The health of the platform itself: each service's own word on whether it is ready, and the queues between."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lianfang.caller import Caller
from lianfang.regions import codes

Probe = Callable[[str], Mapping[str, Any]]
"""Asks a service at its health port: ``{"ready", "problems": {name: text}, "ms", "measures"}``. Never raises."""
Queues = Callable[[], Mapping[str, Any]]
"""Asks the broker: ``{"queues": [{"name", "kind", "waiting"}], "problem": text or None}``. Never raises."""
_COUNTY = re.compile(r"(?:^|\.)(\d{6})(?:\.|$)")
_ALWAYS = "stream"


@dataclass
class Platform:
    """The last word of each service, asked for by a timer, not by those who look. queues: None, nobody to ask."""

    watched: Mapping[str, str]
    probe: Probe
    clock: Callable[[], datetime]
    queues: Queues | None = None
    _last: dict[str, Any] = field(default_factory=dict)
    _bus: dict[str, Any] | None = None
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Ask every service once; not twice at the same time."""
        if not self._asking.acquire(blocking=False):
            return
        try:
            for name, address in self.watched.items():
                self._last[name] = {**self.probe(address), "at": self.clock().isoformat()}
            if self.queues is not None:
                self._bus = {**self.queues(), "at": self.clock().isoformat()}
        finally:
            self._asking.release()

    def health(self) -> dict[str, Any]:
        """Return each watched service with its last word; null before the first."""
        return {name: self._last.get(name) for name in self.watched}

    def bus(self, caller: Caller) -> dict[str, Any] | None:
        """Return how many queues there are and how much waits in all of them, and by name those that are not empty.

        Queues that are called after a county or its teams are named to that county only. None: not known (yet).
        """
        if (last := self._bus) is None:
            return None
        all_ = [each for each in last["queues"] if each["kind"] != _ALWAYS]
        named = [
            each for each in last["queues"]
            if (each["waiting"] or each["kind"] == _ALWAYS) and _may_see(caller, each["name"])
        ]  # fmt: skip
        return {
            "at": last["at"], "problem": last["problem"], "number": len(all_),
            "waiting": sum(each["waiting"] for each in all_ if each["kind"] != "dead"),
            "dead": sum(each["waiting"] for each in all_ if each["kind"] == "dead"), "queues": named,
        }  # fmt: skip


def _may_see(caller: Caller, queue: str) -> bool:
    found = _COUNTY.search(queue)
    return found is None or codes.contains(caller.region, found[1]) or codes.contains(found[1], caller.region)
