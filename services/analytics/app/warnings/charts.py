"""Control charts over the places of a county: CUSUM for rises, EWMA for drifts, as patient as the rules say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, variance

from services.analytics.app.warnings.counts import Counts
from services.analytics.domain.warnings.rules import ChartRules, Watch
from services.analytics.domain.warnings.warning import Reason, Signal, Slot
from services.analytics.statistics import poisson_cusum, poisson_ewma

CUSUM, EWMA = "cusum", "ewma"
METHODS = (CUSUM, EWMA)


@dataclass(frozen=True, slots=True)
class _Series:
    watch: Watch
    place: str
    baseline: Sequence[int]
    recent: Sequence[int]

    def slot(self, method: str) -> Slot:
        return Slot(self.place, self.watch.figure, self.watch.category, method)


def signals(counted: Mapping[Watch, Counts], rules: ChartRules, restarts: Mapping[str, date]) -> Iterator[Signal]:
    """Yield what the charts of a county signal on the last day.

    restarts: id of a slot -> day of its last dismissal; its chart begins anew after it. Charts share the false
    warnings that the rules allow: with n of them each must run `patience` times n days on average.
    """
    series = list(_series(counted, rules))
    wanted = _rounded_up(rules.patience * len(series) * len(METHODS))
    for each in series:
        day = counted[each.watch].last
        yield from _of_one(each, rules, wanted, day, restarts)


def _of_one(
    series: _Series, rules: ChartRules, wanted: float, day: date, restarts: Mapping[str, date]
) -> Iterator[Signal]:
    mean = float(f"{fmean(series.baseline):.2g}")  # rounded, so that places share designs
    for method in METHODS:
        slot = series.slot(method)
        recent = _after(series.recent, day, restarts.get(slot.id))
        try:
            since, reasons = (_cusum if method == CUSUM else _ewma)(recent, mean, rules, wanted)
        except (poisson_cusum.NoDesign, poisson_ewma.NoDesign):
            continue  # so many a day that another chart is right; none of the platform's figures is
        if since is None:
            continue
        seen = recent[since:]
        common = (
            Reason("mean", mean), Reason("baseline_days", len(series.baseline)),
            Reason("dispersion", round(variance(series.baseline) / fmean(series.baseline), 2)),
        )  # fmt: skip
        first = day - timedelta(days=len(seen) - 1)
        yield Signal(slot, first, day, sum(seen), round(mean * len(seen), 2), (*reasons, *common))


def _cusum(
    recent: Sequence[int], mean: float, rules: ChartRules, wanted: float
) -> tuple[int | None, tuple[Reason, ...]]:
    chart = poisson_cusum.design(mean, rules.ratio, wanted)
    path = poisson_cusum.follow(recent, chart)
    if not path.signals:
        return None, ()
    return path.since, (
        Reason("statistic", path.values[-1]), Reason("limit", chart.h), Reason("reference", chart.k),
        Reason("run_length", round(chart.arl)),
    )  # fmt: skip


def _ewma(
    recent: Sequence[int], mean: float, rules: ChartRules, wanted: float
) -> tuple[int | None, tuple[Reason, ...]]:
    chart = poisson_ewma.design(mean, rules.weight, wanted)
    path = poisson_ewma.follow(recent, chart)
    if not path.signals:
        return None, ()
    return path.since, (
        Reason("statistic", round(path.values[-1], 3)), Reason("limit", round(chart.high, 3)),
        Reason("run_length", round(chart.arl)),
    )  # fmt: skip


def _series(counted: Mapping[Watch, Counts], rules: ChartRules) -> Iterator[_Series]:
    length = rules.baseline + rules.watch
    for watch, counts in counted.items():
        for level in rules.levels:
            for place, days in counts.series(level).items():
                baseline, recent = days[-length : -rules.watch], days[-rules.watch :]
                if sum(baseline) >= rules.least:
                    yield _Series(watch, place, baseline, recent)


def _after(recent: Sequence[int], day: date, restart: date | None) -> Sequence[int]:
    if restart is None:
        return recent
    left = min(len(recent), max(0, (day - restart).days))
    return recent[len(recent) - left :]


def _rounded_up(wanted: float) -> float:
    """Return it with two digits, so that designs are found again from day to day."""
    if wanted <= 0:
        return 1.0
    unit = 10.0 ** (math.floor(math.log10(wanted)) - 1)
    return math.ceil(wanted / unit) * unit
