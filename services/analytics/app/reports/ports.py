"""What reports ask of figures."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from services.analytics.domain.figures.figure import Figure
from services.analytics.domain.figures.period import Period
from services.analytics.domain.figures.value import Part, Value
from services.analytics.domain.reports.report import Compared


class Standing(StrEnum):
    """Whether this process can say figures now.

    current: all events so far are counted; behind: some are still to come; elsewhere: another process has the
    facts, or this one is not ready.
    """

    CURRENT = "current"
    BEHIND = "behind"
    ELSEWHERE = "elsewhere"


class CannotSay(Exception):
    """A figure can't be said now; trying again may help. The message is for logs."""


class Name(NamedTuple):
    """What something is called in Chinese and in English, "" when that is not known."""

    zh: str
    en: str


NAMELESS = Name("", "")


class Names(Protocol):
    """What things are called when a report is made."""

    def place(self, region: str) -> str:
        """Return a region's name, "" for one that is not known."""

    def part(self, split: str, key: str, region: str) -> Name:
        """Return what a part of a figure is called in a region, NAMELESS when that is not known."""


class Figures(Protocol):
    """The figures as everybody who reads a report may see them: restricted facts are not counted."""

    def figure(self, id: str) -> Figure | None:
        """Return a definition of the catalogue, None when there is none."""

    def value(self, figure: Figure, region: str, period: Period) -> Value:
        """Return a figure of a place and a period. Raises CannotSay."""

    def parts(self, figure: Figure, region: str, period: Period, split: str) -> Sequence[Part]:
        """Return a figure's parts by one of its splits. Raises CannotSay."""

    def compared(self, figure: Figure, region: str, period: Period, against: str) -> Compared:
        """Compare with another period, by the exact test that suits the figure. Raises CannotSay."""

    def once(self) -> Figures:
        """Return the same figures, for one report: what was asked for once is remembered."""

    def standing(self) -> Standing:
        """Tell whether figures can be said."""

    def regions(self) -> Sequence[str]:
        """Return the counties that have facts, codes of six digits. Raises CannotSay."""
