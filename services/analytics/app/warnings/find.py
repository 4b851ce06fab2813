"""All methods over one county: what they signal on a day. Pure once the facts are counted, so it may run beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from services.analytics.app.warnings import charts, spots
from services.analytics.app.warnings.counts import Counts
from services.analytics.app.warnings.ground import Ground
from services.analytics.domain.warnings.rules import WarningRules, Watch
from services.analytics.domain.warnings.warning import Signal


def find(
    counted: Mapping[Watch, Counts], ground: Ground, rules: WarningRules, restarts: Mapping[str, date]
) -> list[Signal]:
    """Return the signals, charts first. restarts: see charts.signals."""
    found = list(charts.signals(counted, rules.charts, restarts))
    for watch, counts in counted.items():
        found += spots.hot_spots(watch, counts, ground, rules.hot_spots)
        found += spots.cluster(watch, counts, ground, rules.scan)
    return found
