"""What a figure comes to, and what to know about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from services.analytics.domain.figures.figure import Figure
from services.analytics.domain.figures.period import Period

RESTRICTED_OUT = "restricted_excluded"
GAPS = "gaps"
UNFINISHED = "unfinished"
NO_WHOLE = "no_denominator"
BEFORE_DATA = "before_first_fact"
NO_RECORD = "no_record"
OTHER_PERIOD = "other_period"
NOTES = {
    RESTRICTED_OUT: "Restricted incidents and cases are not counted.",
    GAPS: "Events are missing from the log, see the gaps: the figure may be too low.",
    UNFINISHED: "The period is not over.",
    NO_WHOLE: "There is nothing to be a part of, so there is no ratio.",
    BEFORE_DATA: "The period begins before the first fact that is known.",
    NO_RECORD: "The period was over before anything at all was recorded.",
    OTHER_PERIOD: "The number to be reached is that of another period than the one asked for.",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A figure of a place and a period.

    value: in the figure's unit, None when it can't be said (no denominator, nothing to take a median of).
    numerator, denominator: what it was made of; denominator None for figures without one.
    facts: how many facts the numerator was made of. notes: words of NOTES.
    """

    figure: Figure
    region: str
    period: Period
    value: float | None
    numerator: float | None
    denominator: float | None
    facts: int
    notes: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """The notes as a sentence or more, empty when there is nothing to say."""
        return " ".join(NOTES[each] for each in self.notes)


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a figure: a smaller place, a category, a ring … key: its code or word, "" when not known."""

    key: str
    value: float | None
    numerator: float | None
    denominator: float | None
    facts: int


@dataclass(frozen=True, slots=True)
class Counted:
    """A result of one selection. number: None when there was nothing to make it of."""

    number: float | None
    facts: int


@dataclass(frozen=True, slots=True)
class Traced:
    """A fact behind a figure. evidence: ids of the events for which it counts besides its own."""

    event_id: str
    kind: str
    at: datetime
    region: str
    subject: str
    other: str
    word: str
    category: str
    team: str
    ring: int | None
    value: float
    evidence: tuple[str, ...] = field(default=())


NOTHING = Counted(0.0, 0)


def ratio(figure: Figure, top: Counted, whole: Counted | None) -> float | None:
    """Return the figure's value made of numerator and denominator; None without a whole."""
    if figure.denominator is None:
        return top.number
    if whole is None or not whole.number or top.number is None:
        return None
    return figure.factor * top.number / whole.number


def value_of(
    figure: Figure, region: str, period: Period, top: Counted, whole: Counted | None, notes: Iterable[str]
) -> Value:
    """Return the value, noted when it has nothing to be a part of."""
    said = list(notes)
    if figure.denominator is not None and not (whole and whole.number):
        said.append(NO_WHOLE)
    return Value(
        figure, region, period, ratio(figure, top, whole), top.number, whole.number if whole else None, top.facts,
        tuple(said),
    )  # fmt: skip


def part_of(figure: Figure, key: str, top: Counted, whole: Counted | None) -> Part:
    """Return one piece."""
    return Part(key, ratio(figure, top, whole), top.number, whole.number if whole else None, top.facts)
