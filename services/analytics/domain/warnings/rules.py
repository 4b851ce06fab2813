"""What is watched, by which methods, and how patient they are. The values are data: policy/warnings.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

OF_PLACES = frozenset({"incident_reported", "case_opened", "hazard_found", "deadline_missed", "case_failed"})
"""Kinds of facts that tell of places. Others tell what people did: nobody is warned of."""


@dataclass(frozen=True, slots=True)
class Watch:
    """A figure to watch: a kind of fact and the begin of its categories, "" for all. title: for people.

    Raises ValueError for a kind that tells of people.
    """

    figure: str
    category: str = ""
    title: str = ""

    def __post_init__(self) -> None:
        if self.figure not in OF_PLACES:
            raise ValueError(f"{self.figure} is no figure of places; use one of {', '.join(sorted(OF_PLACES))}")


@dataclass(frozen=True, slots=True)
class ChartRules:
    """Control charts (控制图).

    levels: lengths of the codes of the places charted. baseline: days that say what is usual; watch: days after
    them that the chart runs over. least: fewest events in the baseline. ratio: the rise to find soonest. weight: of
    the newest day in the EWMA. patience: mean days between two false warnings of all a county's charts together.
    """

    levels: tuple[int, ...]
    baseline: int
    watch: int
    least: int
    ratio: float
    weight: float
    patience: float


@dataclass(frozen=True, slots=True)
class HotSpotRules:
    """Getis-Ord Gi*. days: looked at; radius in metres; q: most false discovery rate; least: fewest events."""

    days: int
    radius: float
    q: float
    least: int


@dataclass(frozen=True, slots=True)
class ScanRules:
    """The space-time scan. days: compared with; longest: days of a cluster; p: most; simulations: of chance."""

    days: int
    longest: int
    radius: float
    p: float
    simulations: int
    least: int


@dataclass(frozen=True, slots=True)
class ForecastRules:
    """Where the next events are expected. days: looked back; horizon: days ahead; share: of the area; width: m."""

    days: int
    horizon: int
    share: float
    width: float


@dataclass(frozen=True, slots=True)
class WarningRules:
    """All of it. at: hour of the daily run; open_for: until an unseen warning ends; quiet: after a dismissal."""

    watches: tuple[Watch, ...]
    charts: ChartRules
    hot_spots: HotSpotRules
    scan: ScanRules
    forecast: ForecastRules
    at: time
    open_for: timedelta
    quiet: timedelta

    @property
    def history(self) -> int:
        """Days of facts that a run looks at."""
        return max(
            self.charts.baseline + self.charts.watch, self.hot_spots.days, self.scan.days, self.forecast.days
        )
