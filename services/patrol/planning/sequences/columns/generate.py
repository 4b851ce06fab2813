"""Column generation: price, add, solve again, until the bound meets the cost or time is over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.pricing import Pricing

EPS = 1e-6
SMOOTH = 0.6


@dataclass(slots=True)
class Root:
    """Where column generation stands: the linear cost, the best bound, and the worths of cover that gave it."""

    cost: float
    bound: float
    cover: NDArray[np.float64]
    rounds: int

    @property
    def closed(self) -> bool:
        """Say whether no further column can raise the whole-number bound."""
        return self.bound > -np.inf and ceil(self.bound - 1e-4) >= self.cost - 1e-4


def generate(
    master: Master, pricing: Pricing, people: Sequence[int], stop: Callable[[], bool],
    *, lines: int = 4, enough: float = np.inf, rounds: int = 100_000,
) -> Root:  # fmt: skip
    """Add columns for these people (the others are fixed) until it is closed, or stop() says so.

    The worths are smoothed towards those of the best bound (Wentges 1997), which spares most of the rounds.
    """
    numbers = master.numbers
    best = Root(np.inf, -np.inf, np.zeros(numbers.needed.shape), 0)
    smooth = SMOOTH
    while best.rounds < rounds and not stop():
        duals = master.solve()
        best.cost, best.rounds = duals.cost, best.rounds + 1
        if best.closed or best.bound >= enough:
            break
        cover = duals.cover if not np.isfinite(best.bound) else smooth * best.cover + (1 - smooth) * duals.cover
        priced = pricing.price(cover, people, lines)
        if any(not mine for mine in priced.values()):
            best.cost = best.bound = np.inf
            break
        paid = sum(mine[0][0] for mine in priced.values())
        held = sum(master.worth(person, line, cover) for person, line in master.fixed.items())
        bound = float((cover * numbers.needed).sum()) + paid + held
        if bound > best.bound:
            best.bound, best.cover = bound, cover
        new = 0
        for person, mine in priced.items():
            for _, line in mine:
                if master.worth(person, line, duals.cover) - duals.person[person] < -EPS:
                    new += master.add(person, line)
        if not new and smooth == 0:
            return best
        smooth = 0.0 if not new else SMOOTH
    best.cost = min(best.cost, master.solve().cost)
    return best
