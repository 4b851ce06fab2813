"""Answers to one question of a survey (群众测评), counted: how many answered, how many agreed. Nobody is named."""

from __future__ import annotations

from dataclasses import dataclass

from services.grid.domain.records.told import Told


@dataclass(frozen=True, slots=True)
class Survey:
    """question: a word such as feels_safe (安全感) or service (满意度). told.at: when it was asked.

    answered: who gave an answer. agreeing: of these, who feel safe, are satisfied …
    """

    id: str
    question: str
    region: str
    team: str
    answered: int
    agreeing: int
    told: Told

    @property
    def key(self) -> tuple[object, ...]:
        """The same for a record that is told again."""
        return (self.question, self.region, self.team, self.answered, self.agreeing, self.told.by)
