"""What the facts, the figures and people say about everybody who is assessed; a few queries for all together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from services.analytics.app.asking import Asking, Sum
from services.analytics.domain.scorecards import flags
from services.analytics.domain.scorecards.card import KINDS, BoundLine, Flag, Kind, Subject
from services.analytics.domain.scorecards.rules import Bound, FlagRules, Measure, ScoreRules
from services.analytics.domain.scorecards.scoring import Measured, bound_line
from services.analytics.domain.wanted import Row, Span, Wanted

FigureOf = Callable[[str, str, str], Measured]
"""(figure's id, region, period as people write it) -> its value."""
Given = Mapping[tuple[str, str], float]
"""(subject's id, measure) -> what a person says."""
_COLUMNS: Mapping[Kind, str] = {"unit": "team", "person": "other"}


@dataclass(frozen=True, slots=True)
class Found:
    """What was found about somebody."""

    measured: Mapping[str, Measured]
    bounds: tuple[BoundLine, ...]
    flags: tuple[Flag, ...]


class Measuring:
    """See the module's text."""

    def __init__(
        self, asking: Asking, zone: tzinfo, figure: FigureOf | None = None,
        beside: Callable[[Any], Any] = lambda function: function,
    ) -> None:  # fmt: skip
        """zone: whose days are meant. figure: reads the catalogue's figures; without it they aren't measured.

        beside: makes a pure function run in a real thread: the looks at each value take long.
        """
        self._asking, self._zone, self._figure = asking, zone, figure
        self._looked = beside(_looked)

    def everybody(
        self, subjects: Sequence[Subject], rules: ScoreRules, span: Span, period: str, given: Given
    ) -> dict[str, Found]:
        """Return what was found, by subject. Raises what the base raises (NotReady)."""
        found: dict[str, Found] = {}
        for kind in KINDS:
            some = [subject for subject in subjects if subject.kind == kind]
            if some:
                found |= self._of_kind(kind, some, rules, span, period, given)
        return found

    def _of_kind(
        self, kind: Kind, subjects: Sequence[Subject], rules: ScoreRules, span: Span, period: str, given: Given
    ) -> dict[str, Found]:
        measured: dict[str, dict[str, Measured]] = {subject.id: {} for subject in subjects}
        bounds: dict[str, list[BoundLine]] = {subject.id: [] for subject in subjects}
        for measure in rules.measures[kind]:
            for id, value in self._measure(measure, kind, subjects, span, period, given).items():
                measured[id][measure.word] = value
        for bound in rules.bounds[kind]:
            for id, line in self._bound(bound, kind, subjects, span, given).items():
                bounds[id].append(line)
        odd = self._flags(kind, subjects, rules, span)
        return {
            subject.id: Found(measured[subject.id], tuple(bounds[subject.id]), odd[subject.id])
            for subject in subjects
        }

    def _measure(
        self, measure: Measure, kind: Kind, subjects: Sequence[Subject], span: Span, period: str, given: Given
    ) -> dict[str, Measured]:
        if measure.of is None:
            return {subject.id: self._told(measure, subject, period, given) for subject in subjects}
        tops = self._sums(measure.of, kind, subjects, span, measure.by_place)
        wholes = self._sums(measure.among, kind, subjects, span, measure.by_place) if measure.among else {}
        return {
            subject.id: _value(measure, subject, span, tops[subject.id], wholes.get(subject.id))
            for subject in subjects
        }

    def _told(self, measure: Measure, subject: Subject, period: str, given: Given) -> Measured:
        said = given.get((subject.id, measure.word))
        if said is not None:
            return Measured(said, note="given")
        if measure.figure and self._figure is not None:
            return self._figure(measure.figure, subject.region or subject.county, period)
        return Measured(None, note="not_given" if measure.given else "no_such_figure")

    def _sums(
        self, wanted: Wanted, kind: Kind, subjects: Sequence[Subject], span: Span, by_place: bool
    ) -> dict[str, Sum]:
        if by_place and kind == "unit":
            return {each.id: self._asking.sum_at(wanted, span, each.region or each.county) for each in subjects}
        sums = self._asking.sums(wanted, span, _COLUMNS[kind], [each.id for each in subjects])
        return {each.id: sums.get(each.id, Sum()) for each in subjects}

    def _bound(
        self, bound: Bound, kind: Kind, subjects: Sequence[Subject], span: Span, given: Given
    ) -> dict[str, BoundLine]:
        if bound.of is None:
            said = {each.id: int(given.get((each.id, bound.word), 0)) for each in subjects}
            return {id: bound_line(bound, count, ()) for id, count in said.items()}
        if bound.by_place and kind == "unit":
            rows = {each.id: self._asking.rows_at(bound.of, span, each.region or each.county) for each in subjects}
        else:
            rows = self._by_subject(bound.of, kind, subjects, span)
        return {id: bound_line(bound, len(found), [row.event_id for row in found]) for id, found in rows.items()}

    def _flags(
        self, kind: Kind, subjects: Sequence[Subject], rules: ScoreRules, span: Span
    ) -> dict[str, tuple[Flag, ...]]:
        wanted = {check.of for check in rules.flags.checks}
        rows = {each: self._by_subject(each, kind, subjects, span) for each in wanted}
        found: dict[str, tuple[Flag, ...]] = self._looked(
            [subject.id for subject in subjects], rows, rules.flags, span, self._zone
        )
        return found

    def _by_subject(
        self, wanted: Wanted, kind: Kind, subjects: Sequence[Subject], span: Span
    ) -> dict[str, list[Row]]:
        column = _COLUMNS[kind]
        found: dict[str, list[Row]] = {subject.id: [] for subject in subjects}
        for row in self._asking.rows_of(wanted, span, column, list(found)):
            found[row.team if column == "team" else row.other].append(row)
        return found


def _value(measure: Measure, subject: Subject, span: Span, top: Sum, whole: Sum | None) -> Measured:
    """Return a measure's value of what was counted; none when there is nothing to be a part of."""
    number = top.total if measure.total else float(top.count)
    if measure.among is not None:
        if whole is None or not whole.count:
            return Measured(None, note="nothing_to_measure")
        return Measured(100 * number / whole.count, top.count)
    if measure.per_days:
        number *= measure.per_days / span.days
    if measure.per_head:
        number /= max(1, subject.people)
    return Measured(round(number, 6), top.count)


def _looked(
    subjects: Sequence[str], rows: Mapping[Wanted, Mapping[str, Sequence[Row]]], rules: FlagRules, span: Span,
    zone: tzinfo,
) -> dict[str, tuple[Flag, ...]]:  # fmt: skip
    return {
        id: flags.flags(rules, {check.word: rows[check.of][id] for check in rules.checks}, span, zone)
        for id in subjects
    }
