"""What the catalogue's file looks like. Cross-checks between fields stand in catalogue.py."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang.regions.codes import Level
from services.analytics.domain.figures import figure as f
from services.analytics.domain.figures import period

WORD = Regexp(r"[a-z][a-z0-9_]{1,63}\Z", error="is no word; write small letters, digits and _")
TEAMS = Regexp(r"[a-z0-9.*-]{1,80}\Z", error="is no pattern of team ids; write it like *.community")
LEVELS = tuple(level.name.lower() for level in Level)


def _text() -> fields.String:
    length = Length(min=1, max=600, error="has no 1 to 600 characters; rewrite it")
    return fields.String(required=True, validate=length)


def _words(**options: Any) -> fields.List[Any]:
    return fields.List(fields.String(validate=WORD), **options)


def _one_of(choices: tuple[str, ...], **options: Any) -> fields.String:
    return fields.String(validate=OneOf(choices, error="is none of {choices}; take one"), **options)


class _Strict(Schema):
    class Meta:
        """Unknown names are mistakes."""

        unknown = RAISE


class EvidenceSchema(_Strict):
    """See domain.figures.figure.Evidence."""

    kinds = _words(required=True, validate=Length(min=1))
    same = _one_of(tuple(f.WIDER))
    pick = _one_of((f.FIRST, f.LAST))
    words = _words()
    accepted = _words()
    absent = fields.Boolean()
    by_then = fields.Boolean()
    window = _one_of(("", f.TO_END))
    within_minutes = fields.Float(validate=Range(min=0))


class StandingSchema(_Strict):
    """See domain.figures.figure.Standing."""

    words = _words()
    least = fields.Float()
    teams = fields.List(fields.String(validate=TEAMS))
    not_teams = fields.List(fields.String(validate=TEAMS))


class SelectionSchema(_Strict):
    """See domain.figures.figure.Selection."""

    kinds = _words(required=True, validate=Length(min=1))
    words = _words()
    categories = fields.List(fields.String(validate=Length(min=1)))
    rings = fields.List(fields.Integer(validate=OneOf((1, 3, 5))))
    least = fields.Float()
    window = _one_of((f.IN_PERIOD, f.TO_END))
    dated = _one_of((f.BY_SLOT, f.BY_MONTH))
    moved_by = fields.String(validate=WORD)
    evidence = fields.List(fields.Nested(EvidenceSchema))
    interval = fields.Boolean()
    measure = _one_of(f.MEASURES)
    each = fields.List(_one_of(f.COLUMNS))
    standing = fields.Nested(StandingSchema)
    per = _one_of((period.DAY, period.WEEK, period.MONTH))
    at_least = fields.Float(validate=Range(min=0, min_inclusive=False))
    scale = fields.Float(validate=Range(min=0, min_inclusive=False))


class FigureSchema(_Strict):
    """See domain.figures.figure.Figure."""

    id = fields.String(required=True, validate=WORD)
    topic = _one_of(f.TOPICS, required=True)
    zh = _text()
    en = _text()
    definition = _text()
    unit = _one_of(f.UNITS, required=True)
    period = _one_of((period.DAY, period.WEEK, period.MONTH, period.YEAR), required=True)
    source = _text()
    numerator = fields.Nested(SelectionSchema, required=True)
    denominator = fields.Nested(SelectionSchema)
    lowest_level = _one_of(LEVELS)
    splits = fields.List(_one_of(f.SPLITS))
    better = _one_of(("", "higher", "lower"))
    compare = _one_of((f.POISSON, f.SHARES, f.NO_TEST))
    published = fields.Boolean()


class CatalogueSchema(_Strict):
    """The file. shared: pieces that figures take over by YAML's anchors; nothing reads them."""

    shared = fields.Raw()
    figures = fields.List(fields.Nested(FigureSchema), required=True, validate=Length(min=1))
