"""Early warnings (预警): that more happens at a place than chance explains. Places and times only, never people."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range, Regexp

from lianfang.contracts.fields import code_field, identifier_field, moment_field, reason_field
from lianfang.contracts.registry import event

METHODS = ("cusum", "ewma", "gi_star", "scan")
STATES = ("raised", "dismissed", "expired")
_ABOUT = {
    "warning": "w-3f6a0a55c9b85f0ea1a6c0a3a2f1d7b4.1", "place": "350924100", "county": "350924",
    "figure": "incident_reported", "category": "2003", "method": "cusum", "state": "raised", "since": "2026-02-24",
    "day": "2026-03-01", "observed": 19, "expected": 7.2, "expires": "2026-03-08T20:30:00+00:00",
}  # fmt: skip


def _day(about: str) -> fields.String:
    return fields.String(
        required=True, validate=Regexp(r"\d{4}-\d\d-\d\d\Z"), metadata={"description": about, "format": "date"}
    )


class WarningReason(Schema):
    """A number that speaks for the warning; docs/warnings.md says what each is."""

    word = reason_field("what the number is: statistic, limit, p_value …", required=True)
    value = fields.Float(required=True)


class AboutWarning(Schema):
    """The warning as it is after the event."""

    warning = identifier_field("the warning", required=True)
    place = code_field("where: a county, township, village or grid", required=True)
    county = code_field("its county", required=True)
    figure = reason_field("kind of fact that is counted", required=True)
    category = fields.String(
        required=True, validate=Regexp(r"\d{0,6}\Z"), metadata={"description": "begin of its categories, or none"}
    )
    method = fields.String(required=True, validate=OneOf(METHODS))
    state = fields.String(required=True, validate=OneOf(STATES))
    since = _day("first day of the rise, by the clocks of the place")
    day = _day("last day that was looked at")
    observed = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "counted since then"})
    expected = fields.Float(required=True, validate=Range(min=0), metadata={"description": "usual for that time"})
    expires = moment_field("when it ends by itself unless it is seen again", required=True)


def _about(name: str, summary: str, **more: Any) -> Any:
    return event("analytics", name, summary=summary, example={**_ABOUT, **more})


@_about("warning_raised", "More happens at a place than chance explains.",
        reasons=[{"word": "statistic", "value": 9.5}, {"word": "limit", "value": 8.25}])  # fmt: skip
class WarningRaised(AboutWarning):
    """One warning per place, figure, category and method is open at a time."""

    reasons = fields.List(fields.Nested(WarningReason), required=True)


@_about("warning_dismissed", "Somebody looked and says that it needs nothing more.", state="dismissed",
        reason="known_cause")  # fmt: skip
class WarningDismissed(AboutWarning):
    """Never who did; the service knows."""

    reason = reason_field("known_cause, handled, single_cause, data_error, no_concern", required=True)


@_about("warning_expired", "It was not seen again for as long as the rules say.", state="expired")
class WarningExpired(AboutWarning):
    """Ended by itself."""
