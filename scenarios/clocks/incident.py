"""The incident service, which looks at what is due twenty times a second."""

from __future__ import annotations

from nameko.timer import timer

from lianfang.runtime.following import patient
from scenarios.clocked import LOOK_S
from services.incident.entrypoints.service import IncidentService
from services.incident.wiring import build

__all__ = ["KIND", "build"]


class ClockedIncident(IncidentService):
    """The service, with one more timer."""

    name = IncidentService.name

    @timer(LOOK_S)
    @patient
    def quick_deadlines(self) -> None:
        """Fire what is due on the scenario's clock."""
        while self.app.fire_deadlines():
            continue


KIND = ClockedIncident
