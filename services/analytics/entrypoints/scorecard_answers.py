"""What answers about scorecards hold."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from services.analytics.app.plain import to_plain
from services.analytics.domain.scorecards.budget import Budget
from services.analytics.domain.scorecards.card import Card, Round

Json = dict[str, Any]


class SubjectAnswer(Schema):
    """Who is assessed."""

    id = fields.String(required=True)
    kind = fields.String(required=True)
    county = fields.String(required=True)
    unit = fields.String(required=True)
    region = fields.String()
    people = fields.Integer()


class LineAnswer(Schema):
    """A measure. value: null when there was nothing to measure."""

    measure = fields.String(required=True)
    title = fields.String(required=True)
    weight = fields.Float(required=True)
    value = fields.Float(required=True, allow_none=True)
    points = fields.Float(required=True)
    facts = fields.Integer(required=True)
    note = fields.String(required=True)


class BoundAnswer(Schema):
    """A bound target, with the events behind it."""

    word = fields.String(required=True)
    title = fields.String(required=True)
    count = fields.Integer(required=True)
    points = fields.Float(required=True)
    events = fields.List(fields.String())


class FlagAnswer(Schema):
    """Figures that look made to fit: somebody should look. It changes no score."""

    check = fields.String(required=True)
    count = fields.Integer(required=True)
    of = fields.Integer(required=True)
    expected = fields.Float(required=True)
    p = fields.Float(required=True)
    reason_zh = fields.String(required=True)
    reason_en = fields.String(required=True)
    events = fields.List(fields.String())


class AppealAnswer(Schema):
    """An appeal: open, upheld, rejected, withdrawn."""

    state = fields.String(required=True)
    by = fields.String()
    reason = fields.String()
    measures = fields.List(fields.String())
    at = fields.String()
    due = fields.String()
    overdue = fields.Boolean()
    decided_by = fields.String()
    decided_at = fields.String(allow_none=True)
    why = fields.String()


class ResultAnswer(Schema):
    """Score and grade; null when nothing could be measured. coefficient: a decimal as text."""

    score = fields.Float(required=True, allow_none=True)
    grade = fields.String(required=True)
    coefficient = fields.String(required=True)


class CardAnswer(Schema):
    """A scorecard."""

    id = fields.String(required=True)
    round = fields.String(required=True)
    subject = fields.Nested(SubjectAnswer, required=True)
    version = fields.String(required=True, metadata={"description": "of the rules it was made by"})
    lines = fields.List(fields.Nested(LineAnswer), required=True)
    bounds = fields.List(fields.Nested(BoundAnswer), required=True)
    unit_score = fields.Float(required=True, allow_none=True)
    result = fields.Nested(ResultAnswer, required=True)
    flags = fields.List(fields.Nested(FlagAnswer), required=True)
    appeal = fields.Nested(AppealAnswer, required=True, allow_none=True)
    corrections = fields.List(fields.Dict(), required=True)


class CardsAnswer(Schema):
    """A page of cards."""

    items = fields.List(fields.Nested(CardAnswer), required=True)
    next = fields.String(allow_none=True)


class RoundAnswer(Schema):
    """A round of assessment."""

    id = fields.String(required=True)
    county = fields.String(required=True)
    period = fields.String(required=True)
    start = fields.String(required=True)
    end = fields.String(required=True)
    target_fen = fields.Integer(required=True)
    civilisation_fen = fields.Integer(required=True)
    units = fields.Integer(required=True)
    people = fields.Integer(required=True)
    version = fields.String(required=True)
    state = fields.String(required=True)
    assessed = fields.Boolean(required=True)
    published_at = fields.String(required=True, allow_none=True)


class RoundsAnswer(Schema):
    """A page of rounds."""

    items = fields.List(fields.Nested(RoundAnswer), required=True)
    next = fields.String(allow_none=True)


class ShareAnswer(Schema):
    """What somebody gets."""

    card = fields.String(required=True)
    person = fields.String(required=True)
    grade = fields.String(required=True)
    coefficient = fields.String(required=True)
    fen = fields.Integer(required=True)


class BudgetAnswer(Schema):
    """The budget check, in fen. balance below 0: more is promised than there is. factor: pool / paid."""

    pool = fields.Integer(required=True)
    people = fields.Integer(required=True)
    base = fields.Integer(required=True)
    paid = fields.Integer(required=True)
    balance = fields.Integer(required=True)
    neutral = fields.Boolean(required=True)
    factor = fields.String(required=True, allow_none=True)
    shares = fields.List(fields.Nested(ShareAnswer), required=True)


def round_shown(round: Round) -> Json:
    """Return a round for people; its subjects are found among its cards."""
    plain = to_plain(round)
    kinds = [subject.kind for subject in round.subjects]
    return {
        **{name: value for name, value in plain.items() if name not in ("span", "subjects", "run", "by")},
        **plain["span"], "units": kinds.count("unit"), "people": kinds.count("person"),
    }  # fmt: skip


def card_shown(card: Card, *, own: bool = False) -> Json:
    """Return a card for people. own: to whom it is about, who isn't told which figures are in doubt."""
    plain = to_plain(card)
    del plain["run"]
    return plain | {"flags": []} if own else plain


def budget_shown(budget: Budget) -> Json:
    """Return the check."""
    return {**to_plain(budget), "balance": budget.balance, "neutral": budget.balance == 0}
