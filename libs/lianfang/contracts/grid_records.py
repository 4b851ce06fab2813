"""The grid service's field records: hazards, visits, counts of people, grades of places, duties. Nobody is named.

Places are region codes and ids of places; whoever did something is an id. Times ``at`` are when it was, as far as a
phone's clock tells; records kept offline come late and in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range, Regexp

from lianfang.contracts.fields import (
    code_field,
    identifier_field,
    moment_field,
    reason_field,
    team_field,
    words_field,
)
from lianfang.contracts.registry import S, event

ROLES = ("leader", "officer")
GROUPS = ("resident", "migrant")
ACTIVITIES = ("lesson", "training", "service", "care", "large_event")
OUTCOMES = ("removed", "reduced", "not_confirmed")
PERIOD = r"\d{4}-(\d{2}-\d{2}|W\d{2}|\d{2})\Z"

_REGION, _TEAM, _PERSON = "3509241000011007", "350924.aoyang.community", "p-5c1f6f0e0a365f0e9f0b2b1d0a1f7c14"
_AT, _DUE = "2026-03-02T02:10:00+00:00", "2026-03-17T02:10:00+00:00"
_PLACE = "350924.water-0007"
_HAZARD: Mapping[str, Any] = {
    "hazard": "hz-7f9c0a8e6f0c", "kind": "drowning_water", "region": _REGION, "place": _PLACE, "team": _TEAM,
}  # fmt: skip


def record_event(name: str, summary: str, example: Mapping[str, Any], **options: Any) -> Callable[[S], S]:
    """Register an event of this context."""
    return event("grid", name, summary=summary, example=dict(example), **options)


def place_field() -> fields.String:
    """An id of a place (a house let, a shop, a pond): ``<county>.<word>``; never a name."""
    return fields.String(
        validate=Regexp(r"\d{6}\.[a-z0-9][a-z0-9-]{0,63}\Z"),
        metadata={"description": "id of the place, <county>.<word>; absent when none has one"},
    )


def _person(about: str) -> fields.String:
    return fields.String(
        required=True, validate=Regexp(r"p-[0-9a-f]{32}\Z"), metadata={"description": f"{about}, by id"}
    )


def _count(about: str, least: int = 0) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=least), metadata={"description": about})


def _region() -> fields.String:
    return code_field("where, to grid level where it is known", required=True)


def _at(about: str = "when it was, as far as is known") -> fields.String:
    return moment_field(about, required=True)


def _flags() -> fields.List[Any]:
    return words_field("what is odd: late_report, too_old, clock_skew, clock_ahead, before_found", required=True)


class AboutHazard(Schema):
    """What every event of a hazard says."""

    hazard = identifier_field("the hazard (隐患)", required=True)
    kind = reason_field("its class, a word of the county's rules", required=True)
    region = _region()
    place = place_field()
    team = team_field("the team that has it in hand; absent when none has")


@record_event(
    "hazard_found", "A hazard was found (隐患排查).",
    {**_HAZARD, "source": "visit", "at": _AT, "due": _DUE, "missing": ["buoy", "rope"], "by": _PERSON, "flags": []},
)  # fmt: skip
class HazardFound(AboutHazard):
    """missing: of what its class asks for, such as a water's "four ones": sign, buoy, rope, poles."""

    source = reason_field("how it was found: patrol, visit, inspection, report", required=True)
    at = _at()
    due = moment_field("until when it has to be resolved", required=True)
    missing = words_field("what should be there and is not", required=True)
    by = _person("who found it")
    flags = _flags()


@record_event(
    "hazard_assigned", "A team has to see to a hazard.", {**_HAZARD, "at": _AT, "due": _DUE}, addressed=True
)
class HazardAssigned(AboutHazard):
    """To the team."""

    at = _at()
    due = moment_field("until when it has to be resolved", required=True)


@record_event(
    "hazard_transferred", "A hazard was handed to the body whose duty it is, and is followed up until resolved.",
    {**_HAZARD, "to": "fire_brigade", "at": _AT},
)  # fmt: skip
class HazardTransferred(AboutHazard):
    """No end of it."""

    to = reason_field("the body, a word such as township_government", required=True)
    at = _at()


