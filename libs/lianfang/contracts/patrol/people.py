"""Events of people: who serves where, and may. Ids only; names, phones and addresses never leave the service."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range, Regexp

from lianfang.contracts.fields import code_field, moment_field, reason_field
from lianfang.contracts.patrol.fields import (
    PERSON,
    SHIFT,
    UNIT,
    force_field,
    patrol_event,
    person_field,
    unit_field,
    word_field,
)

STATES = ("applied", "active", "suspended", "left")
LEAVE_STATES = ("asked", "granted", "refused", "withdrawn")
_ABOUT = {"person": PERSON, "unit": UNIT, "force": "volunteer", "state": "active"}


class _AboutPerson(Schema):
    person = person_field("whom it is about", required=True)
    unit = unit_field("whose rosters have them", required=True)
    force = force_field(required=True)
    state = reason_field("applied, active, suspended or left", required=True)


def _about(name: str, summary: str, **more: Any) -> Any:
    return patrol_event(name, summary, example={**_ABOUT, **more})


@_about("person_joined", "Somebody signed up, or was imported.", how="signed_up", origin="shop")
class PersonJoined(_AboutPerson):
    """Joined. state: applied until somebody approves."""

    how = fields.String(required=True, validate=OneOf(("signed_up", "imported")))
    origin = reason_field("which of the volunteer forces; absent for others")


@_about("person_approved", "Somebody may be put on rosters, or again.")
class PersonApproved(_AboutPerson):
    """Approved."""


@_about("person_changed", "Unit, force, groups, area or known posts changed.", fields=["groups"])
class PersonChanged(_AboutPerson):
    """Changed."""

    changed = fields.List(
        reason_field("a field"),
        required=True,
        data_key="fields",
        metadata={"description": "no values"},
    )


@_about("person_suspended", "Somebody must not be put on rosters for now.", reason="review")
class PersonSuspended(_AboutPerson):
    """Suspended."""

    reason = reason_field("why, a word", required=True)


@_about("person_left", "Somebody left the force.", reason="moved")
class PersonLeft(_AboutPerson):
    """Left."""

    reason = reason_field("why, a word", required=True)


class _Certificate(_AboutPerson):
    skill = reason_field("what it proves", required=True)
    until = fields.String(
        validate=Regexp(r"\d{4}-\d{2}-\d{2}\Z"),
        metadata={"description": "last local day it is valid; absent: for ever", "format": "date"},
    )


@_about("certificate_verified", "Somebody has seen a certificate.", skill="first_aid", until="2027-05-31")
class CertificateVerified(_Certificate):
    """Verified."""


@_about("certificate_expiring", "A certificate will soon be valid no more.", skill="first_aid", until="2027-05-31")
class CertificateExpiring(_Certificate):
    """Expiring."""


@_about(
    "leave_changed", "Leave was asked for, granted, refused or withdrawn.", leave="l-1", leave_state="granted",
    start="2026-03-02T16:00:00+00:00", end="2026-03-04T16:00:00+00:00",
)  # fmt: skip
class LeaveChanged(_AboutPerson):
    """Changed. Why somebody is away is nobody else's business."""

    leave = word_field("the leave", required=True)
    leave_state = fields.String(required=True, validate=OneOf(LEAVE_STATES))
    start = moment_field("when it begins", required=True)
    end = moment_field("when it ends", required=True)


@patrol_event(
    "points_credited", "Hours and service points of a shift were credited, or corrected.",
    example={"person": PERSON, "shift": SHIFT, "place": 0, "minutes": 240, "points": 40, "corrected": False,
             "at": "2026-03-02T18:00:00+00:00"},
)  # fmt: skip
class PointsCredited(Schema):
    """The whole credit as it is now: a correction replaces it."""

    person = person_field("who served", required=True)
    shift = word_field("which shift", required=True)
    place = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "place of the shift"})
    minutes = fields.Integer(required=True, validate=Range(min=0))
    points = fields.Integer(required=True, validate=Range(min=0))
    corrected = fields.Boolean(required=True, metadata={"description": "a planner corrected it"})
    reason = reason_field("of the correction, a word; absent without one")
    at = moment_field("when it was served", required=True)


@patrol_event(
    "people_imported", "People of a county were imported.",
    example={"county": "360103", "import": "5c1f6f0e-0a36-5f0e-9f0b-2b1d0a1f7c14", "new": 263, "changed": 0,
             "unchanged": 0, "bad": 2},
)  # fmt: skip
class PeopleImported(Schema):
    """How many; each new one has an event of its own."""

    county = code_field("whose", required=True)
    number = word_field("the import", required=True, data_key="import")
    new = fields.Integer(required=True, validate=Range(min=0))
    changed = fields.Integer(required=True, validate=Range(min=0))
    unchanged = fields.Integer(required=True, validate=Range(min=0))
    bad = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "rows not taken"})
