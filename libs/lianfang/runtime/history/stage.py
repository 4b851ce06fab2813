"""What every part of a history stands on: who tells events, when they are, and where."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import lianfang.contracts.catalogue  # noqa: F401 - registers the contracts that events are checked by
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event

ZONE = ZoneInfo("Asia/Shanghai")
_IDS = uuid.UUID("6f0b7d5a-9a3e-5c1b-8f7d-2b9c4e1d7a60")
_HOURS = (2, 1, 1, 1, 1, 1, 2, 3, 5, 6, 6, 5, 5, 4, 5, 6, 6, 6, 7, 8, 8, 7, 5, 3)
"""How much happens in each hour of the day; made up, most of it by day and in the evening."""
_LEFT_FREE = 4
"""Days at the end of a year in which nothing begins, so that what ends within days ends in its year."""


@dataclass
class Teller:
    """Makes events of one history. Same county and seed, same ids."""

    county: str
    seed: int
    events: list[Event] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What all its events carry as their correlation id."""
        return f"history-{self.county}-{self.seed}"

    def id(self, *parts: object) -> str:
        """Return an id, the same for the same parts."""
        return str(uuid.uuid5(_IDS, "/".join(map(str, (self.name, *parts)))))

    def person(self, *parts: object) -> str:
        """Return the id of a person, as the services make them."""
        return f"p-{self.id('person', *parts).replace('-', '')}"

    def about(self, subject: str) -> Aggregate:
        """Return an aggregate that has not said anything yet."""
        return Aggregate(self, subject)


@dataclass
class Aggregate:
    """Numbers its events from 1, as services do. Their source says that no service has told them."""

    teller: Teller
    subject: str
    said: int = 0

    def tell(self, name: str, at: datetime, region: str, data: Mapping[str, Any], addressee: str = "") -> None:
        """Add an event that keeps its contract; name: without the version. Raises ContractError."""
        contract = contract_of(f"{name}.v1")
        contract.check(data)
        self.said += 1
        teller = self.teller
        teller.events.append(Event(
            teller.id(contract.type, self.subject, self.said), contract.type, f"/scenarios/{teller.county}/history",
            self.subject, moment(at), region, data, self.said, addressee, teller.name,
            restricted=contract.restricted(data),
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is. zone: the police zone that it lies in."""

    region: str
    zone: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What a part of a history is made with. years: the one before and this one."""

    teller: Teller
    random: Random
    places: tuple[Place, ...]
    years: tuple[int, int]

    @property
    def county(self) -> str:
        """Its code."""
        return self.teller.county

    def place(self, zone: str = "") -> Place:
        """Return a place, of a zone if it is given. Raises LookupError when the zone has none."""
        found = [each for each in self.places if each.zone == zone] if zone else self.places
        if not found:
            raise LookupError(f"the history's zone {zone} has no places")
        return self.random.choice(found)

    def team(self, place: Place, word: str) -> str:
        """Return a team of the place's zone; of the county's for a word such as county.patrol."""
        return f"{self.county}.{word}" if "." in word else f"{self.county}.{place.zone}.{word}"

    def moments(self, year: int, number: int) -> Iterator[datetime]:
        """Yield so many times of a local year, in order, without the last days."""
        begin = date(year, 1, 1)
        days = (date(year + 1, 1, 1) - begin).days - _LEFT_FREE
        drawn = []
        for _ in range(number):
            hour = self.random.choices(range(24), _HOURS)[0]
            clock = time(hour, self.random.randrange(60), self.random.randrange(60))
            day = begin + timedelta(days=self.random.randrange(days))
            drawn.append(datetime.combine(day, clock, ZONE).astimezone(UTC))
        yield from sorted(drawn)

    def split(self, total: int, parts: int, most: list[int] | None = None) -> list[int]:
        """Return `total` put into so many parts by chance, none above its `most`. It must fit."""
        found = [0] * parts
        room = [place for place in range(parts) if most is None or most[place]]
        for _ in range(total):
            at = self.random.randrange(len(room))
            place = room[at]
            found[place] += 1
            if most is not None and found[place] >= most[place]:
                room[at] = room[-1]
                room.pop()
        return found


def moment(at: datetime) -> str:
    """Return a time as events of a history carry it, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
