"""What is wrong with a file of people. Lines and columns only: a value might name somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RowProblem:
    """line: of the file, from 1, where the row begins. column: our name of it, or its number, or empty."""

    line: int
    column: str
    message: str
    remedy: str


class BadFile(Exception):
    """The file as a whole can't be taken; nothing of it was."""

    def __init__(self, problems: list[RowProblem]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.column} {each.message}" for each in problems))
        self.problems = problems
