"""Timers. Each fires on every process; what they do has one effect however often it is done."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from lianfang.runtime.following import patient
from lianfang.runtime.wired import Wired

DEADLINES_S = 1


class Timers:
    """See the module's text."""

    app: Any = Wired()

    @timer(DEADLINES_S)
    @patient
    def deadlines(self) -> None:
        """Fire what is due."""
        while self.app.fire_deadlines():
            continue
