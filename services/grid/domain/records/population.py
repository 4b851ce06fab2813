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
    """Return the count in force, None when `fresh` changes nothing: it is older, or the same told again.

    One that was made later and says the same keeps its number: there is nothing to tell, but what was made between
    the two and comes after them is older than the later one.
    """
    if known is None:
        return fresh
    same = (fresh.registered, fresh.estimated) == (known.registered, known.estimated)
    made, before = fresh.told.at, known.told.at
    if made < before or (made == before and (same or fresh.told.received < known.told.received)):
        return None
    return replace(fresh, number=known.number if same else known.number + 1)
