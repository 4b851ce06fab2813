"""Mediators (调解员) and all who may sit at the table for the service: lawyers, the court's people, officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

MEDIATOR, LAWYER, COURT, OFFICER = "mediator", "lawyer", "court", "officer"
MEDIATOR_KINDS = (MEDIATOR, LAWYER, COURT, OFFICER)
SKILLS = ("family", "neighbour", "land", "wage", "consumer", "traffic", "medical", "school", "property", "general")
"""Words for what a mediator is good at (擅长). `general` is no match for anything in particular."""


@dataclass(frozen=True, slots=True)
class Away:
    """Local days on which somebody does not work, both inclusive."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Mediator:
    """A mediator. Name and phone lie encrypted in `sealed`; nothing else here names a person.

    id: ``m-…``. kind: one of MEDIATOR_KINDS. studios: ids. regions: code prefixes served. skills: of SKILLS.
    languages: ``zh`` and words for dialects and minority languages, ``fuding``, ``xiapu``, ``she`` (畲语) …
    capacity: most cases in hand at a time. lon, lat: degrees, WGS 84, None when unknown.
    """

    id: str
    kind: str
    county: str
    studios: tuple[str, ...]
    regions: tuple[str, ...]
    skills: tuple[str, ...]
    languages: tuple[str, ...]
    capacity: int
    lon: float | None = None
    lat: float | None = None
    active: bool = True
    away: tuple[Away, ...] = ()
    sealed: str = ""

    def is_away(self, day: date) -> bool:
        """Tell whether the mediator does not work on a local day."""
        return any(period.covers(day) for period in self.away)

    def serves(self, region: str) -> bool:
        """Tell whether `region` lies in what the mediator serves; an unknown region is served by nobody."""
        return bool(region) and any(region.startswith(prefix) for prefix in self.regions)
