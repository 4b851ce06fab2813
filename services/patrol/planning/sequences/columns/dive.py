"""Diving: those who are nearly settled are given their schedule for good, and the rest priced anew each time.

The last few are chosen together as whole numbers: one after another they would be left with what nobody wants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil, isfinite
from random import Random

from services.patrol.planning.sequences.columns.generate import generate
from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.offers import offers
from services.patrol.planning.sequences.columns.pool import Pool
from services.patrol.planning.sequences.columns.prices import cost_of
from services.patrol.planning.sequences.columns.pricing import Pricing
from services.patrol.planning.sequences.columns.tree import ROOM, search, within

Line = tuple[int, ...]
AT_ONCE = 12
WITHIN = 4.0, 12.0
FINISHES, FINISH_S, POOL = (20, 12), 10.0, 20_000


def dive(
    master: Master, pricing: Pricing, people: Sequence[int], random: Random, stop: Callable[[], bool],
    *, below: float, rounds: int = 8, waver: float = 0.1,
) -> dict[int, Line] | None:  # fmt: skip
    """A whole choice that costs less than `below`, or None; whatever was fixed here is freed at the end."""
    loose, fixed, finishes = list(people), [], list(FINISHES)
    try:
        while True:
            root = generate(master, pricing, loose, stop, rounds=rounds, enough=below - 1 + 1e-4)
            if stop() or root.bound > below - 1 + 1e-4 or root.cost >= master.absence:
                return None
            shares = {person: master.weights(person) for person in loose}
            whole = [person for person in loose if len(shares[person]) == 1]
            if len(whole) == len(loose):
                found = {person: shares[person][0][1] for person in loose} | dict(master.fixed)
                return found if root.cost < below - 1e-4 else None
            if finishes and len(loose) <= finishes[0]:
                finishes.pop(0)
                last = _finish(master, pricing, loose, random, stop, below)
                if last is not None:
                    return last
            ranked = sorted(loose, key=lambda each: max(shares[each])[0] + random.random() * waver, reverse=True)
            for person in ranked[: max(1, len(loose) // AT_ONCE)]:
                master.fix(person, max(shares[person])[1])
                fixed.append(person)
                loose.remove(person)
    finally:
        for person in fixed:
            master.free(person)


def _finish(
    master: Master, pricing: Pricing, loose: Sequence[int], random: Random, stop: Callable[[], bool], below: float
) -> dict[int, Line] | None:
    """The cheapest whole choice that a search near the bound of those still loose finds, or None."""
    root = generate(master, pricing, loose, stop, enough=below - 1 + 1e-4)
    if stop() or not isfinite(root.bound) or root.bound > below - 1 + 1e-4:
        return None
    settled = {person: [line] for person, line in master.fixed.items()}
    for within_ in WITHIN:
        best, close = None, min(below, ceil(root.bound + within_))
        near = pricing.near(root.cover, loose, close - 1 - root.bound + ROOM, POOL // len(loose)).lines
        drawn = offers(master, loose, root, close)
        pool = Pool(master.numbers, settled | {each: list({*near[each], *drawn[each]}) for each in loose})
        while (found := search(pool, close, within(FINISH_S, stop), random).choice) is not None:
            best, close = found, cost_of(master.numbers, found)
        if best is not None:
            return best
    return None
