"""More schedules near the best: priced at worths a little off, kept where they could be part of a better choice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from services.patrol.planning.sequences.columns.generate import Root
from services.patrol.planning.sequences.columns.master import Master
from services.patrol.planning.sequences.columns.pricing import Pricing


def enrich(
    master: Master, pricing: Pricing, people: Sequence[int], root: Root, stop: Callable[[], bool],
    *, below: float, rounds: int, sway: float, seed: int,
) -> int:  # fmt: skip
    """Add schedules whose cost at the root's worths is within the gap to `below`; return how many."""
    noise = np.random.default_rng(seed)
    slack = below - 1 - root.bound + 1e-3
    least = {person: mine[0][0] for person, mine in pricing.price(root.cover, people, 1).items()}
    added = 0
    for _ in range(rounds):
        if stop():
            break
        near = root.cover + noise.uniform(-sway, sway, root.cover.shape)
        for person, mine in pricing.price(near, people, 6).items():
            for _, line in mine:
                if master.worth(person, line, root.cover) - least[person] <= slack:
                    added += master.add(person, line)
    return added
