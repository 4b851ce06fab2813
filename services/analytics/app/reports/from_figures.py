"""The figures of the service as reports ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from services.analytics.app.figures.counting import Query
from services.analytics.app.figures.figures import PERIOD_ON_PERIOD, YEAR_ON_YEAR, Figures
from services.analytics.app.ports import Base, NotReady
from services.analytics.app.reports.ports import CannotSay, Standing
from services.analytics.domain.figures.figure import Figure
from services.analytics.domain.figures.period import Period
from services.analytics.domain.figures.value import BEFORE_DATA, Part, Value
from services.analytics.domain.reports.report import PREVIOUS, Compared
from services.analytics.domain.reports.schedule import COUNTY_DIGITS

_COUNTIES = "SELECT DISTINCT left(region, ?) FROM facts WHERE length(region) >= ?"


class FromFigures:
    """`ports.Figures` over app/figures. Restricted facts are never counted."""

    def __init__(self, make: Callable[[Query], Figures], base: Base, standing: Callable[[], Standing]) -> None:
        """make: builds the figures over a query. standing: whether this process has the facts, and all of them."""
        self._make, self._base, self.standing = make, base, standing
        self._figures = make(base.query)

    def once(self) -> FromFigures:
        """Return the same figures, for one report: no question is asked twice."""
        kept: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
        asked = FromFigures(self._make, self._base, self.standing)

        def query(sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
            question = (sql, repr(list(params)))
            if question not in kept:
                kept[question] = self._base.query(sql, params)
            return kept[question]

        asked._figures = self._make(query)
        return asked

    def figure(self, id: str) -> Figure | None:
        """Return a definition of the catalogue, None when there is none."""
        return self._figures.catalogue.get(id)

    def value(self, figure: Figure, region: str, period: Period) -> Value:
        """Return a figure of a place and a period. Raises CannotSay."""
        with _sayable():
            return self._figures.value(figure.id, region, period)

    def parts(self, figure: Figure, region: str, period: Period, split: str) -> Sequence[Part]:
        """Return a figure's parts by one of its splits. Raises CannotSay."""
        with _sayable():
            return self._figures.parts(figure.id, region, period, split=split)

    def compared(self, figure: Figure, region: str, period: Period, against: str) -> Compared:
        """Compare with another period, by the exact test that suits the figure. Raises CannotSay."""
        other = PERIOD_ON_PERIOD if against == PREVIOUS else YEAR_ON_YEAR
        with _sayable():
            change = self._figures.compare(figure.id, region, period, other)
        unknown = (BEFORE_DATA,) if BEFORE_DATA in change.before.notes else ()
        return Compared(
            against, change.before.value, change.percent, change.tested.p if change.tested else None,
            (*change.remarks, *unknown),
        )  # fmt: skip

    def regions(self) -> Sequence[str]:
        """Return the counties that have facts. Raises CannotSay."""
        with _sayable():
            return sorted(row[0] for row in self._base.query(_COUNTIES, [COUNTY_DIGITS, COUNTY_DIGITS]))


def standing_of(status: Callable[[], Mapping[str, Any]]) -> Standing:
    """Return where the projection is. status: the keeper's, of which `problem` and `catching_up` are looked at."""
    try:
        said = status()
    except NotReady:
        return Standing.ELSEWHERE
    return Standing.BEHIND if said["catching_up"] or said["problem"] is not None else Standing.CURRENT


@contextmanager
def _sayable() -> Iterator[None]:
    try:
        yield
    except NotReady as error:
        raise CannotSay(str(error)) from None
