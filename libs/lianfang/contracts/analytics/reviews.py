"""Events of accountability reviews (责任倒查). Restricted: they are for supervisors."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from lianfang.contracts.analytics.scorecards import nobody_else
from lianfang.contracts.fields import code_field, identifier_field, moment_field, reason_field, team_field
from lianfang.contracts.registry import event

FINDINGS = ("prevention_failed", "nothing_to_prevent", "beyond_police")
_PLACE = "350924100001"
_ABOUT = {
    "review": "6c1f0d3e-1a52-5b53-9a3a-0d4b7a5f1f01", "trigger": "preventable_crime", "county": "350924",
    "region": _PLACE, "category": "100401", "at": "2026-03-01T18:00:00+00:00",
}  # fmt: skip


def _number(about: str) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=0), metadata={"description": about})


class AboutReview(Schema):
    """What every event of a review says."""

    review = identifier_field("the review", required=True)
    trigger = reason_field("what opened it: preventable_crime, major_accident …", required=True)
    county = code_field("its county", required=True)
    region = code_field("where it happened, to village or grid", required=True)
    at = moment_field("when it happened", required=True)
    category = fields.String(metadata={"description": "category of the incident; absent when unknown"})
    incident = identifier_field("the incident; absent when opened without one")
    team = team_field("the team that answers for the place; absent when unknown")


def _about(name: str, summary: str, **more: Any) -> Any:
    return event("analytics", name, summary=summary, restricted=nobody_else, example={**_ABOUT, **more})


@_about("review_opened", "A preventable crime or major accident: what was known before?", known=12, open_hazards=1,
        open_cases=0, earlier_incidents=4, days_since_visit=12.5)  # fmt: skip
class ReviewOpened(AboutReview):
    """With what was known before, in numbers."""

    known = _number("facts known of the place before")
    open_hazards = _number("hazards found before and not resolved")
    open_cases = _number("disputes registered before and not ended")
    earlier_incidents = _number("incidents at the place before")
    days_since_visit = fields.Float(metadata={"description": "since the last visit or patrol; absent: none known"})


@_about("review_assigned", "Somebody is to look into it.")
class ReviewAssigned(AboutReview):
    """Who, is not told."""


@_about("review_overdue", "A review takes longer than it may.", due="2026-04-01T00:00:00+00:00")
class ReviewOverdue(AboutReview):
    """Once for each review."""

    due = moment_field("when it had to be concluded", required=True)


@_about("review_concluded", "A review ended with a finding.", finding="prevention_failed", reason="hazard_ignored")
class ReviewConcluded(AboutReview):
    """prevention_failed takes points from the unit's scorecard."""

    finding = fields.String(required=True, validate=OneOf(FINDINGS))
    reason = reason_field("why", required=True)


@_about("review_dismissed", "It was no such crime or accident.", reason="false_alarm")
class ReviewDismissed(AboutReview):
    """A review ended without a finding."""

    reason = reason_field("why", required=True)
