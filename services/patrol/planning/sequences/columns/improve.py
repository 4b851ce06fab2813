"""Large-neighbourhood search over whole schedules: some people are loosed, the others keep what they have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

import numpy as np

from services.patrol.planning.sequences.columns.choose import choose
from services.patrol.planning.sequences.columns.dive import dive
from services.patrol.planning.sequences.columns.generate import generate
from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.offers import offers
from services.patrol.planning.sequences.columns.pricing import Pricing

Line = tuple[int, ...]
CHOSEN = 14


def improve(
    master: Master, pricing: Pricing, now: Mapping[int, Line], people: Sequence[int], stop: Callable[[], bool],
    *, below: float, seconds: float, random: Random,
) -> dict[int, Line] | None:  # fmt: skip
    """A choice cheaper than `below` that differs from `now` for these people only; None when none was found.

    The bound of the neighbourhood tells at once where none can be. A few people are chosen for together within so
    many seconds; among more there is a dive.
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
        if len(people) > CHOSEN:
            return dive(master, pricing, people, random, stop, below=below)
        fixed = {person: line for person, line in now.items() if person not in loose}
        return choose(master.numbers, offers(master, people, root, below), fixed, seconds, below=below)
    finally:
        for person in list(master.fixed):
            master.free(person)
