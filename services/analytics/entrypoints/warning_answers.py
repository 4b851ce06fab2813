"""What HTTP takes and answers about warnings and forecasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Regexp

from lianfang.web.paging import PageQuery
from services.analytics.app.warnings.forecasts import Forecast, Record
from services.analytics.app.warnings.scores_in_words import record_said, score_said
from services.analytics.domain.warnings.warning import BECAUSE, DISMISSED, EXPIRED, RAISED, EarlyWarning
from services.analytics.domain.warnings.words import LANGUAGES, MEANINGS, sentence


def _about(text: str) -> dict[str, str]:
    return {"description": text}


class WarningsQuery(PageQuery):
    """Filters of the list."""

    region = fields.String(
        load_default="", validate=Regexp(r"\d{0,16}\Z"), metadata=_about("by default the caller's own")
    )
    state = fields.String(load_default=None, validate=OneOf((RAISED, DISMISSED, EXPIRED)))


class ReasonAnswer(Schema):
    """A number that speaks for the warning."""

    word = fields.String()
    value = fields.Float()
    meaning = fields.String()


class SaidAnswer(Schema):
    """The reasons as a sentence in each language."""

    zh = fields.String()
    en = fields.String()


class WarningAnswer(Schema):
    """A warning (预警)."""

    id = fields.String()
    place = fields.String(metadata=_about("code of a county, township, village or grid"))
    figure = fields.String(metadata=_about("kind of fact that is counted"))
    category = fields.String(metadata=_about("begin of its categories; empty: all"))
    method = fields.String(metadata=_about("cusum, ewma, gi_star or scan"))
    state = fields.String(metadata=_about("raised, dismissed or expired"))
    since = fields.Date(metadata=_about("first day of the rise"))
    day = fields.Date(metadata=_about("last day looked at"))
    observed = fields.Integer()
    expected = fields.Float(metadata=_about("usual for that time"))
    reasons = fields.List(fields.Nested(ReasonAnswer))
    said = fields.Nested(SaidAnswer)
    raised = fields.AwareDateTime()
    expires = fields.AwareDateTime()
    ended = fields.AwareDateTime(allow_none=True)
    because = fields.String(metadata=_about("why it was dismissed; empty unless it was"))
    by = fields.String(metadata=_about("who dismissed it"))


class WarningsAnswer(Schema):
    """A page."""

    items = fields.List(fields.Nested(WarningAnswer))
    next = fields.String(allow_none=True)


class DismissBody(Schema):
    """Why it needs nothing more."""

    reason = fields.String(required=True, validate=OneOf(BECAUSE))


class ForecastsQuery(Schema):
    """Of which county and watch."""

    county = fields.String(
        load_default="", validate=Regexp(r"(\d{6})?\Z"), metadata=_about("by default the caller's own")
    )
    figure = fields.String(load_default=None)
    category = fields.String(load_default="", validate=Regexp(r"\d{0,6}\Z"))


class ScoreAnswer(Schema):
    """How a forecast did, once its days are over (Chainey 2008)."""

    hits = fields.Integer(metadata=_about("events in flagged grids"))
    events = fields.Integer()
    area_share = fields.Float()
    hit_rate = fields.Float(allow_none=True)
    pai = fields.Float(allow_none=True, metadata=_about("hit rate by area share; chance gives 1"))
    efficiency = fields.Float(allow_none=True, metadata=_about("pai by that of whoever had known"))


class ForecastAnswer(Schema):
    """The grids where the next days' events are expected, best first."""

    id = fields.String()
    county = fields.String()
    figure = fields.String()
    category = fields.String()
    method = fields.String()
    start = fields.Date()
    end = fields.Date()
    grids = fields.List(fields.String())
    events = fields.Integer(metadata=_about("events that it was made from"))
    width = fields.Float(metadata=_about("of the kernel, metres"))
    score = fields.Nested(ScoreAnswer, allow_none=True)
    said = fields.Nested(SaidAnswer, metadata=_about("the score as a sentence, or when there will be one"))


class RecordAnswer(Schema):
    """How the past ones did together."""

    scored = fields.Integer()
    events = fields.Integer()
    hits = fields.Integer()
    hit_rate = fields.Float(allow_none=True)
    area_share = fields.Float(allow_none=True)
    pai = fields.Float(allow_none=True)
    said = fields.Nested(SaidAnswer)


class ForecastsAnswer(Schema):
    """A county's forecasts, the newest first, and their record."""

    items = fields.List(fields.Nested(ForecastAnswer))
    record = fields.Nested(RecordAnswer)


def shown(warning: EarlyWarning) -> dict[str, Any]:
    """Return a warning as it is answered."""
    signal, slot = warning.signal, warning.signal.slot
    return {
        "id": warning.id, "place": slot.place, "figure": slot.figure, "category": slot.category,
        "method": slot.method, "state": warning.state, "since": signal.since, "day": signal.day,
        "observed": signal.observed, "expected": signal.expected,
        "reasons": [
            {"word": each.word, "value": each.value, "meaning": MEANINGS[each.word]} for each in signal.reasons
        ],
        "said": {language: sentence(signal, language) for language in LANGUAGES},
        "raised": warning.raised, "expires": warning.expires, "ended": warning.ended, "because": warning.because,
        "by": warning.by,
    }  # fmt: skip


def shown_forecasts(forecasts: list[Forecast], record: Record) -> dict[str, Any]:
    """Return forecasts and their record as they are answered."""
    items = [{"id": each.id, **asdict(each), "said": _said(score_said, each.end, each.score)} for each in forecasts]
    return {"items": items, "record": {**asdict(record), "said": _said(record_said, record)}}


def _said(sentence: Callable[..., str], *about: Any) -> dict[str, str]:
    return {language: sentence(*about, language) for language in LANGUAGES}
