"""Who needs a guardian: read from the encrypted statements at the moment of the decision, never stored."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from lianfang.persistence.sealed import Cipher, unseal
from services.mediation.domain.case import Case
from services.mediation.domain.parts import PARTY
from services.mediation.domain.people.identity import Stated, tidy


class Minors:
    """See the module's text. An unknown date of birth is nobody's: an officer who knows better adds it."""

    def __init__(self, cipher: Cipher, zone: ZoneInfo) -> None:
        self._cipher, self._zone = cipher, zone

    def __call__(self, case: Case, age: int, now: datetime) -> frozenset[str]:
        """Return the refs of parties who are under that age on the local day of `now`."""
        today = now.astimezone(self._zone).date()
        return frozenset(
            each.ref for each in case.parties if each.role == PARTY and self._is_under(each.sealed, age, today)
        )

    def _is_under(self, sealed: str, age: int, today: date) -> bool:
        stated = unseal(self._cipher, sealed).get("stated")
        born = tidy(Stated(**stated)).stated.birth_date if stated else ""
        return bool(born) and youngest(born, today) < age


def youngest(born: str, today: date) -> int:
    """Return the age on a day; of a year or month alone, as if born on its last day, which protects more."""
    parts = [int(part) for part in born.split("-")]
    year, month, day = parts[0], parts[1] if len(parts) > 1 else 12, parts[2] if len(parts) > 2 else 31
    return today.year - year - ((today.month, today.day) < (month, day))
