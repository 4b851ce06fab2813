"""The rules of assessment that differ by county, as data (services/analytics/policy/default.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from services.analytics.domain.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of a scorecard; its points rise from none at `zero` to all of `weight` at `full`, either way round.

    of: the facts counted. among: the facts that `of` is a percentage of. total: add the facts' values instead of
    counting them. per_days: per so many days of the period. per_head: per person of the unit.
    figure: a figure of the catalogue instead of facts. With neither `of` nor `figure` a person gives the value.
    by_place: facts in the unit's region, not those of its team.
    """

    word: str
    title: str
    weight: float
    zero: float
    full: float
    of: Wanted | None = None
    among: Wanted | None = None
    total: bool = False
    per_days: int | None = None
    per_head: bool = False
    figure: str = ""
    by_place: bool = False

    @property
    def given(self) -> bool:
        """Whether a person gives the value, such as callers' opinion."""
        return self.of is None and not self.figure


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound target shared by prevention and detection (泰宁): points for each fact, `most` of them in all.

    points: below zero for a failure of prevention, above for a lead from base work that solves a case.
    of: None when a person gives the number.
    """

    word: str
    title: str
    of: Wanted | None
    points: float
    most: float
    by_place: bool = True


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade from a score on, and what the base is multiplied with."""

    word: str
    title: str
    at_least: float
    coefficient: Decimal


@dataclass(frozen=True, slots=True)
class AppealRules:
    """How long a card may be appealed after its round was published, and how long the answer may take."""

    within: timedelta
    answer: timedelta


@dataclass(frozen=True, slots=True)
class Check:
    """A look for figures that were made to fit; see flags.py for the kinds.

    limit: kind at_limit: the value that is required; kind day: the most that a day may hold.
    beside: kind at_limit: how many whole values above the limit it is compared with.
    last_days: kind late: the end of the period.
    """

    word: str
    kind: str
    of: Wanted
    limit: float = 0.0
    beside: int = 4
    last_days: int = 3


@dataclass(frozen=True, slots=True)
class FlagRules:
    """alpha: a pattern is told when chance gives it less often than this. least: of values, to say anything."""

    alpha: float
    least: int
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """All of it. measures, bounds: by who is assessed, ``unit`` or ``person``. unit_share: of a person's score.

    grades: best first, the last from 0 on.
    """

    measures: Mapping[str, tuple[Measure, ...]]
    bounds: Mapping[str, tuple[Bound, ...]]
    unit_share: float
    grades: tuple[Grade, ...]
    appeals: AppealRules
    flags: FlagRules
