"""Recommending units on duty for an incident, and sending them; the dispatcher decides, and why is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from lianfang.regions.codes import county_of
from services.incident.app.access import require_dispatcher, require_seen
from services.incident.app.carry_out import carry_out
from services.incident.app.duty import Duty
from services.incident.app.incidents import Desk, change
from services.incident.domain.duty import Unit
from services.incident.domain.incident import Incident
from services.incident.domain.recommend import Advice, Asked, recommend
from services.incident.domain.sending import let_go, send


class UnknownUnit(Exception):
    """Nobody ever told of such a unit; the message is fit for callers."""


@dataclass(frozen=True, slots=True)
class Recommended:
    """Units in order. known: how many units anything is known of in these counties; 0: rely on the teams."""

    advice: tuple[Advice, ...]
    known: int


class SendUnits:
    """See the module's text."""

    def __init__(self, desk: Desk, duty: Duty) -> None:
        self._desk, self._duty = desk, duty

    def recommended(self, id: str, caller: Caller) -> Recommended:
        """Return the units for an incident. Raises NotThere, NotAllowed."""
        incident = self._dispatched(id, caller)
        units = self._units_for(incident)
        return Recommended(self._advise(incident, units, self._desk.clock()), len(units))

    def send(self, id: str, unit: str, reason: str, caller: Caller, command: Command) -> Incident:
        """Send a unit and return the incident; one that is at it already stays so.

        Units of other counties than the incident's are not theirs to send: the room there is asked by a task.

        Raises NotThere, NotAllowed, UnknownUnit, ReusedId, Refused (needs_reason, incident_closed).
        """
        now = self._desk.clock()
        units = self._units_for(self._dispatched(id, caller))  # before the decision, which reads nothing

        def decide(state: Incident | None) -> Change[Incident]:
            incident = require_seen(caller, state)
            require_dispatcher(caller, incident)
            # The place may have been corrected since: only units of the counties it concerns now.
            if not any(each.id == unit and each.county in _counties(incident) for each in units):
                raise UnknownUnit(f"Nothing is known of a unit {unit}.")
            return change(*send(incident, unit, self._advise(incident, units, now), caller.subject, now, reason))

        return carry_out(self._desk, id, command, decide)

    def release(self, id: str, unit: str, reason: str, caller: Caller, command: Command) -> Incident:
        """Let a unit go and return the incident. Raises NotThere, NotAllowed, ReusedId."""
        now = self._desk.clock()

        def decide(state: Incident | None) -> Change[Incident]:
            incident = require_seen(caller, state)
            require_dispatcher(caller, incident)
            return change(*let_go(incident, unit, caller.subject, now, reason))

        return carry_out(self._desk, id, command, decide)

    def states(self, incident: Incident) -> dict[str, str]:
        """Return the state now of each unit that is at an incident, ``off_duty`` when its duty has ended."""
        now = self._desk.clock()
        found = {sent.unit: self._duty.unit(sent.unit) for sent in incident.units if not sent.released}
        return {
            id: (unit.state if unit.on_duty(now) else "off_duty") if unit else "unknown"
            for id, unit in found.items()
        }

    def _dispatched(self, id: str, caller: Caller) -> Incident:
        """Return an incident that the caller dispatches. Raises NotThere, NotAllowed."""
        stored = self._desk.incidents.get(id)
        incident = require_seen(caller, stored.state if stored else None)
        require_dispatcher(caller, incident)
        return incident

    def _units_for(self, incident: Incident) -> list[Unit]:
        return self._duty.units(_counties(incident))

    def _advise(self, incident: Incident, units: Sequence[Unit], now: datetime) -> tuple[Advice, ...]:
        return tuple(recommend(self._asked(incident), units, now))

    def _asked(self, incident: Incident) -> Asked:
        desk, registry, place = self._desk, self._desk.registry(), incident.place
        day = desk.day(desk.clock())
        going = [task for task in incident.tasks if task.role == "respond"]
        zone = registry.world.zone_of(place.region, day)
        middle = registry.world.middle_of(place.region) if place.lon is None else None
        limits = registry.limits(place.region, incident.priority, place.ring)
        return Asked(
            capabilities=frozenset(each for task in going for each in task.capabilities),
            teams=frozenset(task.team for task in going),
            county=place.county,
            zone=f"{county_of(place.region)}.{zone.zone}" if zone else "",
            emergency=registry.is_emergency(
                category=incident.category, priority=incident.priority, place=place.region, source=incident.source
            ),
            community_alone=registry.community_may_be_alone(place.region, day),
            lon=place.lon if middle is None else middle[0],
            lat=place.lat if middle is None else middle[1],
            ring=place.ring,
            limit_s=limits.arrive_s if limits else None,
        )


def _counties(incident: Incident) -> list[str]:
    """Return where units for an incident come from: the county of its place, and the one that has it in hand."""
    return list(dict.fromkeys(county for county in (incident.place.county, incident.county) if county))
