"""Numbers of cases for people: one series a county and year, never doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from services.mediation.app.documents.numbers import DocumentNumbers
from services.mediation.domain.policy import Policy

PATTERN = "{prefix}调〔{year}〕{number:05d}号"


class CaseNumbers:
    """Allots them. A number whose case was not written, for the process died, is given to the repeat."""

    def __init__(self, numbers: DocumentNumbers, clock: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._numbers, self._clock, self._zone = numbers, clock, zone
        # Opening many cases at once would have them race for one document
        self._in_turn = threading.Lock()

    def __call__(self, county: str, policy: Policy, case: str) -> str:
        """Return the number of a case, the same for a repeat. Raises StoreUnavailable."""
        year = self._clock().astimezone(self._zone).year
        with self._in_turn:
            number = self._numbers.allot(county, year, "case", f"case/{case}")
        prefix = policy.numbering.get("prefix", county)
        return policy.numbering.get("pattern", PATTERN).format(prefix=prefix, year=year, number=number)
