"""What HTTP takes and answers of activities, surveys and expenses: words and numbers, nobody's name."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import OneOf

from services.grid.domain.records.activity import KINDS, Activity
from services.grid.domain.records.expense import Expense
from services.grid.domain.records.survey import Survey
from services.grid.entrypoints.record_answers import ToldAnswer, page_of, told_of
from services.grid.entrypoints.record_bodies import (
    Placed,
    RecordsQuery,
    Timed,
    count_field,
    id_field,
    region_field,
    team_field,
    word_field,
)


class ActivityBody(Placed):
    """What a team did."""

    id = id_field()
    kind = fields.String(required=True, validate=OneOf(KINDS))
    topic = word_field("what it was about or for whom, such as drowning", required=True)
    team = team_field(required=True)
    people = count_field(
        0, 1_000_000, load_default=0,
        metadata={"description": "how many it reached; for care: only who was not helped before"},
    )  # fmt: skip


class SurveyBody(Timed):
    """Answers to one question."""

    id = id_field()
    question = word_field("such as feels_safe", required=True)
    region = region_field(required=True)
    team = team_field(required=True)
    answered = count_field(1, 1_000_000, required=True)
    agreeing = count_field(0, 1_000_000, required=True)

    @validates_schema
    def _part(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("agreeing", 0) > data.get("answered", 1_000_000):
            raise ValidationError("is more than answered", "agreeing")


class ExpenseBody(Timed):
    """What a team paid for one purpose."""

    id = id_field()
    purpose = word_field("such as fuel, rent, upkeep", required=True)
    region = region_field(required=True)
    team = team_field(required=True)
    yuan = count_field(1, 1_000_000_000, required=True, metadata={"description": "whole yuan; no pay"})


class ActivitiesQuery(RecordsQuery):
    """Which activities."""

    kind = fields.String(load_default="")
    topic = fields.String(load_default="")
    team = fields.String(load_default="")


class SurveysQuery(RecordsQuery):
    """Which surveys."""

    question = fields.String(load_default="")
    team = fields.String(load_default="")


class ExpensesQuery(RecordsQuery):
    """Which expenses."""

    purpose = fields.String(load_default="")
    team = fields.String(load_default="")


class ActivityAnswer(ToldAnswer):
    """An activity."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    topic = fields.String(required=True)
    region = fields.String(required=True)
    place = fields.String(required=True)
    team = fields.String(required=True)
    people = fields.Integer(required=True)


class SurveyAnswer(ToldAnswer):
    """Answers to one question."""

    id = fields.String(required=True)
    question = fields.String(required=True)
    region = fields.String(required=True)
    team = fields.String(required=True)
    answered = fields.Integer(required=True)
    agreeing = fields.Integer(required=True)


class ExpenseAnswer(ToldAnswer):
    """What a team paid for one purpose."""

    id = fields.String(required=True)
    purpose = fields.String(required=True)
    region = fields.String(required=True)
    team = fields.String(required=True)
    yuan = fields.Integer(required=True)


ActivitiesAnswer = page_of(ActivityAnswer, "ActivitiesAnswer")
SurveysAnswer = page_of(SurveyAnswer, "SurveysAnswer")
ExpensesAnswer = page_of(ExpenseAnswer, "ExpensesAnswer")


def activity(it: Activity) -> dict[str, Any]:
    """Return the answer about an activity."""
    names = ("id", "kind", "topic", "region", "place", "team", "people")
    return {**{name: getattr(it, name) for name in names}, **told_of(it.told)}


def survey(it: Survey) -> dict[str, Any]:
    """Return the answer about a survey."""
    names = ("id", "question", "region", "team", "answered", "agreeing")
    return {**{name: getattr(it, name) for name in names}, **told_of(it.told)}


def expense(it: Expense) -> dict[str, Any]:
    """Return the answer about an expense."""
    names = ("id", "purpose", "region", "team", "yuan")
    return {**{name: getattr(it, name) for name in names}, **told_of(it.told)}
