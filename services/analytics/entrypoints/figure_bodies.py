"""What may be asked of figures, and what their answers look like."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang.regions.codes import Level
from lianfang.web.paging import PageQuery
from services.analytics.app.figures.figures import DENOMINATOR, NUMERATOR, PERIOD_ON_PERIOD, YEAR_ON_YEAR
from services.analytics.domain.compare.change import CHANCE, FALL, REMARKS, RISE, UNTESTED
from services.analytics.domain.figures.figure import NO_TEST, POISSON, SHARES, SPLITS, TOPICS, UNITS
from services.analytics.domain.figures.period import FORMS
from services.analytics.domain.figures.value import NOTES

LEVELS = tuple(level.name.lower() for level in Level if level is not Level.COUNTRY)
AGAINST = (YEAR_ON_YEAR, PERIOD_ON_PERIOD)
MOST_PERIODS = 60
MOST_FIGURES = 100


def _about(text: str) -> dict[str, Any]:
    return {"metadata": {"description": text}}


def _region() -> fields.String:
    rule = Regexp(
        r"([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})?\Z", error="is no region code; write its digits"
    )
    return fields.String(load_default=None, validate=rule, **_about("a place; by default the caller's own region"))


def _period() -> fields.String:
    return fields.String(
        load_default=None, validate=Length(4, 22), **_about(f"local days: {FORMS}; by default the current one")
    )


class TopicQuery(Schema):
    """Which definitions."""

    topic = fields.String(load_default="", validate=OneOf(("", *TOPICS)))


class PlaceQuery(Schema):
    """Where and when."""

    region = _region()
    period = _period()


class ValuesQuery(PlaceQuery):
    """Several figures at once: those named, else a topic's, else all."""

    id = fields.List(fields.String(), load_default=(), validate=Length(max=MOST_FIGURES))
    topic = fields.String(load_default="", validate=OneOf(("", *TOPICS)))


class PartsQuery(PlaceQuery):
    """Pieces: by places of a level, by default the next below, or by a split."""

    level = fields.String(load_default="", validate=OneOf(("", *LEVELS)))
    split = fields.String(load_default="", validate=OneOf(("", *SPLITS)))


class SeriesQuery(PlaceQuery):
    """The period and those before it."""

    number = fields.Integer(load_default=12, validate=Range(1, MOST_PERIODS))


class ChangeQuery(PlaceQuery):
    """Compared with what."""

    against = fields.String(load_default=YEAR_ON_YEAR, validate=OneOf(AGAINST), **_about("同比 or 环比"))


class EventsQuery(PageQuery):
    """Where, when, and which part of the figure."""

    region = _region()
    period = _period()
    part = fields.String(load_default=NUMERATOR, validate=OneOf((NUMERATOR, DENOMINATOR)))


class DefinitionAnswer(Schema):
    """What a figure is."""

    id = fields.String(required=True)
    topic = fields.String(required=True, validate=OneOf(TOPICS))
    zh = fields.String(required=True)
    en = fields.String(required=True)
    definition = fields.String(required=True)
    unit = fields.String(required=True, validate=OneOf(UNITS))
    period = fields.String(required=True, **_about("the usual one: day, week, month, year"))
    better = fields.String(required=True, validate=OneOf(("", "higher", "lower")))
    compare = fields.String(required=True, validate=OneOf((POISSON, SHARES, NO_TEST)))
    splits = fields.List(fields.String(), required=True)
    lowest_level = fields.String(required=True, **_about("below it for supervisors only"))
    ratio = fields.Boolean(required=True, **_about("it has a denominator"))
    published = fields.Boolean(required=True, **_about("† a county bureau published results of it"))
    source = fields.String(required=True)


class DefinitionsAnswer(Schema):
    """The catalogue."""

    items = fields.List(fields.Nested(DefinitionAnswer), required=True)


class NoteAnswer(Schema):
    """Something to know about a value."""

    word = fields.String(required=True)
    text = fields.String(required=True)


class _Number(Schema):
    value = fields.Float(required=True, allow_none=True, **_about("in the unit; null when it can't be said"))
    numerator = fields.Float(required=True, allow_none=True)
    denominator = fields.Float(required=True, allow_none=True)
    facts = fields.Integer(required=True, **_about("how many facts the numerator was made of"))


class ValueAnswer(_Number):
    """A figure of a place and a period."""

    figure = fields.String(required=True)
    unit = fields.String(required=True)
    region = fields.String(required=True)
    period = fields.String(required=True)
    notes = fields.List(fields.Nested(NoteAnswer), required=True, **_about(", ".join(NOTES)))


class ValuesAnswer(Schema):
    """Figures in the catalogue's order."""

    items = fields.List(fields.Nested(ValueAnswer), required=True)


class PartAnswer(_Number):
    """A piece. key: a place's code, a category …; empty for what is not known so closely."""

    key = fields.String(required=True)


class PartsAnswer(Schema):
    """All pieces, and the whole."""

    whole = fields.Nested(ValueAnswer, required=True)
    by = fields.String(required=True, **_about("a level or a split"))
    items = fields.List(fields.Nested(PartAnswer), required=True)


class ChangeAnswer(Schema):
    """A change with its test; p_value is null when nothing was tested."""

    now = fields.Nested(ValueAnswer, required=True)
    before = fields.Nested(ValueAnswer, required=True)
    against = fields.String(required=True, validate=OneOf(AGAINST))
    percent = fields.Float(required=True, allow_none=True)
    difference = fields.Float(required=True, allow_none=True)
    test = fields.String(required=True, validate=OneOf((POISSON, SHARES, NO_TEST)))
    p_value = fields.Float(required=True, allow_none=True)
    ratio_low = fields.Float(required=True, allow_none=True, **_about("95 % interval of the ratio of rates"))
    ratio_high = fields.Float(required=True, allow_none=True)
    expected = fields.Float(required=True, allow_none=True, **_about("smallest count expected if nothing changed"))
    verdict = fields.String(required=True, validate=OneOf((RISE, FALL, CHANCE, UNTESTED)))
    small = fields.Boolean(required=True, **_about("the numbers are too small to make much of the percentage"))
    remarks = fields.List(fields.Nested(NoteAnswer), required=True, **_about(", ".join(REMARKS)))


class TracedAnswer(Schema):
    """A fact behind a figure. evidence: ids of the further events for which it counts."""

    event_id = fields.String(required=True)
    kind = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    region = fields.String(required=True)
    subject = fields.String(required=True)
    other = fields.String(required=True)
    word = fields.String(required=True)
    category = fields.String(required=True)
    team = fields.String(required=True)
    ring = fields.Integer(required=True, allow_none=True)
    value = fields.Float(required=True)
    evidence = fields.List(fields.String(), required=True)


class EventsAnswer(Schema):
    """A page of facts, oldest first."""

    items = fields.List(fields.Nested(TracedAnswer), required=True)
    next = fields.String(required=True, allow_none=True)
