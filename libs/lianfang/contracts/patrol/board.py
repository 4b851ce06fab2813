"""Events about units on duty. Each tells the whole state of a unit: whoever keeps the newest knows it."""

from __future__ import annotations

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from lianfang.contracts.fields import code_field, identifier_field, moment_field, reason_field, words_field
from lianfang.contracts.patrol.fields import patrol_event, post_field, unit_field

MODES = ("foot", "car", "fixed")
STATES = ("available", "conditional", "unavailable")
_UNIT = "350924.aoyang.car-1"


class People(Schema):
    """How many of each force are on duty."""

    officer = fields.Integer(load_default=0, validate=Range(min=0), metadata={"description": "民警"})
    auxiliary = fields.Integer(load_default=0, validate=Range(min=0), metadata={"description": "辅警"})
    volunteer = fields.Integer(load_default=0, validate=Range(min=0), metadata={"description": "义警"})


@patrol_event(
    "duty_changed", "Who is on duty in a unit, what it can do, and whether it can be sent.",
    example={
        "unit": _UNIT, "county": "350924", "region": "350924100001", "team": "350924.aoyang.case",
        "lon": 119.5, "lat": 27.45, "mode": "car", "state": "available", "capabilities": ["patrol"],
        "people": {"officer": 1, "auxiliary": 1, "volunteer": 0}, "assignments": 0,
        "on_duty_until": "2026-03-02T10:00:00+00:00",
    },
)  # fmt: skip
class DutyChanged(Schema):
    """A unit is a post that is manned."""

    unit = post_field("the unit, by the full id of its post", required=True)
    county = code_field("its county", required=True)
    region = code_field("where it stands, to grid level", required=True)
    team = unit_field("the team that commands it; absent when none does")
    lon = fields.Float(metadata={"description": "of the post or the last point visited, degrees east, WGS 84"})
    lat = fields.Float(metadata={"description": "degrees north"})
    mode = fields.String(required=True, validate=OneOf(MODES), metadata={"description": "how it moves"})
    state = fields.String(required=True, validate=OneOf(STATES), metadata={"description": "can it be sent"})
    reason = reason_field("why it is not simply available")
    capabilities = words_field("what it can do now, in the registry's words", required=True)
    people = fields.Nested(People, required=True)
    assignments = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "open assignments"})
    on_duty_until = moment_field("when its duty ends; absent when nobody is on duty")


class _AboutAssignment(Schema):
    """A unit and an incident."""

    unit = post_field("the unit", required=True)
    incident_id = identifier_field("the incident", required=True)


@patrol_event(
    "unit_assigned", "A unit has an assignment more, or one moved on.", restricted=True,
    example={"unit": _UNIT, "incident_id": "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11", "state": "offered"},
)  # fmt: skip
class UnitAssigned(_AboutAssignment):
    """Restricted: that a unit is at an incident under duress is nobody's business."""

    state = fields.String(
        required=True, validate=OneOf(("offered", "accepted", "en_route", "on_scene")),
        metadata={"description": "state of the assignment"},
    )  # fmt: skip


@patrol_event(
    "unit_released", "A unit has an assignment less.", restricted=True,
    example={"unit": _UNIT, "incident_id": "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11", "reason": "done"},
)  # fmt: skip
class UnitReleased(_AboutAssignment):
    """Done or let go."""

    reason = reason_field("done, released …", required=True)
