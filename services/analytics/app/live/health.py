"""The health of the platform itself: each service's own word on whether it is ready."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Probe = Callable[[str], Mapping[str, Any]]
"""Asks a service at its health port: ``{"ready": bool, "problems": {name: text}, "ms": float}``. Never raises."""


@dataclass
class Platform:
    """The last word of each service, asked for by a timer and not by those who look."""

    watched: Mapping[str, str]
    probe: Probe
    clock: Callable[[], datetime]
    _last: dict[str, Any] = field(default_factory=dict)
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> None:
        """Ask every service once; not twice at the same time."""
        if not self._asking.acquire(blocking=False):
            return
        try:
            for name, address in self.watched.items():
                self._last[name] = {**self.probe(address), "at": self.clock().isoformat()}
        finally:
            self._asking.release()

    def health(self) -> dict[str, Any]:
        """Return each watched service with its last word; null before the first."""
        return {name: self._last.get(name) for name in self.watched}
