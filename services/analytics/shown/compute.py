"""A history taken by the projector into a base of its own, and the published results computed from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG
from lianfang.runtime.history.plan import Plan
from lianfang.runtime.history.stage import ZONE
from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.app.figures.figures import YEAR_ON_YEAR, Figures
from services.analytics.app.projection.projector import Projector
from services.analytics.domain.compare.change import Change
from services.analytics.domain.figures.period import Period
from services.analytics.engine.duck import DuckBase
from services.analytics.figures.exact import ExactTests
from services.analytics.shown.printed import agrees
from services.analytics.shown.published import ARROW, BOTH, CHANGE, NUMERATOR, Published

_AT_ONCE = 8_000
_catalogue = cache(load_catalogue)


@dataclass(frozen=True, slots=True)
class _Logged:
    offset: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Result:
    """A published result and what its figure comes to. change: None when no figure computes it."""

    published: Published
    change: Change | None

    @property
    def numbers(self) -> tuple[float | None, ...]:
        """What is to agree with what is printed, in its order."""
        if self.change is None:
            return ()
        now, before = self.change.now, self.change.before
        return {
            CHANGE: (self.change.percent,), BOTH: (before.value, now.value), NUMERATOR: (now.numerator,),
        }.get(self.published.ask, (now.value,))  # fmt: skip

    @property
    def agrees(self) -> bool:
        """Whether all of it is as printed."""
        printed = self.published.printed.split(ARROW)
        return len(printed) == len(self.numbers) and all(map(agrees, printed, self.numbers))


@contextmanager
def figures_of(events: Sequence[Event], folder: Path, now: datetime) -> Iterator[Figures]:
    """Give the catalogue's figures over a base that has read these events as if from the log."""
    base = DuckBase(folder / "facts-1.duckdb")
    try:
        projector = Projector(base, lambda: now)
        for start in range(0, len(events), _AT_ONCE):
            stretch = enumerate(events[start : start + _AT_ONCE], start)
            projector.take(LOG, [_Logged(offset, event.to_json()) for offset, event in stretch])
        yield Figures(_catalogue(), base.query, lambda: now, ZONE, ExactTests())
    finally:
        base.close()


def results(published: Sequence[Published], figures: Figures, plan: Plan) -> list[Result]:
    """Return each published result with its figure of this year and its change since the year before."""
    return [Result(each, _change(each, figures, plan)) for each in published]


def as_of(plan: Plan) -> datetime:
    """Return a time when both years are over and all that they began has ended."""
    return datetime(plan.years[1] + 1, 7, 1, tzinfo=UTC)


def _change(published: Published, figures: Figures, plan: Plan) -> Change | None:
    if not published.figure:
        return None
    year = Period.parse(str(plan.years[1]))
    return figures.compare(published.figure, published.region or plan.county, year, YEAR_ON_YEAR)
