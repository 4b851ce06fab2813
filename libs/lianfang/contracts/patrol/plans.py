"""Events of patrol plans. Where a patrol will be is told to nobody by the bus."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import Range

from lianfang.contracts.fields import moment_field
from lianfang.contracts.patrol.fields import UNIT, patrol_event, unit_field, word_field


def _count(about: str) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=0), metadata={"description": about})


@patrol_event(
    "patrol_plan_ready", "A plan for patrols of a unit is ready; it is read over HTTP by whom it concerns.",
    restricted=True,
    example={
        "plan": "plan-1c1d9b5e7a515b539a3a0d4b7a5f1f01", "unit": UNIT, "start": "2026-03-02T14:00:00+00:00",
        "end": "2026-03-02T18:00:00+00:00", "teams": 2, "visits": 14, "uncovered": 0,
    },
)  # fmt: skip
class PatrolPlanReady(Schema):
    """Without marks, times and order."""

    plan = word_field("the plan", required=True)
    unit = unit_field(required=True)
    start = moment_field("from when on", required=True)
    end = moment_field("until when", required=True)
    teams = _count("cars and pairs that go")
    visits = _count("visits planned")
    uncovered = _count("times at which a mark will be idle beyond its limit")
