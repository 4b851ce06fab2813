"""Patrol, which looks at what is due twenty times a second."""

from __future__ import annotations

from nameko.timer import timer

from lianfang.runtime.following import patient
from scenarios.clocked import LOOK_S
from services.patrol.entrypoints.service import PatrolService
from services.patrol.wiring import build

__all__ = ["KIND", "build"]


class ClockedPatrol(PatrolService):
    """The service, with one more timer."""

    name = PatrolService.name

    @timer(LOOK_S)
    @patient
    def quick_shifts(self) -> None:
        """Fire what is due on the scenario's clock."""
        while self.app.shift_uses.fire():
            continue


KIND = ClockedPatrol
