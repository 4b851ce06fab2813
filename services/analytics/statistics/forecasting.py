"""Where the next events are expected, and how good that was: hit rate and prediction accuracy index.

S. Chainey, L. Tompson, S. Uhlig (2008), "The utility of hotspot mapping for predicting spatial patterns of crime",
Security Journal 21: the index is (n / N) / (a / A), events hit of all events by area flagged of all area; a quarter
of the events in half of the area makes 0.5, a fifth in a tenth 2. Its best possible value, and so the efficiency,
is as in `pai` of the R package ptools.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """How a forecast did. hit_rate: share of the events in flagged places; area_share: share of the area flagged.

    pai: hit rate by area share, 1 is what chance gives; efficiency: pai by that of whoever had known. All None
    without events: nothing can be said then.
    """

    hits: int
    events: int
    area_share: float
    hit_rate: float | None
    pai: float | None
    efficiency: float | None


def flag(expected: Floats, areas: Floats, share: float) -> list[int]:
    """Return the places expected to be thickest, best first, as many as fit in `share` of the area; at least one.

    A place where nothing is expected is never flagged; ties go by order.
    """
    order = np.lexsort((np.arange(len(expected)), -expected))
    fits = np.cumsum(areas[order]) <= share * areas.sum() * (1 + 1e-9)
    chosen = order[fits] if fits.any() else order[:1]
    return [int(place) for place in chosen if expected[place] > 0]


def score(flagged: Sequence[int], areas: Floats, counts: Floats) -> Score:
    """Compare flagged places with the events that came. areas, counts: of all places. Raises ValueError."""
    total = float(areas.sum())
    if total <= 0:
        raise ValueError("places without area can't be scored")
    events, chosen = int(counts.sum()), np.asarray(flagged, dtype=int)
    hits, share = int(counts[chosen].sum()), float(areas[chosen].sum()) / total
    if not events or not share:
        return Score(hits, events, share, None, None, None)
    rate = hits / events
    pai = rate / share
    best = _best(areas, counts, float(areas[chosen].sum()))
    return Score(hits, events, share, rate, pai, pai / (best / events / share) if best else None)


def _best(areas: Floats, counts: Floats, area: float) -> float:
    """Return the events that whoever had known would have had in that area, the thickest places first."""
    order = np.argsort(-counts / areas, kind="stable")
    fits = np.cumsum(areas[order]) <= area * (1 + 1e-9)
    return float(counts[order][fits].sum())
