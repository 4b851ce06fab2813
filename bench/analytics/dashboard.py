"""What the dashboard asks, each question timed over places and months."""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bench.analytics.facts import COUNTIES, LAST
from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.app.figures.figures import PERIOD_ON_PERIOD, YEAR_ON_YEAR, Figures
from services.analytics.app.figures.remembering import Remembering
from services.analytics.app.projection.news import News
from services.analytics.domain.figures.figure import TOPICS
from services.analytics.domain.figures.period import Period
from services.analytics.engine.duck import DuckBase
from services.analytics.figures.exact import ExactTests

ZONE = ZoneInfo("Asia/Shanghai")
SOME = ("incidents_reported", "arrival_median", "disputes_settled", "hazards_open", "households_visited")
"""Figures that are taken apart; of each kind one."""
GRID = 16
Ask = Callable[[str, Period], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the times of its answers, in milliseconds."""

    what: str
    name: str
    times: list[float]


def answers(base: DuckBase, rounds: int) -> Iterator[Asked]:
    """Ask everything. rounds: places and months for each question."""
    figures = Figures(load_catalogue(), base.query, lambda: LAST, ZONE, ExactTests())
    for id in figures.catalogue:
        yield timed("a figure of a place and month", id, rounds, _value(figures, id))
    for id in SOME:
        for what, ask in _taken_apart(figures, id).items():
            yield timed(f"a figure {what}", id, rounds, ask)
    knowing = Figures(figures.catalogue, base.query, lambda: LAST, ZONE, ExactTests(), Remembering(News().of))
    for topic in TOPICS:
        ids = [each.id for each in figures.catalogue.values() if each.topic == topic]
        for what in ("a topic's figures, the page", "a topic's figures, again"):
            yield timed(what, topic, rounds, _values(knowing, ids))


def timed(what: str, name: str, rounds: int, ask: Ask) -> Asked:
    """Ask of `rounds` counties and months, the same ones each time this is called."""
    times = []
    for at, when in places(rounds):
        began = time.perf_counter()
        ask(at, when)
        times.append((time.perf_counter() - began) * 1000)
    return Asked(what, name, times)


def places(rounds: int) -> Iterator[tuple[str, Period]]:
    """Return that many different counties and months of the last two years."""
    every = [
        (f"3601{1 + county:02}", Period.parse(f"{year}-{month:02}"))
        for county, year, month in itertools.product(range(COUNTIES), (2025, 2026), range(1, 12))
    ]
    random.Random(5).shuffle(every)
    return itertools.islice(every, rounds)


def _value(figures: Figures, id: str) -> Ask:
    return lambda at, when: figures.value(id, at, when)


def _values(figures: Figures, ids: list[str]) -> Ask:
    return lambda at, when: figures.values(ids, at, when)


def _taken_apart(figures: Figures, id: str) -> dict[str, Ask]:
    split = figures.figure(id).splits[-1]
    return {
        "by grids": lambda at, when: figures.parts(id, at, when, level=GRID),
        "by category or team": lambda at, when: figures.parts(id, at, when, split=split),
        "of twelve months": lambda at, when: figures.series(id, at, when, 12),
        "beside the year before": lambda at, when: figures.compare(id, at, when, YEAR_ON_YEAR),
        "beside the month before": lambda at, when: figures.compare(id, at, when, PERIOD_ON_PERIOD),
        "and 50 of its events": lambda at, when: figures.trace(id, at, when, limit=50),
    }
