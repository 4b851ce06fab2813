"""All schedules of a person that cost little more than the cheapest, cheapest first."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from itertools import count

import numpy as np
from numpy.typing import NDArray

from services.patrol.planning.sequences.columns.labels import Labels, Layer

Array = NDArray[np.float64]
Line = tuple[int, ...]
Moved = tuple[int, ...]
Way = tuple[int, tuple[int, ...], Moved]


def near(labels: Labels, price: Array, slack: float, most: int) -> list[list[tuple[float, Line]]]:
    """For each person the schedules within `slack` of the cheapest, at most so many: (cost, kind by day).

    price: as the labels were made with. What a state still costs at least is known from the labels back from the
    end, so that no way is followed that leads beyond the slack (A*, Hart, Nilsson and Raphael 1968).
    """
    rest, ways = labels.backward(), _ways(labels)
    return [_of(labels, price[person], [[each[person] for each in layer] for layer in rest], ways, slack, most)
            for person in range(labels.people)]  # fmt: skip


def _of(
    labels: Labels, price: Array, rest: list[Layer], ways: list[dict[int, list[Way]]], slack: float, most: int
) -> list[tuple[float, Line]]:
    shape, first = labels.frame.shape, labels.frame.first
    begin = tuple([0] * len(shape))
    limit = float(rest[0][first][begin]) + slack
    if not np.isfinite(limit):
        return []
    costs = price.tolist()
    found: list[tuple[float, Line]] = []
    number = count()
    heap: list[tuple[float, int, int, int, Moved, float, Line]] = [(limit - slack, 0, 0, first, begin, 0.0, ())]
    while heap and len(found) < most:
        _, _, before, phase, at, spent, line = heappop(heap)
        day = -before
        if day == labels.days:
            found.append((spent, line))
            continue
        for target, kinds, moved in ways[day].get(phase, ()):
            to = tuple(here + by for here, by in zip(at, moved, strict=True))
            if any(here >= size for here, size in zip(to, shape, strict=True)):
                continue
            ahead = float(rest[day + 1][target][to])
            for kind in kinds:
                cost = spent + costs[day][kind]
                if cost + ahead <= limit:
                    heappush(
                        heap, (round(cost + ahead, 6), -next(number), -day - 1, target, to, cost, (*line, kind))
                    )
    return found


def _ways(labels: Labels) -> list[dict[int, list[Way]]]:
    """For each day and phase, where steps lead, by which kinds, and by how much they move the counts."""
    off = (sum(len(flavour.kinds) for flavour in labels.frame.flavours),)
    found: list[dict[int, list[Way]]] = []
    for day in range(labels.days):
        ways: dict[int, list[Way]] = defaultdict(list)
        for step in labels.steps(day):
            kinds = off if step.flavour is None else labels.frame.flavours[step.flavour].kinds
            ways[step.source].append((step.target, kinds, tuple(labels.shift(step, day))))
        found.append(ways)
    return found