@record_event(
    "hazard_equipped", "What was missing at a place has been put there.",
    {**_HAZARD, "items": ["buoy"], "pieces": 2, "missing": ["rope"], "at": _AT},
)  # fmt: skip
class HazardEquipped(AboutHazard):
    """pieces counts things, of which there may be several of a kind."""

    items = words_field("what was put there", required=True)
    pieces = _count("how many pieces", 1)
    missing = words_field("what is still missing", required=True)
    at = _at()


@record_event(
    "hazard_overdue", "A hazard was not resolved in time, as far as was known then.",
    {**_HAZARD, "found_at": _AT, "due": _DUE, "at": _DUE},
)  # fmt: skip
class HazardOverdue(AboutHazard):
    """Once for a hazard. hazard_resolved says whether it was in time after all, told late."""

    to = reason_field("the body that it was transferred to; absent when to none")
    found_at = _at("when it was found")
    due = moment_field("until when it had to be resolved", required=True)
    at = _at("the deadline")


@record_event(
    "hazard_resolved", "A hazard is no more, or has been made small, or was none.",
    {**_HAZARD, "outcome": "removed", "found_at": _AT, "due": _DUE, "at": _AT, "in_time": True, "by": _PERSON,
     "flags": []},
)  # fmt: skip
class HazardResolved(AboutHazard):
    """The end of it."""

    outcome = fields.String(required=True, validate=OneOf(OUTCOMES))
    to = reason_field("the body that it was transferred to; absent when to none")
    found_at = _at("when it was found")
    due = moment_field("until when it had to be resolved", required=True)
    at = _at()
    in_time = fields.Boolean(required=True, metadata={"description": "whether `at` is not after `due`"})
    by = _person("who tells it")
    flags = _flags()


@record_event(
    "visit_recorded", "Households were visited (入户走访).",
    {"visit": "vs-7f9c0a8e6f0c", "region": _REGION, "place": _PLACE, "role": "officer", "team": _TEAM,
     "person": _PERSON, "households": 1, "minutes": 35, "fraud_minutes": 6, "meets_rule": True, "at": _AT,
     "received_at": _AT, "flags": []},
)  # fmt: skip
class VisitRecorded(Schema):
    """Whom it was with is not recorded."""

    visit = identifier_field("the visit", required=True)
    region = _region()
    place = place_field()
    role = fields.String(required=True, validate=OneOf(ROLES), metadata={"description": "leader or officer"})
    team = team_field("of whoever visited", required=True)
    person = _person("who visited")
    households = _count("households visited", 1)
    minutes = _count("how long", 1)
    fraud_minutes = _count("of these, on telecom fraud (反诈宣传)")
    meets_rule = fields.Boolean(
        required=True, metadata={"description": "whether each household had the minutes that the county asks for"}
    )
    at = _at("when it began")
    received_at = _at("when it was told")
    flags = _flags()


@record_event(
    "population_counted", "People in a grid were counted for a month (实有人口): numbers only.",
    {"region": _REGION, "group": "migrant", "month": "2026-03", "registered": 119, "estimated": 125, "number": 1,
     "at": _AT},
)  # fmt: skip
class PopulationCounted(Schema):
    """A later event of the same subject, which is region, group and month, takes the place of an earlier one."""

    region = code_field("the grid, 16 digits", required=True)
    group = fields.String(required=True, validate=OneOf(GROUPS))
    month = fields.String(required=True, validate=Regexp(r"\d{4}-\d{2}\Z"), metadata={"description": "as 2026-03"})
    registered = _count("how many are registered")
    estimated = _count("how many are taken to live there")
    number = _count("which count of this grid, group and month it is", 1)
    at = _at("when it was counted")


