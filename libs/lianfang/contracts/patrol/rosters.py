"""Events of rosters: planned, published, withdrawn. Who has which duty stays in the service."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range

from lianfang.contracts.fields import identifier_field
from lianfang.contracts.patrol.fields import ROSTER, UNIT, patrol_event, unit_field

_ABOUT = {"roster": ROSTER, "unit": UNIT, "first": "2026-03-02", "last": "2026-03-29", "version": 1}
_SIZE = {"places": 140, "open": 0, "cost": 312}


def _count(about: str) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=0), metadata={"description": about})


def _day(about: str) -> fields.String:
    return fields.String(
        required=True, validate=Length(equal=10), metadata={"description": about, "format": "date"}
    )


class AboutRoster(Schema):
    """What every event of a roster says."""

    roster = identifier_field("the roster (排班表)", required=True)
    unit = unit_field(required=True)
    first = _day("its first local day")
    last = _day("its last local day")
    version = fields.Integer(
        required=True, validate=Range(min=1), metadata={"description": "which version of it, from 1"}
    )


class _Sized(AboutRoster):
    places = _count("places that people have")
    open = _count("places that nobody has")
    cost = _count("what it costs by the weights of the policy; lower is better")


def _roster(name: str, summary: str, **more: Any) -> Any:
    return patrol_event(name, summary, example={**_ABOUT, **more})


@_roster("roster_planned", "A roster is planned and breaks no rule; a planner may publish it.", **_SIZE)
class RosterPlanned(_Sized):
    """Planned."""


@_roster(
    "roster_infeasible", "No roster keeps all rules; which can't go together stays in the service.", conflicts=2
)
class RosterInfeasible(AboutRoster):
    """Infeasible."""

    conflicts = _count("rules and people named as in conflict")


@_roster("roster_failed", "Planning ended without a roster, or with one that the checker refused.", violations=0)
class RosterFailed(AboutRoster):
    """Failed."""

    violations = _count("rules the planned roster broke")


@_roster("roster_published", "A roster, or a newer version of it, is in force.", **_SIZE)
class RosterPublished(_Sized):
    """Published."""


@_roster("roster_withdrawn", "A published roster whose days are all to come is in force no more.")
class RosterWithdrawn(AboutRoster):
    """Withdrawn; why stays in the service."""
