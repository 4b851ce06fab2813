"""Fields that the incident contracts share, and who may read what.

No field says who reported or what was said: an event names things by id and carries category, place to grid
level, state and time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from lianfang.contracts.fields import category_field, code_field, identifier_field, team_field, words_field

COMPLAINT = "95"  # 投诉民警: complaints against police
TIP = "90"  # 举报线索
_RESTRICTED_CLASSES = (COMPLAINT, TIP)

SOURCES = ("call", "grid", "shop")
STATES = ("received", "dispatched", "acknowledged", "en_route", "on_scene", "resolved", "closed")


def restricted(data: Mapping[str, Any]) -> bool:
    """Tell whether an event about this incident goes to the restricted exchange: complaint, tip, or duress."""
    return bool(data.get("duress")) or str(data.get("category", "")).startswith(_RESTRICTED_CLASSES)


class AboutIncident(Schema):
    """What every event about an incident carries; category and duress decide its audience."""

    incident_id = identifier_field("the incident", required=True)
    category = category_field()
    duress = fields.Boolean(required=True, metadata={"description": "the caller is under duress"})
    copy = fields.Boolean(
        metadata={"description": "true: another county is told the same by an event where the place is; count that"}
    )


class AboutTask(AboutIncident):
    """What every event about one team's task carries."""

    task_id = identifier_field("the task", required=True)
    team = team_field("the team whose task it is", required=True)
    task_version = fields.Integer(
        required=True, validate=Range(min=1), metadata={"description": "counts the task's transitions"}
    )


def ring_field() -> fields.Integer:
    """Which ring of the 1-3-5 minutes rule the place lies in."""
    return fields.Integer(
        allow_none=True, validate=OneOf((1, 3, 5)), metadata={"description": "ring of the 1-3-5 minutes rule"}
    )


class PlaceFacts(Schema):
    """Where, to grid level and never nearer."""

    region = code_field("best known region of the place, a grid's code at best", required=True)
    ring = ring_field()
    flags = words_field("what is unusual: outside, unplaced, over_border, shared_edge, unknown_category …")


def priority_field() -> fields.Integer:
    """1 the most urgent, 4 the least."""
    return fields.Integer(required=True, validate=Range(1, 4), metadata={"description": "1 (most urgent) to 4"})


def source_field() -> fields.String:
    """Who reported."""
    return fields.String(required=True, validate=OneOf(SOURCES), metadata={"description": "call, grid or shop"})


def state_field(about: str) -> fields.String:
    """An incident's state."""
    return fields.String(required=True, validate=OneOf(STATES), metadata={"description": about})
