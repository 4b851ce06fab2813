"""The counts that a warning is about, day by day: of its place, or of all grids around it that its method took."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from lianfang.regions.codes import Level
from services.analytics.app.ports import Base
from services.analytics.app.warnings.counts import Counts, count
from services.analytics.app.warnings.ground import Ground, Grounds
from services.analytics.domain.warnings.rules import Watch
from services.analytics.domain.warnings.warning import Signal
from services.analytics.statistics.geometry import in_metres

ROUNDING_M = 1.0
"""A radius is told in whole metres."""


@dataclass(frozen=True, slots=True)
class DailyCounts:
    """first: the day of the first count; usual: a day's usual number, None where the method tells none."""

    first: date
    counts: tuple[int, ...]
    usual: float | None


class Series:
    """See the module's text."""

    def __init__(self, base: Base, grounds: Grounds, zone: ZoneInfo) -> None:
        self._base, self._grounds, self._zone = base, grounds, zone

    def of(self, signal: Signal, days: int) -> DailyCounts:
        """Return the counts of `days` days up to the signal's last. Raises what `Base.query` raises."""
        slot, first = signal.slot, signal.day - timedelta(days=days - 1)
        said = {each.word: each.value for each in signal.reasons}
        watch = Watch(slot.figure, slot.category, "")
        place, within = slot.place, None
        if "radius" in said:
            place = slot.place[: Level.COUNTY]
            within = around(self._grounds.of(place), slot.place, said["radius"] + ROUNDING_M)
        counted = count(self._base, watch, place, first, days, self._zone)
        return DailyCounts(first, _by_day(counted, within), said.get("mean"))


def around(ground: Ground, place: str, radius: float) -> Collection[str]:
    """Return the grids whose middle is within `radius` metres of that of the grid `place`, itself included."""
    if place not in ground.codes:
        return {place}
    points = in_metres(ground.points)
    off = np.hypot(*(points - points[ground.codes.index(place)]).T)
    return {code for code, metres in zip(ground.codes, off, strict=True) if metres <= radius}


def _by_day(counted: Counts, within: Collection[str] | None) -> tuple[int, ...]:
    summed = [0] * counted.days
    for (place, day), number in counted.cells.items():
        if within is None or place in within:
            summed[day] += number
    return tuple(summed)
