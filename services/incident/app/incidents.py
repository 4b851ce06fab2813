"""The collection of incidents, and what every use case needs to change one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.incident.app.codec import decode, encode
from services.incident.app.routing_view import RoutingView
from services.incident.domain.categories import is_restricted
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident

NAME = "incidents"
SERVICE, SOURCE = "incident", "/services/incident"
TEAM_MARK, RESTRICTED_MARK = "team:", "restricted:"


@dataclass(frozen=True, slots=True)
class Desk:
    """What use cases share. clock: aware UTC. registry: the newest replica. zone: only to tell the local day."""

    incidents: Aggregates[Incident]
    clock: Callable[[], datetime]
    registry: Callable[[], RoutingView]
    zone: ZoneInfo

    def day(self, now: datetime) -> date:
        """Return the local day, by which police zones change."""
        return now.astimezone(self.zone).date()


def collections() -> tuple[Collection, ...]:
    """Declare where incidents lie.

    visible: every region that sees it, from the place's own to the province (marked when only supervisors do), and
    ``team:<full id>`` of its teams. One index for all three, since each index costs a write at intake.
    """
    declared = collection(NAME, key("visible", many=True), key("opened_at"), key("state"))
    return declared, archive(NAME)


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Incident]:
    """Return the runner of use cases on incidents."""
    return Aggregates(store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


def change(incident: Incident, facts: Sequence[Fact], result: Any = None) -> Change[Incident]:
    """Return the change that stores an incident and publishes the facts."""
    return Change(
        incident, [event(fact) for fact in facts], result, due=incident.due(),
        keys={
            "visible": _visible(incident),
            "opened_at": incident.opened_at.isoformat(), "state": incident.state,
        },
    )  # fmt: skip


def _visible(incident: Incident) -> list[str]:
    mark = RESTRICTED_MARK if is_restricted(incident.category, incident.duress) else ""
    regions = {f"{mark}{region}" for own in incident.regions for region in upwards(own)}
    return sorted({*regions, *(f"{TEAM_MARK}{task.team}" for task in incident.tasks)})


def event(fact: Fact) -> NewEvent:
    """Return the fact as the outbox takes it."""
    return NewEvent(fact.type, fact.data, fact.region, fact.addressee)
