"""What requests about units look like, and their answers."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Regexp

from lianfang.contracts.patrol.board import MODES, STATES, People
from lianfang.web.paging import PageQuery
from services.patrol.domain.board.unit import ENDS, WAY


def _about(text: str) -> dict[str, Any]:
    return {"metadata": {"description": text}}


def _region(about: str) -> fields.String:
    rule = Regexp(
        r"([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})?\Z", error="is no region code; write its digits"
    )
    return fields.String(load_default="", validate=rule, **_about(about))


class UnitsQuery(PageQuery):
    """Which units."""

    county = _region("a county's code")
    region = _region("a smaller place in it")
    capability = fields.String(load_default="", **_about("what it can do now, a word of the registry"))
    state = fields.String(load_default="", validate=OneOf(("", *STATES)), **_about("available …"))
    on_duty = fields.Boolean(load_default=False, **_about("only those that are manned now"))


class HandBody(Schema):
    """A state set by hand. reason and until are needed unless it is available, which takes back what was set."""

    state = fields.String(required=True, validate=OneOf(STATES))
    reason = fields.String(
        load_default="", validate=Regexp(r"([a-z][a-z0-9_]{0,39})?\Z", error="is no word; write such as break"),
        **_about("a word: break, repair, refuel …; never free text"),
    )  # fmt: skip
    until = fields.AwareDateTime(load_default=None, allow_none=True, **_about("at most 30 days ahead"))


class AssignmentAnswer(Schema):
    """A unit's part in an incident."""

    incident_id = fields.String(required=True)
    state = fields.String(required=True, validate=OneOf((*WAY, *ENDS)))
    priority = fields.Integer(required=True)
    since = fields.AwareDateTime(required=True, **_about("when it was last changed"))


class HandAnswer(Schema):
    """What was set by hand."""

    state = fields.String(required=True)
    reason = fields.String(required=True)
    until = fields.AwareDateTime(required=True)


class UnitAnswer(Schema):
    """A unit on duty. No person is in it."""

    unit = fields.String(required=True, **_about("the full id of its post"))
    county = fields.String(required=True)
    region = fields.String(required=True, **_about("where it stands, to grid level"))
    team = fields.String(required=True, **_about("the team that commands it; empty when none does"))
    lon = fields.Float(required=True, allow_none=True, **_about("of the post or the last mark visited, WGS 84"))
    lat = fields.Float(required=True, allow_none=True)
    mode = fields.String(required=True, validate=OneOf(MODES))
    state = fields.String(required=True, validate=OneOf(STATES))
    reason = fields.String(required=True, **_about("why it is not simply available"))
    capabilities = fields.List(fields.String(), required=True, **_about("what it can do now"))
    people = fields.Nested(People, required=True, **_about("who is on duty, by force"))
    on_duty_until = fields.AwareDateTime(required=True, allow_none=True, **_about("null: nobody is on duty"))
    open_assignments = fields.Integer(required=True, **_about("those too that are not shown"))
    set_by_hand = fields.Nested(HandAnswer, required=True, allow_none=True)
    assignments = fields.List(
        fields.Nested(AssignmentAnswer), required=True,
        **_about("open ones; restricted incidents for supervisors and the unit's own team only"),
    )  # fmt: skip
    version = fields.Integer(required=True)


class UnitsAnswer(Schema):
    """A page of units by id."""

    items = fields.List(fields.Nested(UnitAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
