"""Scorecards, reviews and their rules put together over a store and the live base."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Collection, Store
from services.analytics.app.asking import Asking, Query
from services.analytics.app.policies import storage as policies_storage
from services.analytics.app.policies.storage import Policies
from services.analytics.app.reviews import storage as reviews_storage
from services.analytics.app.reviews.reviews import Reviews
from services.analytics.app.scorecards import storage as scores_storage
from services.analytics.app.scorecards.desk import ScoreDesk, score_desk
from services.analytics.app.scorecards.measuring import FigureOf

OUTBOXES = (scores_storage.ROUNDS, scores_storage.CARDS, reviews_storage.REVIEWS)
"""Aggregate collections that have events; the relay sweeps them."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the entrypoints of policies, scorecards and reviews need."""

    policies: Policies
    scorecards: ScoreDesk
    reviews: Reviews


def collections() -> tuple[Collection, ...]:
    """Return the collections to declare before use."""
    return (*policies_storage.collections(), *scores_storage.collections(), *reviews_storage.collections())


def assessment(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], query: Query, zone: tzinfo,
    *, figure: FigureOf | None = None, beside: Callable[[Any], Any] = lambda function: function,
) -> Assessment:  # fmt: skip
    """Return the use cases; the collections are declared. See `score_desk` for query, figure and beside."""
    policies = policies_storage.policies(store, clock, hand_over)
    reviews = Reviews(reviews_storage.reviews(store, clock, hand_over), Asking(query), policies, clock)
    scores = score_desk(store, clock, hand_over, policies, query, zone, figure=figure, beside=beside)
    return Assessment(policies, scores, reviews)
