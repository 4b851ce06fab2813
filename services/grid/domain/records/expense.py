"""What a team paid to keep going (公用经费): an amount for one purpose. Nobody's pay, nobody's name."""

from __future__ import annotations

from dataclasses import dataclass

from services.grid.domain.records.told import Told


@dataclass(frozen=True, slots=True)
class Expense:
    """purpose: a word such as fuel, rent, upkeep. yuan: whole yuan (元). told.at: when it was paid."""

    id: str
    purpose: str
    region: str
    team: str
    yuan: int
    told: Told

    @property
    def key(self) -> tuple[object, ...]:
        """The same for a record that is told again."""
        return (self.purpose, self.region, self.team, self.yuan, self.told.by)
