"""Events about units on duty that are sent to incidents; their region is the unit's county."""

from __future__ import annotations

from marshmallow import fields

from lianfang.contracts.fields import reason_field, team_field
from lianfang.contracts.incident.fields import AboutIncident, priority_field, restricted
from lianfang.contracts.registry import event

_ABOUT = {
    "incident_id": "0b6f2a3e-52f4-5c86-9a3b-0f6a5a1f7c11", "category": "100200", "duress": False,
    "unit": "350924.aoyang.car-1",
}  # fmt: skip


class AboutUnit(AboutIncident):
    """What both carry."""

    unit = team_field("the unit, by the full id of its post", required=True)


@event(
    "incident", "unit_chosen", restricted=restricted, summary="A dispatcher sent a unit on duty to an incident.",
    example={**_ABOUT, "priority": 1, "override": False},
)  # fmt: skip
class UnitChosen(AboutUnit):
    """It has an assignment more."""

    priority = priority_field()
    override = fields.Boolean(
        required=True, metadata={"description": "it was not the first that the platform recommended"}
    )


@event(
    "incident", "unit_released", restricted=restricted, summary="A unit is no longer needed at an incident.",
    example={**_ABOUT, "reason": "closed"},
)  # fmt: skip
class UnitReleased(AboutUnit):
    """It has an assignment less."""

    reason = reason_field("why: closed, not_needed, finished …", required=True)
