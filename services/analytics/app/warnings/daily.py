"""The daily run: yesterday's facts of each county through all methods. With one effect, however often run."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.persistence.store import AlreadyExists, Store
from services.analytics.app.ports import Base
from services.analytics.app.warnings.counts import Counts, count
from services.analytics.app.warnings.desk import WarningDesk
from services.analytics.app.warnings.find import find
from services.analytics.app.warnings.forecasts import Forecast, Forecasts, make, scored
from services.analytics.app.warnings.ground import Ground, Grounds
from services.analytics.app.warnings.storage import RUNS
from services.analytics.domain.warnings.rules import WarningRules, Watch
from services.analytics.domain.warnings.warning import Signal

Beside = Callable[[Callable[..., Any]], Callable[..., Any]]
"""Gives a function back such that a long call of it holds nobody up."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Findings:
    """What a run found: signals, past forecasts with their scores, new forecasts."""

    signals: tuple[Signal, ...]
    scored: tuple[Forecast, ...]
    made: tuple[Forecast, ...]


class WarnDaily:
    """See the module's text."""

    def __init__(
        self, base: Base, grounds: Grounds, desk: WarningDesk, forecasts: Forecasts, store: Store,
        rules: WarningRules, clock: Callable[[], datetime], zone: ZoneInfo, beside: Beside,
    ) -> None:  # fmt: skip
        """base: sees to it itself that its queries hold nobody up. beside: does so for the computations."""
        self._base, self._grounds, self._desk, self._forecasts = base, grounds, desk, forecasts
        self._store, self._rules, self._clock, self._zone, self._beside = store, rules, clock, zone, beside

    def __call__(self) -> int:
        """Run what is due and return how many warnings are new. Raises StoreUnavailable, NotReady.

        A county whose run was cut short is run again whole; what it had done has no second effect.
        """
        now = self._clock().astimezone(self._zone)
        if now.time() < self._rules.at:
            return 0
        day = now.date() - timedelta(days=1)
        return sum(self.run(county, day) for county in self._grounds.counties() if not self._done(county, day))

    def run(self, county: str, day: date) -> int:
        """Look at a county's facts up to the end of `day`, and return how many warnings are new."""
        waiting = self._forecasts.unscored(county)
        ground: Ground = self._beside(self._grounds.of)(county)
        counted = self._count(county, day, waiting)
        found: Findings = self._beside(findings)(
            county, counted, ground, self._rules, self._desk.restarts(county), waiting
        )
        new = self._desk.take(found.signals)
        for each in found.scored:
            self._forecasts.score(each)
        made = sum(self._forecasts.keep(each) for each in found.made)
        self._note(county, day)
        _log.info(
            "warnings looked at", extra={"county": county, "day": day.isoformat(), "new": new, "forecasts": made}
        )
        return new

    def _count(self, county: str, day: date, waiting: Sequence[Forecast]) -> dict[Watch, Counts]:
        """Ask the base, as far back as methods look and forecasts wait."""
        oldest = min((each.start for each in waiting), default=day)
        days = max(self._rules.history, (day - oldest).days + 1)
        first = day - timedelta(days=days - 1)
        return {
            watch: count(self._base, watch, county, first, days, self._zone) for watch in self._rules.watches
        }  # fmt: skip

    def _done(self, county: str, day: date) -> bool:
        return self._store.get(RUNS, f"{county}@{day}") is not None

    def _note(self, county: str, day: date) -> None:
        try:
            self._store.insert(RUNS, {"id": f"{county}@{day}", "at": self._clock().isoformat()})
        except AlreadyExists:
            _log.info("another process ran it too", extra={"county": county})


def findings(
    county: str, counted: Mapping[Watch, Counts], ground: Ground, rules: WarningRules,
    restarts: Mapping[str, date], waiting: Sequence[Forecast],
) -> Findings:  # fmt: skip
    """Compute all that a county's counts say. Pure."""
    day = next(iter(counted.values())).last
    by_watch = {(watch.figure, watch.category): counts for watch, counts in counted.items()}
    over = [each for each in waiting if each.end <= day and (each.figure, each.category) in by_watch]
    running = {(each.figure, each.category) for each in waiting if each.end > day}
    made = (
        make(watch, county, counts, ground, rules.forecast)
        for watch, counts in counted.items()
        if (watch.figure, watch.category) not in running
    )
    return Findings(
        tuple(find(counted, ground, rules, restarts)),
        tuple(scored(each, by_watch[each.figure, each.category], ground) for each in over if ground.codes),
        tuple(each for each in made if each is not None),
    )
