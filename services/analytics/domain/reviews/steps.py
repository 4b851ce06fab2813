"""A review's way: open, assigned, then concluded with a finding or dismissed with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.analytics.domain.refused import Refused
from services.analytics.domain.reviews.review import FINDINGS, Incident, Picture, Review, Step
from services.analytics.domain.reviews.rules import ReviewRules


def opened(
    id: str, trigger: str, incident: Incident, picture: Picture, rules: ReviewRules, version: str, now: datetime
) -> Step:
    """Open a review with what was known before."""
    review = Review(
        id, trigger, incident, incident.region[:6], incident.region[: rules.level], incident.at - rules.back,
        picture, now, now + rules.answer, version,
    )  # fmt: skip
    return Step(review, "review_opened", known(picture))


def assign(review: Review, reviewer: str) -> Step:
    """Somebody is to look into it. Raises Refused when it is over."""
    _going_on(review)
    if review.reviewer == reviewer:
        return Step(review)
    return Step(replace(review, state="assigned", reviewer=reviewer), "review_assigned", {})


def looked_again(review: Review, picture: Picture) -> Step:
    """Take what has become known of the time before since: phones tell late. Raises Refused when it is over."""
    _going_on(review)
    return Step(replace(review, picture=picture))


def conclude(review: Review, finding: str, reason: str, by: str, now: datetime) -> Step:
    """End it with a finding. Raises Refused when it is over or assigned to nobody."""
    _going_on(review)
    if review.state != "assigned":
        raise Refused("unassigned", "nobody was given this review", "assign it first")
    if finding not in FINDINGS:
        raise Refused("invalid", "is unknown", f"use one of {', '.join(FINDINGS)}", field="finding")
    fresh = replace(review, state="concluded", finding=finding, reason=reason, ended_at=now, ended_by=by)
    return Step(fresh, "review_concluded", {"finding": finding, "reason": reason})


def dismiss(review: Review, reason: str, by: str, now: datetime) -> Step:
    """End it without one: it was no such crime or accident. Raises Refused when it is over."""
    _going_on(review)
    fresh = replace(review, state="dismissed", reason=reason, ended_at=now, ended_by=by)
    return Step(fresh, "review_dismissed", {"reason": reason})


def late(review: Review, now: datetime) -> Step | None:
    """It takes longer than it may: told once. None when it doesn't."""
    if due(review) is None or now < review.due:
        return None
    return Step(replace(review, overdue=True), "review_overdue", {"due": review.due.isoformat()})


def due(review: Review) -> datetime | None:
    """Return when it will be overdue, None when that can't come or was told."""
    return None if review.overdue or review.state in ("concluded", "dismissed") else review.due


def known(picture: Picture) -> Mapping[str, Any]:
    """Return a picture in numbers, for an event."""
    return {
        "known": picture.total, "open_hazards": len(picture.open_hazards), "open_cases": len(picture.open_cases),
        "earlier_incidents": picture.earlier_incidents,
        **({} if picture.days_since_visit is None else {"days_since_visit": picture.days_since_visit}),
    }  # fmt: skip


def _going_on(review: Review) -> None:
    if review.state in ("concluded", "dismissed"):
        raise Refused("wrong_state", f"the review is {review.state}", "read it afresh")
