"""Large-neighbourhood search over whole schedules: some people are loosed, the others keep what they have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

import numpy as np

from services.patrol.planning.sequences.columns.dive import dive
from services.patrol.planning.sequences.columns.generate import generate
from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.pool import Pool
from services.patrol.planning.sequences.columns.pricing import Pricing
from services.patrol.planning.sequences.columns.tree import search, within

Line = tuple[int, ...]
SEARCHED = 14
ROOM = 1e-3
POOL = 30_000


def improve(
    master: Master, pricing: Pricing, now: Mapping[int, Line], people: Sequence[int], stop: Callable[[], bool],
    *, below: float, seconds: float, random: Random,
) -> dict[int, Line] | None:  # fmt: skip
    """A choice cheaper than `below` that differs from `now` for these people only; None when none was found.

    The bound of the neighbourhood tells at once where none can be. What is near the bound is searched for so many
    seconds; among many people there is a dive after it.
    """
    loose = set(people)
    try:
        for person, line in now.items():
            master.add(person, line)
            if person not in loose:
                master.fix(person, line)
        root = generate(master, pricing, people, stop, enough=below - 1 + 1e-4, rounds=25)
        if stop() or root.bound > below - 1 + 1e-4 or not np.isfinite(root.bound):
            return None
        slack = below - 1 - root.bound + ROOM
        offers = {person: [line] for person, line in now.items() if person not in loose}
        offers |= pricing.near(root.cover, people, slack, POOL // len(people)).lines
        found = search(Pool(master.numbers, offers), below, within(seconds, stop), random).choice
        if found is None and len(people) > SEARCHED:
            return dive(master, pricing, people, random, stop, below=below)
        return found
    finally:
        for person in list(master.fixed):
            master.free(person)
