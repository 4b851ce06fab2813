"""Forecasts: the grids where the next days' events are expected, kept, and scored once those days are over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean

import numpy as np

from lianfang.persistence.store import AlreadyExists, Conflict, Eq, Store, find_all
from services.analytics.app.warnings.counts import Counts
from services.analytics.app.warnings.ground import Ground
from services.analytics.app.warnings.spots import by_grid
from services.analytics.app.warnings.storage import FORECASTS, from_json, to_json
from services.analytics.domain.warnings.rules import ForecastRules, Watch
from services.analytics.statistics.density import density, width_of
from services.analytics.statistics.forecasting import Score, flag, score
from services.analytics.statistics.geometry import in_metres

KERNEL = "kernel_density"
_OPEN = "yes"


@dataclass(frozen=True, slots=True)
class Forecast:
    """start, end: first and last day forecast. grids: flagged ones, best first. score: None until the days are
    over.

    events: that it was made from; width: of the kernel in metres.
    """

    county: str
    figure: str
    category: str
    method: str
    start: date
    end: date
    grids: tuple[str, ...]
    events: int
    width: float
    score: Score | None = None

    @property
    def id(self) -> str:
        """One per county, watch and first day."""
        return f"{self.county}/{self.figure}/{self.category}/{self.start}"


@dataclass(frozen=True, slots=True)
class Record:
    """How past forecasts of one watch did. pai: mean of those that had events; chance alone gives 1."""

    scored: int
    events: int
    hits: int
    hit_rate: float | None
    area_share: float | None
    pai: float | None


def make(watch: Watch, county: str, counts: Counts, ground: Ground, rules: ForecastRules) -> Forecast | None:
    """Return the forecast of the days after the last one counted; None without events or grids."""
    values = by_grid(counts, ground, rules.days).sum(axis=0)
    if not values.any():
        return None
    points, areas = in_metres(ground.points), np.array(ground.areas)
    width = width_of(points, values, rules.width)
    expected = density(points, values, points, width)
    grids = tuple(ground.codes[row] for row in flag(expected, areas, rules.share))
    start = counts.last + timedelta(days=1)
    return Forecast(
        county, watch.figure, watch.category, KERNEL, start, start + timedelta(days=rules.horizon - 1), grids,
        int(values.sum()), round(width, 1),
    )  # fmt: skip


def scored(forecast: Forecast, counts: Counts, ground: Ground) -> Forecast:
    """Return the forecast with its score, by the events of its days. Flagged grids that are gone are left out."""
    offset, length = (forecast.start - counts.first).days, (forecast.end - forecast.start).days + 1
    table = by_grid(counts, ground, counts.days)[max(0, offset) : offset + length]
    rows = {code: row for row, code in enumerate(ground.codes)}
    flagged = [rows[code] for code in forecast.grids if code in rows]
    return replace(forecast, score=score(flagged, np.array(ground.areas), table.sum(axis=0)))


def record(forecasts: list[Forecast]) -> Record:
    """Sum up the scores."""
    scores = [each.score for each in forecasts if each.score is not None]
    events, hits = sum(each.events for each in scores), sum(each.hits for each in scores)
    told = [each.pai for each in scores if each.pai is not None]
    return Record(
        len(scores), events, hits, hits / events if events else None,
        fmean(each.area_share for each in scores) if scores else None, fmean(told) if told else None,
    )  # fmt: skip


class Forecasts:
    """The forecasts that are kept. Every method may raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def unscored(self, county: str) -> list[Forecast]:
        """Return those of a county that wait for their score."""
        found = find_all(self._store, FORECASTS, Eq("county", county), Eq("open", _OPEN))
        return [from_json(Forecast, document["forecast"]) for document in found]

    def of(self, county: str, watch: tuple[str, str] | None, limit: int = 60) -> list[Forecast]:
        """Return a county's forecasts, the newest first. watch: figure and category, None for all."""
        page = self._store.find(FORECASTS, Eq("county", county), sort="start", descending=True, limit=limit)
        found = (from_json(Forecast, document["forecast"]) for document in page.documents)
        return [each for each in found if watch is None or (each.figure, each.category) == watch]

    def keep(self, forecast: Forecast) -> bool:
        """Store a new one, and tell whether it was new."""
        try:
            self._store.insert(FORECASTS, _document(forecast))
        except AlreadyExists:
            return False
        return True

    def score(self, forecast: Forecast) -> None:
        """Store the score; another process's of the same facts is as good."""
        known = self._store.get(FORECASTS, forecast.id)
        if known is None or known["open"] is None:
            return
        try:
            self._store.replace(FORECASTS, _document(forecast), known["revision"])
        except Conflict:
            return


def _document(forecast: Forecast) -> dict[str, object]:
    plain: Mapping[str, object] = to_json(forecast)
    return {
        "id": forecast.id, "county": forecast.county, "start": forecast.start.isoformat(),
        "open": None if forecast.score else _OPEN, "forecast": plain,
    }  # fmt: skip
