"""Making a report out of figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lianfang.regions.codes import Level, level_of
from services.analytics.app.reports.contents import Contents, Heading
from services.analytics.app.reports.ports import NAMELESS, Figures, Names, Standing
from services.analytics.domain.figures.figure import Figure
from services.analytics.domain.figures.period import Period
from services.analytics.domain.figures.value import RESTRICTED_OUT as EXCLUDED
from services.analytics.domain.figures.value import Part, Value
from services.analytics.domain.reports.report import (
    BEHIND,
    RESTRICTED_OUT,
    TESTED,
    Line,
    Report,
    Section,
)

MOST_PARTS = 12
"""Parts of a figure that are shown, those with most facts."""

UNKNOWN = "—"


class Compose:
    """See the module's text."""

    def __init__(
        self, figures: Figures, contents: Mapping[str, Contents], names: Names, clock: Callable[[], datetime]
    ) -> None:
        self.figures, self.contents = figures, contents
        self._names, self._clock = names, clock

    def __call__(self, kind: str, region: str, period: Period) -> Report:
        """Return the report as it is now; nothing is kept. Raises CannotSay."""
        contents = self.contents[kind]
        behind = self.figures.standing() is not Standing.CURRENT
        figures = self.figures.once()
        sections = [self._section(figures, each, contents.against, region, period) for each in contents.sections]
        remarks = (*((BEHIND,) if behind else ()), RESTRICTED_OUT, TESTED)
        return Report(
            kind, region, period.text, self._names.place(region), contents.zh, contents.en, self._clock(),
            tuple(each for each in sections if each.lines), remarks,
        )  # fmt: skip

    def _section(
        self, figures: Figures, heading: Heading, against: Sequence[str], region: str, period: Period
    ) -> Section:
        lines = (each for text in heading.figures for each in self._lines(figures, text, against, region, period))
        return Section(heading.zh, heading.en, tuple(lines))

    def _lines(
        self, figures: Figures, text: str, against: Sequence[str], region: str, period: Period
    ) -> Iterable[Line]:
        id, _, split = text.partition("/")
        figure = figures.figure(id)
        if figure is None or level_of(region) > Level[figure.lowest_level.upper()]:
            return []
        if split:
            parts = figures.parts(figure, region, period, split)
            largest = sorted(parts, key=lambda part: (-part.facts, part.key))[:MOST_PARTS]
            return [self._part(figure, part, split, region) for part in largest]
        now = figures.value(figure, region, period)
        compared = tuple(figures.compared(figure, region, period, each) for each in against)
        # What holds of every figure stands once, below the report
        notes = tuple(note for note in now.notes if note != EXCLUDED)
        return [_line(figure, now, notes=notes, compared=compared)]

    def _part(self, figure: Figure, part: Part, split: str, region: str) -> Line:
        name = self._names.part(split, part.key, region) if part.key else NAMELESS
        return _line(figure, part, part=part.key or UNKNOWN, part_zh=name.zh, part_en=name.en)


def _line(figure: Figure, said: Value | Part, **more: Any) -> Line:
    return Line(
        figure.id,
        figure.zh,
        figure.en,
        figure.unit,
        said.value,
        said.numerator,
        said.denominator,
        said.facts,
        **more,
    )
