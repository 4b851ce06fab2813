"""From labels back to schedules."""

from __future__ import annotations

import numpy as np

from services.patrol.planning.sequences.columns.frame import Step
from services.patrol.planning.sequences.columns.labels import Labels, Layer

Line = tuple[int, ...]


def best(labels: Labels, layers: list[Layer], lines: int) -> list[list[tuple[float, Line]]]:
    """For each person the cheapest whole lines, at most one for each end (units, weekends): (cost, kind by day).

    The last kind index stands for a day off. A person for whom there is no line gets an empty list.
    """
    least = labels.frame.limits.min_units
    if least >= labels.frame.shape[0]:
        return [[] for _ in range(labels.people)]
    ends = np.stack([each[:, least:] for each in layers[-1]], axis=1)
    people, phases, units, weekends = ends.shape[:4]
    flat = ends.reshape(people, phases, units, weekends, -1)
    order = np.moveaxis(flat, 1, 3).reshape(people, units * weekends, -1)
    state, cost = order.argmin(axis=2), order.min(axis=2)
    incoming = arrivals(labels)
    found = []
    for person in range(people):
        mine = []
        for end in np.argsort(cost[person], kind="stable")[:lines]:
            if not np.isfinite(cost[person, end]):
                break
            phase, counts = divmod(int(state[person, end]), flat.shape[4])
            at = (
                int(end) // weekends + least,
                int(end) % weekends,
                *np.unravel_index(counts, ends.shape[4:] or (1,)),
            )
            where = tuple(int(each) for each in at[: len(labels.frame.shape)])
            mine.append((float(cost[person, end]), _walk(labels, layers, person, phase, where, incoming)))
        found.append(mine)
    return found


def arrivals(labels: Labels) -> list[dict[int, list[tuple[Step, tuple[int, ...]]]]]:
    """For each day and phase, the steps that lead there and by how much they move the counts."""
    found: list[dict[int, list[tuple[Step, tuple[int, ...]]]]] = []
    for day in range(labels.days):
        steps: dict[int, list[tuple[Step, tuple[int, ...]]]] = {}
        for step in labels.steps(day):
            steps.setdefault(step.target, []).append((step, tuple(labels.shift(step, day))))
        found.append(steps)
    return found


def _walk(
    labels: Labels, layers: list[Layer], person: int, phase: int, at: tuple[int, ...],
    incoming: list[dict[int, list[tuple[Step, tuple[int, ...]]]]],
) -> Line:  # fmt: skip
    """Follow the cheapest steps back from an end to day 0."""
    line: list[int] = []
    off = len(labels.frame.flavours)
    kinds = sum(len(flavour.kinds) for flavour in labels.frame.flavours)
    prices = [*(each[person] for each in labels.cheapest), labels.off[person]]
    for day in reversed(range(labels.days)):
        least, chosen, came = np.inf, None, at
        for step, moved in incoming[day].get(phase, ()):
            source = tuple(here - by for here, by in zip(at, moved, strict=True))
            if min(source) < 0:
                continue
            flavour = off if step.flavour is None else step.flavour
            value = layers[day][step.source][(person, *source)] + prices[flavour][day]
            if value < least:
                least, chosen, came = value, step, source
        if chosen is None:
            raise RuntimeError("labels do not lead back to day 0")
        line.append(_kind(labels, person, day, chosen, kinds))
        phase, at = chosen.source, came
    return tuple(reversed(line))


def _kind(labels: Labels, person: int, day: int, step: Step, off: int) -> int:
    if step.flavour is None:
        return off
    return labels.frame.flavours[step.flavour].kinds[int(labels.choice[step.flavour][person, day])]
