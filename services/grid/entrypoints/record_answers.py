"""What HTTP answers about field records."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.grid.domain.records.duty import Duty
from services.grid.domain.records.hazard import Hazard, Step
from services.grid.domain.records.place import Place
from services.grid.domain.records.population import Population
from services.grid.domain.records.told import Told
from services.grid.domain.records.visit import Visit

Answer = dict[str, Any]


class ToldAnswer(Schema):
    """When it was, when it was told, by whom, and what is odd about that."""

    at = fields.AwareDateTime(required=True)
    received_at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)
    flags = fields.List(fields.String(), required=True)


class StepAnswer(ToldAnswer):
    """A step: assigned, transferred, equipped, resolved."""

    step = fields.String(required=True)
    team = fields.String()
    to = fields.String()
    items = fields.List(fields.String())
    pieces = fields.Integer()
    outcome = fields.String()


class HazardAnswer(ToldAnswer):
    """A hazard with what was done about it, in the order in which it was done."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    region = fields.String(required=True)
    place = fields.String(required=True)
    source = fields.String(required=True)
    state = fields.String(required=True)
    team = fields.String(required=True)
    to = fields.String(required=True)
    missing = fields.List(fields.String(), required=True)
    due = fields.AwareDateTime(required=True)
    overdue = fields.Boolean(required=True)
    steps = fields.List(fields.Nested(StepAnswer), required=True)


class VisitAnswer(ToldAnswer):
    """A visit."""

    id = fields.String(required=True)
    region = fields.String(required=True)
    place = fields.String(required=True)
    role = fields.String(required=True)
    team = fields.String(required=True)
    person = fields.String(required=True)
    households = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    fraud_minutes = fields.Integer(required=True)
    meets_rule = fields.Boolean(required=True)


class PopulationAnswer(ToldAnswer):
    """The count in force. in_force: after a put, whether it is the one that was put."""

    region = fields.String(required=True)
    group = fields.String(required=True)
    month = fields.String(required=True)
    registered = fields.Integer(required=True)
    estimated = fields.Integer(required=True)
    number = fields.Integer(required=True)
    in_force = fields.Boolean()


class GradingAnswer(ToldAnswer):
    """A grade that was given."""

    grade = fields.String(required=True)
    reason = fields.String(required=True)


class PlaceAnswer(Schema):
    """A place, its grade and those before, the newest first. in_force: after a put, whether the grade is new."""

    id = fields.String(required=True)
    region = fields.String(required=True)
    kind = fields.String(required=True)
    grade = fields.String(required=True)
    gradings = fields.List(fields.Nested(GradingAnswer), required=True)
    in_force = fields.Boolean()


class EntryAnswer(ToldAnswer):
    """One time that it was done."""

    id = fields.String(required=True)


class DutyAnswer(Schema):
    """A team's duty of a period."""

    duty = fields.String(required=True)
    team = fields.String(required=True)
    region = fields.String(required=True)
    period = fields.String(required=True)
    entries = fields.List(fields.Nested(EntryAnswer), required=True)


def page_of(item: type[Schema], name: str) -> type[Schema]:
    """Return the schema of a page of these."""
    page: dict[str, Any] = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(required=True, allow_none=True),
    }
    return Schema.from_dict(page, name=name)


def hazard(it: Hazard) -> Answer:
    """Return the answer about a hazard."""
    found = it.found
    return {
        "id": it.id, "kind": found.kind, "region": found.region, "place": found.place, "source": found.source,
        "state": it.state, "team": it.team, "to": it.to, "missing": list(it.missing), "due": it.due,
        "overdue": it.overdue, "steps": [_step(each) for each in it.in_order], **told_of(found.told),
    }  # fmt: skip


def visit(it: Visit) -> Answer:
    """Return the answer about a visit."""
    names = (
        "id", "region", "place", "role", "team", "person", "households", "minutes", "fraud_minutes", "meets_rule",
    )  # fmt: skip
    return {**{name: getattr(it, name) for name in names}, **told_of(it.told)}


def population(it: Population) -> Answer:
    """Return the answer about a count."""
    names = ("region", "group", "month", "registered", "estimated", "number")
    return {**{name: getattr(it, name) for name in names}, **told_of(it.told)}


def place(it: Place) -> Answer:
    """Return the answer about a place."""
    gradings = [
        {"grade": each.grade, "reason": each.reason, **told_of(each.told)} for each in reversed(it.gradings)
    ]
    return {"id": it.id, "region": it.region, "kind": it.kind, "grade": it.now.grade, "gradings": gradings}


def duty(it: Duty) -> Answer:
    """Return the answer about a duty."""
    entries = [{"id": each.id, **told_of(each.told)} for each in it.entries]
    return {"duty": it.duty, "team": it.team, "region": it.region, "period": it.period, "entries": entries}


def _step(step: Step) -> Answer:
    more = {
        "team": step.team, "to": step.to, "items": list(step.items), "pieces": step.pieces, "outcome": step.outcome
    }  # fmt: skip
    return {"step": step.name, **{name: value for name, value in more.items() if value}, **told_of(step.told)}


def told_of(told: Told) -> Answer:
    """Return what every answer says of its telling."""
    return {"at": told.at, "received_at": told.received, "by": told.by, "flags": list(told.flags)}
