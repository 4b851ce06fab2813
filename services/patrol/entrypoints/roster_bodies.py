"""What requests about rosters ask and what their answers look like."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from lianfang.web.paging import PageQuery
from services.patrol.app.posts.fields import full_id
from services.patrol.app.rosters.picture import MOST_PEOPLE

LONGEST_S, SHORTEST_S, DEFAULT_S = 3600, 5, 120
MOST_AT_ONCE = 100
WHICH = ("published", "planned")


def _about(text: str) -> dict[str, str]:
    return {"description": text}


class DraftBody(Schema):
    """Whose roster, over which days, both in."""

    unit = full_id(required=True, metadata=_about("the station or team, by its full id"))
    first = fields.Date(required=True, metadata=_about("the first local day"))
    last = fields.Date(required=True, metadata=_about("the last local day, in it too"))


class PlanBody(Schema):
    """How long the solver may take, and what of a published roster stays."""

    seconds = fields.Integer(
        load_default=DEFAULT_S, validate=validate.Range(SHORTEST_S, LONGEST_S), metadata=_about("time limit")
    )
    frozen_before = fields.AwareDateTime(
        load_default=None, allow_none=True,
        metadata=_about("of a published roster: what begins before stays; the policy's horizon at the least"),
    )  # fmt: skip


class CancelBody(Schema):
    """Why; and whether the best roster found so far is kept."""

    reason = fields.String(load_default="", validate=validate.Length(max=500))
    keep_best = fields.Boolean(load_default=True)


class WithdrawBody(Schema):
    """Why; it stays in the service."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class PlaceBody(Schema):
    """A person in a place of a slot. need: index into the slot's needs."""

    slot = fields.String(required=True, validate=validate.Length(1, 200))
    need = fields.Integer(required=True, validate=validate.Range(0, 99))
    person = fields.String(required=True, validate=validate.Length(1, 64))


class EditBody(Schema):
    """What is taken away, then what is set; all or none."""

    unset = fields.List(fields.Nested(PlaceBody), load_default=list, validate=validate.Length(max=MOST_AT_ONCE))
    set = fields.List(fields.Nested(PlaceBody), load_default=list, validate=validate.Length(max=MOST_AT_ONCE))


class RostersQuery(Schema):
    """Which; by default those of the caller's county."""

    unit = full_id(load_default=None)
    county = fields.String(load_default="", validate=validate.Regexp(r"([0-9]{6})?\Z"))


class WhichQuery(Schema):
    """What is in force, or what is planned of it."""

    which = fields.String(load_default="", validate=validate.OneOf(("", *WHICH)))


class PlacesQuery(PageQuery, WhichQuery):
    """Assignments by page; of one person or slot if given."""

    cursor = fields.String(
        load_default=None, validate=validate.Regexp(r"[0-9]{1,9}\Z", error="is no cursor of this list")
    )
    person = fields.String(load_default="")
    slot = fields.String(load_default="")


class PictureQuery(WhichQuery):
    """Which people, by id, of those who have a duty."""

    skip = fields.Integer(load_default=0, validate=validate.Range(0, 1_000_000))
    people = fields.Integer(load_default=MOST_PEOPLE, validate=validate.Range(1, MOST_PEOPLE))


class RosterAnswer(Schema):
    """A roster. next: what is being planned of it when a version is in force."""

    id = fields.String(required=True)
    unit = fields.String(required=True)
    county = fields.String(required=True)
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    state = fields.String(required=True)
    version = fields.Integer(required=True)
    shifts = fields.String(metadata=_about("none, opening, open, closing, closed"))
    progress = fields.Dict(metadata=_about("share, best, bound, elapsed_s, message of the solver"))
    cost = fields.Integer(allow_none=True)
    score = fields.Dict(metadata=_about("cost by part"))
    bound = fields.Integer(allow_none=True)
    places = fields.Integer()
    open_count = fields.Integer()
    open = fields.List(fields.Dict(), metadata=_about("places nobody has, the first hundred"))
    violation_count = fields.Integer()
    violations = fields.List(fields.Dict(), metadata=_about("rules broken, the first hundred"))
    conflict = fields.List(fields.String(), metadata=_about("why no roster keeps all rules"))
    reason = fields.String()
    next = fields.Dict(allow_none=True)


class RostersAnswer(Schema):
    """Rosters by first day."""

    items = fields.List(fields.Nested(RosterAnswer))


class PlacesAnswer(Schema):
    """A page of assignments."""

    items = fields.List(fields.Dict())
    next = fields.String(allow_none=True)


class CheckAnswer(Schema):
    """good: nothing changed and no rule is broken."""

    good = fields.Boolean(required=True)
    changes = fields.List(fields.String())
    violations = fields.List(fields.Dict())


def something(body: dict[str, Any]) -> None:
    """Raise ValidationError for an edit that changes nothing."""
    if not body["set"] and not body["unset"]:
        raise ValidationError("set or unset at least one assignment")
