"""What every event about a dispute carries, and who may read it.

No party, no text and no agreement's wording is ever in an event: what a person wrote freely stays in the service.
Each event tells the case's state as it is after it, so that a consumer that keeps only the newest knows the state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range, Regexp

from lianfang.contracts.fields import (
    category_field,
    code_field,
    moment_field,
    reason_field,
    team_field,
)
from lianfang.contracts.registry import S, event

SOURCES = ("visit", "grid_report", "incident", "walk_in", "patrol", "other_body", "record")
STATES = (
    "registered", "triaged", "assigned", "mediating", "agreed", "performing", "follow_up", "closed", "transferred",
    "received", "resolved", "returned", "failed", "reopened", "withdrawn", "referred", "merged",
)  # fmt: skip
FINAL = ("closed", "withdrawn", "referred", "merged")
CONFIRMATIONS = ("none", "eligible", "applied", "confirmed", "refused", "expired")
COLOURS = ("blue", "yellow", "orange", "red")
MEDIATOR = "m-aoyang-1"
SESSION = "5c1f6f0e-0a36-5f0e-9f0b-2b1d0a1f7c14"
OTHER_CASE = "4be0643f-1d98-573b-97cd-ca98a65347dd"
ABOUT: Mapping[str, Any] = {
    "case_id": "1d2c9f3e-6d0b-5d55-8d1f-3b0a5a1f7c21", "category": "200302", "sealed": False, "source": "visit",
    "state": "mediating", "confirmation": "none", "risk": "yellow", "owner": "350924.aoyang.community", "round": 1,
    "next_due": "2026-03-04T16:00:00+00:00", "region": "3509241000011007",
}  # fmt: skip


def restricted(data: Mapping[str, Any]) -> bool:
    """Tell whether an event goes to the restricted exchange: while the case is sealed (封存), all do."""
    return bool(data.get("sealed"))


def id_field(about: str, **options: Any) -> fields.String:
    """An id of ours: no blank, no Chinese, and too short for an encrypted text."""
    return fields.String(
        validate=Regexp(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\Z"), metadata={"description": about}, **options
    )


def colour_field(about: str) -> fields.String:
    """A colour of risk."""
    return fields.String(required=True, validate=OneOf(COLOURS), metadata={"description": about})


def case_event(
    name: str, summary: str, *, addressed: bool = False, more: Mapping[str, Any] | None = None
) -> Callable[[S], S]:
    """Register an event about a case. more: what its example has besides what all have."""
    example = {**ABOUT, **(more or {})}
    if example["state"] in FINAL:
        del example["next_due"]
    return event("mediation", name, restricted=restricted, addressed=addressed, summary=summary, example=example)


class AboutCase(Schema):
    """The case as it is after the event."""

    case_id = id_field("the case", required=True)
    category = category_field()
    sealed = fields.Boolean(required=True, metadata={"description": "only those on the case may see it"})
    source = fields.String(
        required=True, validate=OneOf(SOURCES), metadata={"description": "how the dispute came to notice at first"}
    )
    state = fields.String(
        required=True, validate=OneOf(STATES), metadata={"description": "where the procedure stands"}
    )
    confirmation = fields.String(
        required=True, validate=OneOf(CONFIRMATIONS), metadata={"description": "judicial confirmation (司法确认)"}
    )
    risk = colour_field("grade of risk")
    owner = team_field("the team that must not forget it; absent while the registry knows none")
    round = fields.Integer(
        required=True, validate=Range(min=0), metadata={"description": "rounds begun since it was (re)opened"}
    )
    next_due = moment_field("the earliest deadline; absent when none runs")
    region = code_field("the place to grid level, a wider region when no more is known", required=True)


class Because(AboutCase):
    """Something that has a reason."""

    reason = reason_field("why, a word", required=True)
