"""What the next release says of a report: ``incident.reported.v2``, which the present one does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from lianfang.contracts.incident.fields import (
    AboutIncident,
    PlaceFacts,
    priority_field,
    restricted,
    source_field,
    state_field,
)
from lianfang.contracts.registry import contract_of, event

V1, V2 = "incident.reported.v1", "incident.reported.v2"


def newer(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return version 2 of what version 1 says: `tasks`, a number, has become `requested`, an object."""
    return {name: value for name, value in data.items() if name != "tasks"} | {
        "requested": {"tasks": data["tasks"]}
    }


def older(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return version 1 of what version 2 says."""
    return {name: value for name, value in data.items() if name != "requested"} | {
        "tasks": data["requested"]["tasks"]
    }


@event(
    "incident", "reported", major=2, restricted=restricted, summary="As version 1, with what was requested.",
    example=newer(contract_of(V1).example),
)  # fmt: skip
class Reported(AboutIncident, PlaceFacts):
    """A breaking change: a field of version 1 is gone, another is required."""

    source = source_field()
    priority = priority_field()
    state = state_field("the incident's state")
    requested = fields.Dict(required=True)
    release = fields.String()
