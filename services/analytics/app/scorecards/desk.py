"""Putting the use cases of scorecards together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Pending
from lianfang.persistence.store import Eq, Store
from services.analytics.app.asking import Asking, Query
from services.analytics.app.policies.storage import Policies
from services.analytics.app.scorecards import storage
from services.analytics.app.scorecards.assess import Assess
from services.analytics.app.scorecards.cards import Cards
from services.analytics.app.scorecards.measuring import FigureOf, Measuring
from services.analytics.domain.scorecards.card import Round


@dataclass(frozen=True, slots=True)
class ScoreDesk:
    """All use cases of scorecards. `cards.fire` is for a timer of a minute."""

    assess: Assess
    cards: Cards
    policies: Policies
    zone: tzinfo
    runner: Aggregates[Round]

    def rounds(self, region: str, limit: int, cursor: str | None) -> tuple[list[Round], str | None]:
        """Return a region's rounds, the latest first, and where to go on. ValueError: a cursor of another list."""
        page = self.runner.store.find(
            storage.ROUNDS, Eq("regions", region), sort="start", descending=True, limit=limit, cursor=cursor
        )
        return [self.runner.stored(document).state for document in page.documents], page.cursor


def score_desk(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], policies: Policies,
    query: Query, zone: tzinfo, *, figure: FigureOf | None = None,
    beside: Callable[[Any], Any] = lambda function: function,
) -> ScoreDesk:  # fmt: skip
    """Return the use cases over a store whose collections are declared, see `storage.collections`.

    query: of the base that is live. figure: reads the catalogue's figures, see `figures.figure_of`.
    beside: makes a pure function run in a real thread, beside an event loop `lianfang.runtime.aside`.
    """
    rounds = storage.rounds(store, clock, hand_over)
    cards = storage.cards(store, clock, hand_over)
    measuring = Measuring(Asking(query), zone, figure, beside)
    assess = Assess(rounds, cards, policies, measuring, clock)
    return ScoreDesk(assess, Cards(cards, assess.get, policies, clock), policies, zone, rounds)
