"""The names of the hard rules: what the checker finds broken and what an explanation names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    """A hard rule of a shift problem."""

    SUCCESSION = "succession"
    MOST_OF_KIND = "most_of_kind"
    MIN_MINUTES = "min_minutes"
    MAX_MINUTES = "max_minutes"
    MAX_RUN = "max_run"
    MIN_RUN = "min_run"
    MIN_REST = "min_rest"
    MAX_WEEKENDS = "max_weekends"
    DAY_OFF = "day_off"
    NOT_ALLOWED = "not_allowed"
    FROZEN = "frozen"
    COVER = "cover"


@dataclass(frozen=True, slots=True, order=True)
class RuleRef:
    """One rule as it binds one worker, one day or one kind; what does not apply is None."""

    rule: Rule
    worker: str | None = None
    day: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule that a roster breaks, and how, in words."""

    ref: RuleRef
    text: str
