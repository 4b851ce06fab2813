"""Counts of people in a grid, by month and group: numbers, never people."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.grid.domain.records.told import Told

GROUPS = ("resident", "migrant")


@dataclass(frozen=True, slots=True)
class Population:
    """registered of those estimated to live in a grid. number: which count of this grid, group and month it is."""

    region: str
    group: str
    month: str
    registered: int
    estimated: int
    told: Told
    number: int = 1

    @property
    def id(self) -> str:
        """One for a grid, group and month."""
        return f"{self.region}:{self.group}:{self.month}"


def count(known: Population | None, fresh: Population) -> Population | None:
    """Return the count in force, None when `fresh` changes nothing: it is older, or says the same."""
    if known is None:
        return fresh
    if (fresh.told.at, fresh.told.received) < (known.told.at, known.told.received):
        return None
    if (fresh.registered, fresh.estimated) == (known.registered, known.estimated):
        return None
    return replace(fresh, number=known.number + 1)
