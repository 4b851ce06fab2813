"""Made-up people of the disputes: names that say so, id numbers of a region that does not exist."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from services.mediation.domain.people.id_number import check_digit

Json = dict[str, Any]
NOWHERE = "999999"
"""No region of China has this code, so nobody has an id number that begins with it; the check digit is right."""
_SURNAMES = "甲乙丙丁戊己庚辛壬癸"
_TODAY = date(2026, 3, 2)
_HAS_ID_NUMBER, _SECOND_PERSON = 0.6, 0.25


class People:
    """Makes people, each another one. The same `random` makes the same."""

    def __init__(self, random: Random) -> None:
        self._random, self._made = random, 0

    def grown(self, village: str, born_after: date = date(1950, 1, 1)) -> Json:
        """Return an adult of a village."""
        span = (_TODAY - timedelta(days=19 * 366) - born_after).days
        return self._person(village, born_after + timedelta(days=self._random.randrange(span)))

    def minor(self, village: str) -> Json:
        """Return somebody of 10 to 14 years."""
        return self._person(village, _TODAY - timedelta(days=self._random.randint(10 * 366, 14 * 366)))

    def _person(self, village: str, born: date) -> Json:
        self._made += 1
        number, random = self._made, self._random
        person = {
            "name": f"演练{_SURNAMES[number % len(_SURNAMES)]}{number:04d}", "birth_date": born.isoformat(),
            "phone": f"10001{number:06d}", "village": village, "household": f"演练{number}户",
        }  # fmt: skip
        if random.random() < _HAS_ID_NUMBER:
            seventeen = f"{NOWHERE}{born:%Y%m%d}{random.randrange(1000):03d}"
            person["id_number"] = seventeen + check_digit(seventeen)
        return person


def parties(people: People, village: str, random: Random, *, minor: bool) -> list[Json]:
    """Return both sides: one or two people each; minor: one of them under age, with a guardian."""
    said: list[Json] = []
    for side in ("a", "b"):
        for _ in range(2 if random.random() < _SECOND_PERSON else 1):
            said.append({"ref": f"p{len(said) + 1}", "side": side, "role": "party", **people.grown(village)})
    if minor:
        said[0] |= people.minor(village)
        said[0].pop("id_number", None)  # a child's is not asked for
        said.append({"ref": "g1", "side": "a", "role": "guardian", "of": "p1", **people.grown(village)})
    return said


def fathers(people: People, said: list[Json], village: str) -> list[Json]:
    """Return the fathers of the first party of each side, who had a quarrel of their own."""
    first = {each["side"]: each["ref"] for each in reversed(said) if each["role"] == "party"}
    return [
        {"of": ref, "ref": f"p{number}", "side": side, "role": "party", **people.grown(village, date(1930, 1, 1))}
        for number, (side, ref) in enumerate(sorted(first.items()), 1)
    ]  # fmt: skip
