"""A service exactly as ``python -m services.<name>`` runs it, but on a scenario's clock.

``python -m scenarios.clocked <service> <file of the clock>``. The services themselves have no such switch. What is
due is looked at twenty times a second, because months pass in a minute.
"""

import lianfang.runtime.patch  # noqa: F401, I001 - first of all, see there

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nameko.timer import timer

import services.analytics.wiring
import services.incident.wiring
import services.mediation.wiring
import services.patrol.wiring
from lianfang.runtime.following import patient
from lianfang.runtime.parts import Parts
from lianfang.runtime.service import serve
from scenarios.clock import Shifted
from services.analytics.entrypoints.service import AnalyticsService
from services.incident.entrypoints.service import IncidentService
from services.mediation.entrypoints.service import MediationService
from services.patrol.entrypoints.service import PatrolService

LOOK_S = 0.05
ASK_S = 1.0
"""For what asks the facts: twenty times a second would be too much for them."""


class ClockedAnalytics(AnalyticsService):
    """The service, with quicker timers of its own work."""

    name = AnalyticsService.name

    @timer(ASK_S)
    @patient
    def warn_daily(self) -> None:
        """See the service."""
        super().warn_daily()

    @timer(ASK_S)
    @patient
    def open_reviews(self) -> None:
        """See the service."""
        super().open_reviews()

    @timer(ASK_S)
    @patient
    def issue_reports(self) -> None:
        """See the service."""
        super().issue_reports()


class ClockedIncident(IncidentService):
    """The service, with one more timer."""

    name = IncidentService.name

    @timer(LOOK_S)
    @patient
    def quick_deadlines(self) -> None:
        """Fire what is due on the scenario's clock."""
        while self.app.fire_deadlines():
            continue


class ClockedMediation(MediationService):
    """The service, with one more timer."""

    name = MediationService.name

    @timer(LOOK_S)
    @patient
    def quick_deadlines(self) -> None:
        """Fire what is due on the scenario's clock."""
        while self.app.fire_deadlines():
            continue


class ClockedPatrol(PatrolService):
    """The service, with one more timer."""

    name = PatrolService.name

    @timer(LOOK_S)
    @patient
    def quick_shifts(self) -> None:
        """Fire what is due on the scenario's clock."""
        while self.app.shift_uses.fire():
            continue


CLOCKED = {
    "analytics": (ClockedAnalytics, services.analytics.wiring.build),
    "incident": (ClockedIncident, services.incident.wiring.build),
    "mediation": (ClockedMediation, services.mediation.wiring.build),
    "patrol": (ClockedPatrol, services.patrol.wiring.build),
}


def clocked(build: Callable[[Parts], Any], file: Path) -> Callable[[Parts], Any]:
    """Return a service's wiring with the clock in `file`."""

    def wired(parts: Parts) -> Any:
        parts.clock = Shifted(file)
        return build(parts)

    return wired


def main(service: str, file: Path) -> None:
    """Run a service until it is ended."""
    kind, build = CLOCKED[service]
    serve(kind, clocked(build, file))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
