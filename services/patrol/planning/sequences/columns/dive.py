"""Diving: those who are nearly settled are given their schedule for good, and the rest priced anew each time.

The last few are chosen together as whole numbers: one after another they would be left with what nobody wants.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from services.patrol.planning.sequences.columns.generate import generate
from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.offers import offers
from services.patrol.planning.sequences.columns.pool import Pool
from services.patrol.planning.sequences.columns.pricing import Pricing
from services.patrol.planning.sequences.columns.tree import search, within

Line = tuple[int, ...]
AT_ONCE = 12
WITHIN = 10.0
FINISH, FINISH_S = 20, 15.0
NEAR = 1000


def dive(
    master: Master, pricing: Pricing, people: Sequence[int], random: Random, stop: Callable[[], bool],
    *, below: float, rounds: int = 8, waver: float = 0.1,
) -> dict[int, Line] | None:  # fmt: skip
    """A whole choice that costs less than `below`, or None; whatever was fixed here is freed at the end."""
    loose, fixed, tried = list(people), [], False
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
            if len(loose) <= FINISH and not tried:
                tried = True
                close = min(below, root.bound + WITHIN)
                near = pricing.near(root.cover, loose, close - 1 - root.bound, NEAR).lines
                drawn = offers(master, loose, root, close)
                fast = {person: [line] for person, line in master.fixed.items()}
                pool = Pool(master.numbers, fast | {each: list({*near[each], *drawn[each]}) for each in loose})
                last = search(pool, close, within(FINISH_S, stop), random).choice
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
