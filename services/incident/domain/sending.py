"""A dispatcher sends a unit to an incident, or lets it go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from services.incident.domain.duty import Sent
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident
from services.incident.domain.recommend import Advice
from services.incident.domain.task import Refused
from services.incident.domain.teams import county_of

KEPT_ADVICE = 5
"""How many of the recommended are kept with the choice."""


def send(
    incident: Incident, unit: str, advice: Sequence[Advice], actor: str, now: datetime, reason: str = ""
) -> tuple[Incident, list[Fact]]:
    """Choose a unit; what was recommended is kept with it.

    Raises Refused: already (it is at it), incident_closed, needs_reason (there is a better one, and no word why).
    """
    if incident.outcome:
        raise Refused("incident_closed")
    if any(sent.unit == unit and not sent.released for sent in incident.units):
        raise Refused("already")
    ranked = [one.unit for one in advice if one.suitable]
    rank = ranked.index(unit) + 1 if unit in ranked else 0
    if rank != 1 and not reason:
        raise Refused("needs_reason", ranked[0] if ranked else "")
    sent = Sent(unit, now, actor, rank, tuple(ranked[:KEPT_ADVICE]), reason if rank != 1 else "")
    after = replace(incident, units=(*incident.units, sent))
    after = after.noted(now, actor, "unit_chosen", note=_note(sent))
    return after, [_fact(after, sent, "unit_chosen", priority=incident.priority, override=sent.override)]


def let_go(incident: Incident, unit: str, actor: str, now: datetime, reason: str) -> tuple[Incident, list[Fact]]:
    """Release a unit. Raises Refused: already (it is not at it)."""
    current = next((sent for sent in incident.units if sent.unit == unit and not sent.released), None)
    if current is None:
        raise Refused("already")
    gone = replace(current, released=reason)
    after = replace(incident, units=tuple(gone if sent is current else sent for sent in incident.units))
    after = after.noted(now, actor, "unit_released", note=f"{unit} {reason}")
    return after, [_fact(after, gone, "unit_released", reason=reason)]


def let_all_go(incident: Incident, actor: str, now: datetime, reason: str) -> tuple[Incident, list[Fact]]:
    """Release every unit that is at it."""
    facts: list[Fact] = []
    for sent in incident.units:
        if not sent.released:
            incident, told = let_go(incident, sent.unit, actor, now, reason)
            facts += told
    return incident, facts


def _note(sent: Sent) -> str:
    said = [sent.unit, f"rank {sent.rank} of {len(sent.advised)}"]
    if sent.override and sent.advised:
        said.append(f"advised {sent.advised[0]}")
    return "; ".join([*said, sent.reason] if sent.reason else said)


def _fact(incident: Incident, sent: Sent, name: str, **data: object) -> Fact:
    """Return what is told, in the county that the unit is of: it may help across a border."""
    about = {"incident_id": incident.id, "category": incident.category, "duress": incident.duress}
    return Fact(name, {**about, "unit": sent.unit, **data}, county_of(sent.unit))
