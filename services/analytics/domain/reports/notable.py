"""Which changes of a report are worth a look: many figures are tested at once, and chance alone moves some of them.

Benjamini, Y.; Hochberg, Y. (1995): Controlling the False Discovery Rate. J. R. Stat. Soc. B 57(1), 289-300.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from services.analytics.domain.reports.report import Compared, Line, Report

RATE = 0.05
"""Share of the noted changes that may be chance."""


@dataclass(frozen=True, slots=True)
class Change:
    """A line and the comparison in which it changed."""

    line: Line
    compared: Compared


def discoveries(values: Sequence[float], rate: float = RATE) -> list[bool]:
    """Tell for each p-value whether it is a discovery by the step-up procedure of Benjamini and Hochberg."""
    ordered = sorted(values)
    kept = [p for rank, p in enumerate(ordered, 1) if p <= rate * rank / len(ordered)]
    limit = max(kept, default=-1.0)
    return [p <= limit for p in values]


def notable(report: Report) -> tuple[Change, ...]:
    """Return the changes of a report that are more than chance, the clearest first.

    A figure that stands in two sections is tested once.
    """
    tested = {
        (line.figure, each.against): (each.p, Change(line, each))
        for section in report.sections
        for line in section.lines
        for each in line.compared
        if each.p is not None
    }
    found = list(tested.values())
    told = discoveries([p for p, _ in found])
    chosen = [pair for pair, is_one in zip(found, told, strict=True) if is_one]
    return tuple(change for _, change in sorted(chosen, key=lambda pair: (pair[0], pair[1].line.figure)))
