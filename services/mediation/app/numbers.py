"""Numbers of cases for people: one series a county and year, never doubled.

Every number is a document of its own, whose id only one writer can take. So cases that open at once don't wait for
one counter, and a number can be taken in the very flush that reserves its case. One whose case was never written
leaves a gap, which can be explained to an auditor; a double number can't.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from lianfang.persistence.store import (
    AlreadyExists,
    Collection,
    Conflict,
    Eq,
    Index,
    Insert,
    Range,
    Store,
)
from services.mediation.domain.policy import Policy

NAME = "case_numbers"
PATTERN = "{prefix}调〔{year}〕{number:05d}号"
_DIGITS, _ATTEMPTS = 9, 25


def collections() -> tuple[Collection, ...]:
    """Declare where numbers lie. place: county, year and number, so that texts sort as the numbers do."""
    return (Collection(NAME, (Index("place", "place"), Index("case", "case"))),)


class CaseNumbers:
    """Allots them. A number whose case was not written, for the process died, is given to the repeat."""

    def __init__(self, store: Store, clock: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._store, self._clock, self._zone = store, clock, zone
        self._last: dict[str, int] = {}  # series -> its last number, as far as this process knows
        self._in_turn = threading.Lock()

    def __call__(self, county: str, policy: Policy, case: str) -> str:
        """Return the number of a case, the same for a repeat. Raises Conflict after many lost races."""
        place = self._given(case) or self._allot(county, case)
        _, year, number = place.split(":")
        prefix = policy.numbering.get("prefix", county)
        pattern = policy.numbering.get("pattern", PATTERN)
        return pattern.format(prefix=prefix, year=int(year), number=int(number))

    def next(self, county: str, case: str) -> Insert:
        """Return the write that gives a new case its number, to be made with its reservation.

        It fails when another process has taken the number; a later call then allots another.
        """
        series = self._series(county)
        if series not in self._last:
            self._look(series)
        with self._in_turn:
            self._last[series] += 1
            place = f"{series}:{self._last[series]:0{_DIGITS}d}"
        return Insert(NAME, {"id": place, "place": place, "case": case})

    def _given(self, case: str) -> str:
        found = self._store.find(NAME, Eq("case", case), sort="place", limit=1).documents
        return str(found[0]["place"]) if found else ""

    def _allot(self, county: str, case: str) -> str:
        for _ in range(_ATTEMPTS):
            write = self.next(county, case)
            try:
                return str(self._store.insert(NAME, write.document)["place"])
            except AlreadyExists:
                self._look(self._series(county))
        raise Conflict(f"no number for {case}: others were always quicker")

    def _series(self, county: str) -> str:
        return f"{county}:{self._clock().astimezone(self._zone).year}"

    def _look(self, series: str) -> None:
        """Learn how far others have got; what this process has given out may not be written yet."""
        within = Range("place", low=f"{series}:", high=f"{series};")
        newest = self._store.find(NAME, within, sort="place", descending=True, limit=1).documents
        last = int(newest[0]["place"].rpartition(":")[2]) if newest else 0
        with self._in_turn:
            self._last[series] = max(last, self._last.get(series, 0))
