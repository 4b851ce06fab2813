"""A first choice at once: each person in turn takes the schedule that serves the cover still missing best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import numpy as np

from services.patrol.planning.sequences.columns.prices import Numbers
from services.patrol.planning.sequences.columns.pricing import Pricing

Line = tuple[int, ...]


def greedy(
    numbers: Numbers, pricing: Pricing, people: Sequence[int], random: Random, stop: Callable[[], bool], rounds: int
) -> list[Line] | None:
    """One schedule for each person, none to be bettered alone unless rounds or time ended; None when there is none.

    A day's worth is the weight of the shortage another person would end, or less the excess they would make.
    """
    have = np.zeros(numbers.needed.shape)
    chosen: dict[int, Line] = {}
    for _ in range(rounds + 1):
        changed = False
        for person in random.sample(list(people), len(people)):
            if person in chosen:
                if stop():
                    return [chosen[each] for each in people] if len(chosen) == len(people) else None
                _add(have, chosen[person], -1)
            worth = np.where(have < numbers.needed, numbers.under, -numbers.over)
            offered = pricing.price(worth, [person], 1)[person]
            if not offered:
                return None
            changed = changed or chosen.get(person) != offered[0][1]
            chosen[person] = offered[0][1]
            _add(have, chosen[person], 1)
        if not changed:
            break
    return [chosen[each] for each in people]


def _add(have: np.ndarray, line: Line, by: int) -> None:
    """Count a schedule in or out of what is there."""
    for day, kind in enumerate(line):
        if kind < have.shape[1]:
            have[day, kind] += by
