"""A figure of the catalogue as a measure of a scorecard."""

from __future__ import annotations

from services.analytics.app.figures.figures import Figures, NoSuchFigure
from services.analytics.app.scorecards.measuring import FigureOf
from services.analytics.domain.figures.period import Period
from services.analytics.domain.scorecards.scoring import Measured


def figure_of(figures: Figures) -> FigureOf:
    """Return what reads figures; restricted facts count, as in all of a scorecard. Unknown ones aren't measured."""

    def read(id: str, region: str, period: str) -> Measured:
        try:
            value = figures.value(id, region, Period.parse(period), restricted=True)
        except NoSuchFigure:
            return Measured(None, note="no_such_figure")
        return Measured(value.value, value.facts, value.note)

    return read
