"""From measured values to points, score and grade. Each function is a plain rule; nothing is hidden in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from services.analytics.domain.scorecards.card import BoundLine, Line, Result
from services.analytics.domain.scorecards.rules import Bound, Grade, Measure, ScoreRules

NOTHING = Result(None, "", Decimal(0))


@dataclass(frozen=True, slots=True)
class Measured:
    """A value and how many facts are behind it. None: nothing to measure. note: for people, such as who gave it."""

    value: float | None
    facts: int = 0
    note: str = ""


def points(measure: Measure, value: float) -> float:
    """Return the points of a value: none at `zero`, all at `full`, in proportion between, never beyond."""
    share = (value - measure.zero) / (measure.full - measure.zero)
    return round(measure.weight * min(1.0, max(0.0, share)), 6)


def lines(measures: Sequence[Measure], measured: Mapping[str, Measured]) -> tuple[Line, ...]:
    """Return the lines of a card; a measure without a value gets none."""
    found = []
    for measure in measures:
        got = measured.get(measure.word, Measured(None, note="not_given" if measure.given else ""))
        scored = points(measure, got.value) if got.value is not None else 0.0
        found.append(Line(measure.word, measure.title, measure.weight, got.value, scored, got.facts, got.note))
    return tuple(found)


def bound_line(bound: Bound, count: int, events: Sequence[str]) -> BoundLine:
    """Return what a bound target gives or takes, `most` at the most."""
    size = min(abs(bound.points) * count, bound.most)
    points_ = two(-size if bound.points < 0 else size) + 0.0  # no -0.0 for people to wonder at
    return BoundLine(bound.word, bound.title, count, points_, tuple(events[:100]))


def own_score(lines: Sequence[Line], bounds: Sequence[BoundLine]) -> float | None:
    """Return the points of 100 of what was measured, with the bound targets on top; never below 0.

    What couldn't be measured is left out of both sides, so nobody loses by it; None when that is all.
    """
    weight = sum(line.weight for line in lines if line.value is not None)
    if not weight:
        return None
    base = 100 * sum(line.points for line in lines) / weight
    return two(max(0.0, base + sum(line.points for line in bounds)))


def result(own: float | None, unit_score: float | None, share: float, rules: ScoreRules) -> Result:
    """Return score and grade. share: what part of it the unit's score is, for a person whose unit has one."""
    if own is None:
        return NOTHING
    score = own if unit_score is None else two((1 - share) * own + share * unit_score)
    grade = grade_of(score, rules.grades)
    return Result(score, grade.word, grade.coefficient)


def grade_of(score: float, grades: Sequence[Grade]) -> Grade:
    """Return the best grade that the score, as shown to people, reaches. The last one is from 0 on."""
    return next(grade for grade in grades if score >= grade.at_least)


def two(value: float) -> float:
    """Round to two decimals, halves up, as people do it on paper."""
    return float(Decimal(repr(round(value, 6))).quantize(Decimal("0.01"), ROUND_HALF_UP))
