"""Events of patrols (巡逻): who came to which mark when, and which marks were left too long."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from lianfang.contracts.fields import code_field, moment_field, words_field
from lianfang.contracts.patrol.fields import (
    PERSON,
    POST,
    SHIFT,
    UNIT,
    patrol_event,
    person_field,
    post_field,
    unit_field,
    word_field,
)

_REGION = "3509241000011007"
_AT = "2026-03-02T02:10:00+00:00"
_ABOUT: Mapping[str, Any] = {
    "patrol": "1c1d9b5e-7a51-5b53-9a3a-0d4b7a5f1f01", "shift": SHIFT, "unit": UNIT, "post": POST, "region": _REGION,
}  # fmt: skip
_MARK = f"{POST}:gate"


def _count(about: str) -> fields.Integer:
    return fields.Integer(required=True, validate=Range(min=0), metadata={"description": about})


def _mark() -> fields.String:
    return word_field("the mark (巡逻点): its post's id, a colon, its own", required=True)


def _flags() -> fields.List[Any]:
    return words_field(
        "what is odd: late_report, too_old, clock_skew, clock_ahead, outside_shift, late_arrival", required=True
    )


class AboutPatrol(Schema):
    """What every event of a patrol says. post: of the shift it is of."""

    patrol = word_field("the patrol", required=True)
    shift = word_field("the shift it is of", required=True)
    unit = unit_field(required=True)
    post = post_field(required=True)
    region = code_field("of the post, to grid level where it is known", required=True)
    team = unit_field("the team that commands the post; absent when none does")


@patrol_event(
    "patrol_started", "A patrol has begun.", example={**_ABOUT, "person": PERSON, "at": _AT}
)  # fmt: skip
class PatrolStarted(AboutPatrol):
    """By somebody of a shift."""

    person = person_field("who began it", required=True)
    at = moment_field("when", required=True)


@patrol_event(
    "mark_visited", "Somebody was at a mark, proven by its code or by position.",
    example={**_ABOUT, "mark": _MARK, "person": PERSON, "at": _AT, "proof": "code", "flags": ["late_report"]},
)  # fmt: skip
class MarkVisited(AboutPatrol):
    """Visits told late come late: `at` is when it was."""

    mark = _mark()
    person = person_field("who", required=True)
    at = moment_field("when it was, as far as is known", required=True)
    proof = fields.String(required=True, validate=OneOf(("code", "position")))
    flags = _flags()


@patrol_event(
    "checked_in", "Somebody came to their shift, and told so at a mark of its post.",
    example={**_ABOUT, "mark": _MARK, "person": PERSON, "at": _AT},
)  # fmt: skip
class CheckedIn(AboutPatrol):
    """Within the time in which an arrival counts."""

    mark = _mark()
    person = person_field("who", required=True)
    at = moment_field("when it was", required=True)


@patrol_event(
    "patrol_finished", "A patrol is over; visits that were kept offline may still come.",
    example={
        **_ABOUT, "person": PERSON, "at": _AT, "visits": 9, "marks": 6, "preferred": 4, "shorter": 2, "longer": 0,
        "unmeasured": 1,
    },
)  # fmt: skip
class PatrolFinished(AboutPatrol):
    """With what was known of it then."""

    person = person_field("who began it", required=True)
    at = moment_field("when", required=True)
    visits = _count("proven visits")
    marks = _count("different marks visited")
    preferred = _count("stops of the length that is preferred")
    shorter = _count("stops shorter than that")
    longer = _count("stops longer than that")
    unmeasured = _count("stops of which only the arrival is known")


class AboutMark(Schema):
    """What both events of a gap say."""

    mark = _mark()
    unit = unit_field(required=True)
    post = post_field(required=True)
    region = code_field("of the mark or post, to grid level where it is known", required=True)
    team = unit_field("the team that commands the post; absent when none does")
    idle_since = moment_field("the last visit, or when duty began", required=True)
    at = moment_field("when it was found or closed, or of the visit that closed it", required=True)


_GAP = {"mark": _MARK, "unit": UNIT, "post": POST, "region": _REGION, "team": UNIT,
        "idle_since": "2026-03-02T01:00:00+00:00", "at": _AT}  # fmt: skip


@patrol_event(
    "coverage_gap_found", "A mark had no visit for longer than it may while its post is on duty.", addressed=True,
    example={**_GAP, "limit_minutes": 60},
)  # fmt: skip
class CoverageGapFound(AboutMark):
    """Once for each gap."""

    limit_minutes = fields.Integer(
        required=True, validate=Range(min=1), metadata={"description": "how long it may be without a visit"}
    )


@patrol_event(
    "coverage_gap_closed", "The gap is over.", addressed=True, example={**_GAP, "reason": "visited"}
)  # fmt: skip
class CoverageGapClosed(AboutMark):
    """visited; late_report: a visit told late shows that there was no gap; off_duty: nobody is on duty there."""

    reason = fields.String(required=True, validate=OneOf(("visited", "late_report", "off_duty")))
