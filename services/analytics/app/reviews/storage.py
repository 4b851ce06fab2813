"""Where reviews lie, and what the bus hears of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import lianfang.contracts.analytics.reviews  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.analytics.app.plain import from_plain, to_plain
from services.analytics.app.policies.storage import SOURCE
from services.analytics.domain.reviews import steps
from services.analytics.domain.reviews.review import Review, Step

REVIEWS = "reviews"


def collections() -> tuple[Collection, ...]:
    """Declare reviews."""
    made = collection(REVIEWS, key("regions", many=True), key("state"), key("incident"), key("at"))
    return made, archive(REVIEWS)


def reviews(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Review]:
    """Return the runner of use cases on reviews."""
    return Aggregates(
        store, REVIEWS, source=SOURCE, clock=clock, hand_over=hand_over, encode=to_plain,
        decode=partial(from_plain, Review),
    )  # fmt: skip


def review_change(step: Step) -> Change[Review]:
    """Return the change that makes a review what it is now."""
    review, incident = step.review, step.review.incident
    about = {
        "review": review.id, "trigger": review.trigger, "county": review.county, "region": review.place,
        "at": incident.at.isoformat(), "category": incident.category, "incident": incident.subject,
        "team": incident.team,
    }  # fmt: skip
    said = {name: value for name, value in about.items() if value}
    events = [NewEvent(f"analytics.{step.name}.v1", {**said, **step.data}, review.place)] if step.name else []
    keys = {
        "regions": upwards(review.place), "state": review.state, "incident": incident.subject or None,
        "at": incident.at.isoformat(),
    }  # fmt: skip
    return Change(review, events, review.id, due=steps.due(review), keys=keys)
