"""Pricing: for all people at once, frame by frame, the schedules that would pay at given worths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from services.patrol.domain.sequences.problem import Problem
from services.patrol.planning.sequences.columns.frame import Frame, Limits, binding, frame, limits
from services.patrol.planning.sequences.columns.labels import Labels, Plans
from services.patrol.planning.sequences.columns.near import near
from services.patrol.planning.sequences.columns.prices import Numbers
from services.patrol.planning.sequences.columns.trace import best

Array = NDArray[np.float64]
Line = tuple[int, ...]
Found = list[list[tuple[float, Line]]]
CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class Near:
    """Schedules by person, and whether these are all there are so near."""

    lines: dict[int, list[Line]]
    whole: bool


@dataclass(slots=True)
class Pricing:
    """counted[person]: the kinds whose maximum is tracked by the labels.

    It grows when a cheapest schedule breaks a maximum that was left out; until then the labels stay small.
    """

    problem: Problem
    numbers: Numbers
    counted: list[frozenset[str]] = field(default_factory=list)
    _plans: Plans = field(default_factory=dict)
    _frames: dict[Limits, Frame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.counted = [binding(self.problem, worker) for worker in self.problem.workers]

    def price(self, cover: Array, people: Iterable[int], lines: int) -> dict[int, list[tuple[float, Line]]]:
        """The cheapest schedules of these people at these worths of cover: (cost less worths, schedule)."""
        found: dict[int, list[tuple[float, Line]]] = {}
        todo = list(people)
        while todo:
            again: list[int] = []
            groups = self._groups(todo)
            for (_, group), priced in zip(groups, self._each(groups, cover, lines), strict=True):
                for person, mine in zip(group, priced, strict=True):
                    broken = {kind for _, line in mine[:1] for kind in self._broken(person, line)}
                    if broken:
                        self.counted[person] |= broken
                        again.append(person)
                    else:
                        good = [(cost, line) for cost, line in mine if not self._broken(person, line)]
                        found[person] = [(cost + self.numbers.base[person], line) for cost, line in good]
            todo = again
        return found

    def near(self, cover: Array, people: Iterable[int], slack: float, most: int) -> Near:
        """The schedules of these people within `slack` of their cheapest at these worths, at most so many each."""
        lines: dict[int, list[Line]] = {}
        whole = True
        for each, group in self._groups(list(people)):
            price = self.worth(cover, group)
            labels = Labels(self.problem, each, price, self._plans)
            for person, mine in zip(group, near(labels, price, slack, most), strict=True):
                whole &= len(mine) < most
                lines[person] = [line for _, line in mine if not self._broken(person, line)]
        return Near(lines, whole)

    def _each(self, groups: list[tuple[Frame, list[int]]], cover: Array, lines: int) -> list[Found]:
        """Price every group."""
        found = []
        for made, group in groups:
            labels = Labels(self.problem, made, self.worth(cover, group), self._plans)
            found.append(best(labels, labels.forward(), lines))
        return found

    def worth(self, cover: Array, group: list[int]) -> Array:
        """The cells' costs for these people, less what the cover gives for them."""
        price = self.numbers.cell[group].copy()
        price[:, :, :-1] -= cover
        return price

    def _groups(self, people: list[int]) -> list[tuple[Frame, list[int]]]:
        groups: dict[Limits, list[int]] = defaultdict(list)
        for person in people:
            groups[limits(self.problem, self.problem.workers[person], self.counted[person])].append(person)
        found = []
        for limit, group in groups.items():
            if limit not in self._frames:
                self._frames[limit] = frame(self.problem, limit)
            made = self._frames[limit]
            size = max(1, CHUNK // (self.problem.days * len(made.phases) * int(np.prod(made.shape))))
            found += [(made, group[start : start + size]) for start in range(0, len(group), size)]
        return found

    def _broken(self, person: int, line: Line) -> list[str]:
        most = self.problem.workers[person].most
        kinds = self.problem.kind_ids()
        return [kind for kind, limit in most.items() if line.count(kinds.index(kind)) > limit]
