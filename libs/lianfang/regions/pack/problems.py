"""Saying what is wrong with a pack: file, line, field, what, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. line: 1-based line of the file (for grids.geojson, the feature's number); 0 unknown.

    codes: the region codes or ids concerned. area_m2: size of an overlap or gap.
    """

    file: str
    what: str
    remedy: str = ""
    line: int = 0
    field: str = ""
    codes: tuple[str, ...] = ()
    area_m2: float | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = f" {self.field}:" if self.field else ""
        remedy = f" ({self.remedy})" if self.remedy else ""
        return f"{place}:{subject} {self.what}{remedy}"


@dataclass(slots=True)
class Report:
    """All that validation found. A pack with errors is not imported; warnings are for people to judge."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when nothing forbids the import."""
        return not self.errors


class PackError(Exception):
    """A pack that can't be used; `problems` holds every one that was found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        shown = "\n".join(str(problem) for problem in self.problems[:20])
        more = f"\n… and {len(self.problems) - 20} more" if len(self.problems) > 20 else ""
        super().__init__(f"{len(self.problems)} problem(s) in the region pack:\n{shown}{more}")
