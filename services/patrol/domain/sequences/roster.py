"""A roster: for every worker the kind worked on each day, or None."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from services.patrol.domain.sequences.problem import Problem


@dataclass(frozen=True, slots=True)
class Roster:
    """Worker id → the kind of each day of the horizon, None for a day off."""

    of: Mapping[str, tuple[str | None, ...]]

    def at(self, worker: str, day: int) -> str | None:
        """The kind this worker has that day."""
        return self.of[worker][day]

    def changes(self, other: Roster) -> list[tuple[str, int, str | None, str | None]]:
        """Every cell that differs: worker, day, what it is here, what it is there."""
        return [
            (worker, day, mine, theirs)
            for worker, line in self.of.items()
            for day, (mine, theirs) in enumerate(zip(line, other.of[worker], strict=True))
            if mine != theirs
        ]

    def cells(self) -> Iterator[tuple[str, int, str]]:
        """Every shift: worker, day, kind."""
        for worker, line in self.of.items():
            for day, kind in enumerate(line):
                if kind is not None:
                    yield worker, day, kind


def empty(problem: Problem) -> Roster:
    """The roster in which nobody works, but for frozen shifts."""
    return Roster({each.id: tuple(each.frozen.get(day) for day in range(problem.days)) for each in problem.workers})
