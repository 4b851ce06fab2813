"""Figures by place and period: values, pieces, series, comparisons, and the events behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.analytics.app.figures import counting
from services.analytics.app.figures.counting import Query, count, none
from services.analytics.app.figures.remembering import Remembering
from services.analytics.app.figures.scope import AT, Scope, marks
from services.analytics.app.figures.tracing import TracedPage, trace
from services.analytics.domain.compare.change import Change, Tests, change
from services.analytics.domain.figures.figure import REACHING, TO_END, Figure, Selection
from services.analytics.domain.figures.period import Period, last_periods
from services.analytics.domain.figures.value import (
    BEFORE_DATA,
    GAPS,
    NO_RECORD,
    OTHER_PERIOD,
    RESTRICTED_OUT,
    UNFINISHED,
    Counted,
    Part,
    Value,
    part_of,
    value_of,
)

NUMERATOR, DENOMINATOR = "numerator", "denominator"
_TICK = timedelta(microseconds=1)  # what is of this very moment counts
_GAPS = "SELECT (SELECT count(*) FROM gaps) > 0 OR EXISTS (SELECT 1 FROM sequences WHERE missing::VARCHAR <> '[]')"
YEAR_ON_YEAR, PERIOD_ON_PERIOD = "year", "period"


class NoSuchFigure(Exception):
    """The catalogue has no figure of that id, or it has no such piece; the message says what there is."""


class Figures:
    """Computes every figure from the facts: there is no second number that could differ from them."""

    def __init__(
        self, catalogue: Mapping[str, Figure], query: Query, clock: Callable[[], datetime], zone: ZoneInfo,
        tests: Tests, memory: Remembering | None = None,
    ) -> None:  # fmt: skip
        """query: that of the live base, see Base.query. zone: of the local days that periods are made of.

        memory: of numbers that still hold; without one all are counted each time.
        """
        self.catalogue = catalogue
        self._count = memory.count if memory else count
        self._query, self._clock, self._zone, self._tests = query, clock, zone, tests

    def figure(self, id: str) -> Figure:
        """Return a definition. Raises NoSuchFigure."""
        try:
            return self.catalogue[id]
        except KeyError:
            raise NoSuchFigure(f"There is no figure {id}: see the catalogue for those there are.") from None

    def today(self) -> date:
        """Return the local day it is."""
        return self._clock().astimezone(self._zone).date()

    def value(self, id: str, region: str, period: Period, *, restricted: bool = False) -> Value:
        """Return a figure of a place ("" is the country) and period.

        restricted: count restricted facts too; only for callers who may. Raises NoSuchFigure, and what the base
        raises.
        """
        return self._value(self.figure(id), region, period, restricted, self.notes(period, restricted))

    def values(self, ids: Iterable[str], region: str, period: Period, *, restricted: bool = False) -> list[Value]:
        """Return several figures of one place and period, in their order. Raises NoSuchFigure."""
        figures = [self.figure(each) for each in ids]
        notes = self.notes(period, restricted)
        return [self._value(each, region, period, restricted, notes) for each in figures]

    def parts(
        self, id: str, region: str, period: Period, *, level: int = 0, split: str = "", restricted: bool = False
    ) -> list[Part]:
        """Return the pieces of a figure: by places of `level` digits, or by one of its splits.

        A piece with the key "" holds what is known less closely. Raises NoSuchFigure.
        """
        figure = self.figure(id)
        if split and split not in figure.splits:
            known = ", ".join(figure.splits) or "none"
            raise NoSuchFigure(f"The figure {id} is not split by {split}; its splits: {known}.")
        key = counting.SPLIT_KEYS[split] if split else counting.by_level(level)
        top, whole = self._counted(figure, region, period, restricted, key)
        rest, empty = none(figure.numerator), none(figure.denominator) if figure.denominator else None
        return [
            part_of(figure, each, top.get(each, rest), whole.get(each, empty) if empty else None)
            for each in sorted({*top, *whole})
        ]

    def series(self, id: str, region: str, until: Period, number: int, *, restricted: bool = False) -> list[Value]:
        """Return the figure of `until` and the periods before it, `number` in all, the earliest first."""
        return [self.value(id, region, each, restricted=restricted) for each in last_periods(until, number)]

    def compare(self, id: str, region: str, period: Period, against: str, *, restricted: bool = False) -> Change:
        """Return how the figure changed since a year before ("year", 同比) or the period before ("period", 环比).

        A period that is not over is compared with as many days of the other. Raises NoSuchFigure.
        """
        earlier = period.year_before() if against == YEAR_ON_YEAR else period.previous()
        if period.first <= self.today() < period.last:
            period = period.until(self.today())
            earlier = earlier.begun(period.days)
        now = self.value(id, region, period, restricted=restricted)
        before = self.value(id, region, earlier, restricted=restricted)
        return change(now, self._known_from(before, restricted), self._tests)

    def trace(
        self, id: str, region: str, period: Period, *, part: str = NUMERATOR, cursor: str | None = None,
        limit: int = 50, restricted: bool = False,
    ) -> TracedPage:  # fmt: skip
        """Return the facts that a figure was made of, with their event ids, oldest first.

        part: "numerator" or "denominator". Raises NoSuchFigure, and ValueError for a cursor of something else.
        """
        figure = self.figure(id)
        selection = figure.numerator if part == NUMERATOR else figure.denominator
        if selection is None:
            raise NoSuchFigure(f"The figure {id} has no denominator.")
        asked = repr((id, region, period.text, part, restricted))
        scope = self._scope(figure, selection, region, period, restricted)
        return trace(self._query, selection, scope, asked, cursor, limit)

    def notes(self, period: Period, restricted: bool) -> list[str]:
        """Return what must be said of every figure of this period."""
        notes = [] if restricted else [RESTRICTED_OUT]
        if period.last >= self.today():
            notes.append(UNFINISHED)
        if self._query(_GAPS, [])[0][0]:
            notes.append(GAPS)
        return notes

    def _value(self, figure: Figure, region: str, period: Period, restricted: bool, notes: Sequence[str]) -> Value:
        top, whole = self._counted(figure, region, period, restricted, counting.WHOLE)
        below = _single(whole, figure.denominator) if figure.denominator else None
        said = [*notes, OTHER_PERIOD] if _of_another(figure, period) else notes
        return value_of(figure, region, period, _single(top, figure.numerator), below, said)

    def _counted(
        self, figure: Figure, region: str, period: Period, restricted: bool, key: str
    ) -> tuple[dict[str, Counted], dict[str, Counted]]:
        def counted(selection: Selection | None) -> dict[str, Counted]:
            if selection is None:
                return {}
            scope = self._scope(figure, selection, region, period, restricted)
            return self._count(self._query, selection, scope, key)

        return counted(figure.numerator), counted(figure.denominator)

    def _scope(self, figure: Figure, selection: Selection, region: str, period: Period, restricted: bool) -> Scope:
        start, end = period.bounds(self._zone)
        slots: list[Period] = []
        if selection.per:  # days, weeks … that begin in the period, and have begun by now
            slots = [each for each in period.slots(selection.per) if each.first <= self.today()]
            end = max([end, *(each.bounds(self._zone)[1] for each in slots[-1:])])
        first = None if selection.window == TO_END or selection.dated else start
        return Scope(
            first, min(end, self._clock() + _TICK), region,
            f"{period.last:%Y-%m}", figure.kinds, restricted, tuple(each.text for each in slots),
        )  # fmt: skip

    def _known_from(self, value: Value, restricted: bool) -> Value:
        """Note a value whose period begins before anything of its kind is known: no fall, but no record."""
        start, end = (each.timestamp() * 1e6 for each in value.period.bounds(self._zone))
        earliest = self._earliest(value.figure.numerator.kinds, restricted)
        if earliest is not None and earliest <= start:
            return value
        of_all = self._earliest((), restricted)
        empty = of_all is None or of_all >= end
        return replace(value, notes=(*value.notes, BEFORE_DATA, *([NO_RECORD] if empty else [])))

    def _earliest(self, kinds: Sequence[str], restricted: bool) -> int | None:
        """Return when the first fact of these kinds was, of any kind for none, in microseconds since 1970."""
        of = f"kind IN ({marks(kinds)}) AND" if kinds else ""
        sql = f"SELECT epoch_us(min({AT})) FROM facts WHERE {of} (? OR NOT restricted)"  # noqa: S608
        found: int | None = self._query(sql, [*kinds, restricted])[0][0]
        return found


def _of_another(figure: Figure, period: Period) -> bool:
    """Tell whether a figure that asks who reached a number in a week, say, is asked of another period."""
    return figure.numerator.measure == REACHING and period.kind != figure.period


def _single(counted: Mapping[str, Counted], selection: Selection) -> Counted:
    return counted.get("", none(selection))
