"""Hot spots and clusters over a county's grids: Getis-Ord Gi*, and the space-time scan."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from services.analytics.app.warnings.counts import Counts
from services.analytics.app.warnings.ground import Ground
from services.analytics.domain.warnings.rules import HotSpotRules, ScanRules, Watch
from services.analytics.domain.warnings.warning import Reason, Signal, Slot
from services.analytics.statistics.geometry import in_metres, near
from services.analytics.statistics.getis_ord import gi_star
from services.analytics.statistics.space_time_scan import scan

GI_STAR, SCAN = "gi_star", "scan"


def by_grid(counts: Counts, ground: Ground, days: int) -> NDArray[np.float64]:
    """Return events by day and grid of the last `days`; events whose grid is not known are left out."""
    rows = {code: row for row, code in enumerate(ground.codes)}
    table, first = np.zeros((days, len(ground.codes))), counts.days - days
    for (place, day), number in counts.cells.items():
        if day >= first and place in rows:
            table[day - first, rows[place]] += number
    return table


def hot_spots(watch: Watch, counts: Counts, ground: Ground, rules: HotSpotRules) -> Iterator[Signal]:
    """Yield the peaks among grids whose surroundings have more than chance would give."""
    if len(ground.codes) < 2:
        return
    values = by_grid(counts, ground, rules.days).sum(axis=0)
    around = near(in_metres(ground.points), rules.radius)
    found = gi_star(values, around)
    sums = around @ values
    for peak in found.peaks(around, rules.q):
        if sums[peak] < rules.least:
            continue
        grids = int(around.indptr[peak + 1] - around.indptr[peak])
        yield Signal(
            Slot(ground.codes[peak], watch.figure, watch.category, GI_STAR),
            counts.last - timedelta(days=rules.days - 1), counts.last, int(sums[peak]),
            round(float(values.mean()) * grids, 2),
            (
                Reason("z_score", round(float(found.z[peak]), 2)), Reason("q_value", float(f"{found.q[peak]:.3g}")),
                Reason("grids", grids), Reason("radius", rules.radius),
            ),
        )  # fmt: skip


def cluster(watch: Watch, counts: Counts, ground: Ground, rules: ScanRules) -> Iterator[Signal]:
    """Yield the most likely cluster of the last days, if chance hardly gives one like it.

    The chance is simulated from a seed made of watch, ground and day: the same facts give the same warning.
    """
    table = by_grid(counts, ground, rules.days).astype(np.int64)
    if not table.any():
        return
    days, places = np.nonzero(table)
    times = table[days, places]
    seed = zlib.crc32(f"{watch.figure}/{watch.category}/{ground.codes[0]}/{counts.last}".encode())
    enough = int(rules.p * (rules.simulations + 1)) + 1  # so many make p too high, whatever else comes
    found = scan(
        np.repeat(days, times), np.repeat(places, times), in_metres(ground.points), length=rules.days,
        longest=rules.longest, radius=rules.radius, simulations=rules.simulations, enough=enough, seed=seed,
    )  # fmt: skip
    if found is None or found.p > rules.p or found.observed < rules.least:
        return
    yield Signal(
        Slot(ground.codes[found.centre], watch.figure, watch.category, SCAN),
        counts.last - timedelta(days=found.days - 1), counts.last, found.observed, round(found.expected, 2),
        (
            Reason("p_value", float(f"{found.p:.3g}")), Reason("likelihood_ratio", round(found.ratio, 2)),
            Reason("grids", len(found.places)), Reason("radius", round(found.radius)),
            Reason("simulations", found.simulations),
        ),
    )  # fmt: skip
