"""Which of the schedules at hand can still be part of something better."""

from __future__ import annotations

from collections.abc import Sequence

from services.patrol.planning.sequences.columns.generate import Root
from services.patrol.planning.sequences.columns.master import Master

Line = tuple[int, ...]


def offers(master: Master, people: Sequence[int], root: Root, below: float) -> dict[int, list[Line]]:
    """The schedules that can be part of a choice that costs less than `below`, as far as the root's worths tell."""
    slack = below - 1 - root.bound
    found = {}
    for person in people:
        worth = [(master.worth(person, line, root.cover), line) for line in master.columns[person]]
        least = min(each for each, _ in worth)
        found[person] = [line for each, line in worth if each - least <= slack + 1e-3]
    return found