@record_event(
    "place_graded", "A place has a grade: rental housing A, B, C; trades and venues by colour. Never people.",
    {"place": _PLACE, "region": _REGION, "kind": "rental", "grade": "b", "before": "a", "reason": "fire_exits",
     "at": _AT},
)  # fmt: skip
class PlaceGraded(Schema):
    """The grade in force from now on; an older one that is told late makes no event."""

    place = fields.String(
        required=True, validate=Regexp(r"\d{6}\.[a-z0-9][a-z0-9-]{0,63}\Z"),
        metadata={"description": "id of the place, <county>.<word>"},
    )  # fmt: skip
    region = _region()
    kind = reason_field("rental, venue, trade, …: a word of the county's rules", required=True)
    grade = reason_field("a, b, c; green, yellow, orange, red", required=True)
    before = reason_field("the grade it had; absent for the first")
    reason = reason_field("why; absent when not told")
    at = _at()


@record_event(
    "duty_recorded", "A team did one of its countable duties (八个一).",
    {"duty": "daily_dispatch", "team": _TEAM, "region": "350924", "period": "2026-03-02", "number": 1,
     "by": _PERSON, "at": _AT, "flags": []},
)  # fmt: skip
class DutyRecorded(Schema):
    """number 1 fulfils the period's duty, more do no more. All of a team, duty and period have one subject."""

    duty = reason_field("a word of the county's rules, such as daily_dispatch", required=True)
    team = team_field("whose duty it is", required=True)
    region = _region()
    period = fields.String(
        required=True, validate=Regexp(PERIOD),
        metadata={"description": "local day 2026-03-02, ISO week 2026-W10 or month 2026-03"},
    )  # fmt: skip
    number = _count("which one of the period it is", 1)
    by = _person("who tells it")
    at = _at()
    flags = _flags()


@record_event(
    "activity_recorded", "A team did something besides calls (宣防活动): a lesson, a training, a service …",
    {"activity": "ac-7f9c0a8e6f0c", "kind": "lesson", "topic": "drowning", "region": _REGION, "place": _PLACE,
     "team": _TEAM, "people": 42, "by": _PERSON, "at": _AT, "flags": []},
)  # fmt: skip
class ActivityRecorded(Schema):
    """Whom it was for is not recorded. It never changes."""

    activity = identifier_field("the activity", required=True)
    kind = fields.String(required=True, validate=OneOf(ACTIVITIES))
    topic = reason_field("what it was about or for whom: drowning, telecom_fraud, lonely_elderly …", required=True)
    region = _region()
    place = place_field()
    team = team_field("whose it was", required=True)
    people = _count("how many it reached; for care: only who was not helped before")
    by = _person("who tells it")
    at = _at()
    flags = _flags()


@record_event(
    "survey_recorded", "People answered a question of a survey (群众测评): numbers only.",
    {"survey": "sv-7f9c0a8e6f0c", "question": "feels_safe", "region": _REGION, "team": _TEAM, "answered": 50,
     "agreeing": 47, "by": _PERSON, "at": _AT, "flags": []},
)  # fmt: skip
class SurveyRecorded(Schema):
    """It never changes."""

    survey = identifier_field("the survey", required=True)
    question = reason_field("what was asked: feels_safe (安全感), service (满意度) …", required=True)
    region = _region()
    team = team_field("who asked", required=True)
    answered = _count("how many answered", 1)
    agreeing = _count("of these, how many feel safe, are satisfied …")
    by = _person("who tells it")
    at = _at()
    flags = _flags()


@record_event(
    "expense_recorded", "A team paid for something (公用经费): the amount and what for.",
    {"expense": "ex-7f9c0a8e6f0c", "purpose": "fuel", "region": _REGION, "team": _TEAM, "yuan": 640, "by": _PERSON,
     "at": _AT, "flags": []},
)  # fmt: skip
class ExpenseRecorded(Schema):
    """Nobody's pay is among them. It never changes."""

    expense = identifier_field("the expense", required=True)
    purpose = reason_field("what was paid for: fuel, rent, upkeep …", required=True)
    region = _region()
    team = team_field("who paid", required=True)
    yuan = _count("the amount in whole yuan (元)", 1)
    by = _person("who tells it")
    at = _at()
    flags = _flags()
