"""Hours and service points (积分): one credit per shift, place and person, whoever notes it and how often."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Eq, Range, Store, find_all
from services.patrol.app.people.storage import SOURCE
from services.patrol.domain.people.person import Person
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.shift import LONGEST

NAME = "credits"
MOST_MINUTES = int(LONGEST / timedelta(minutes=1))
_COMMANDS = uuid.UUID("3c0d1b94-5d8b-5b7f-9a0e-0a4f6f2d8c17")
_REASON = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


class NoCredit(Exception):
    """There is no such credit."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a planner set anew, and what it was before."""

    minutes: int
    points: int
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Credit:
    """See the module's text. at: the duty's end, RFC 3339, UTC. corrections: what it was before each."""

    id: str
    person: str
    county: str
    shift: str
    place: int
    minutes: int
    points: int
    at: str
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """What somebody served in a period."""

    turns: int
    minutes: int
    points: int


def collections() -> tuple[Collection, ...]:
    """Declare the collection."""
    return collection(NAME, key("person"), key("county"), key("at")), archive(NAME)


class Credits:
    """See the module's text."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None],
        person: Callable[[str], Person | None],
    ) -> None:  # fmt: skip
        """person: looks somebody up, for the county."""
        self._clock, self._person = clock, person
        self._credits: Aggregates[Credit] = Aggregates(
            store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=asdict, decode=_read
        )

    def credit(self, person: str, shift: str, place: int, minutes: int, points: int, at: datetime) -> Credit:
        """Note what somebody served, and return what is noted. at: when the duty ended.

        What is noted stands: noting the same shift, place and person again changes nothing, whatever is said then.
        points: by the county's policy of that time. Who is unknown is credited in no county.
        """
        id = f"{shift}:{place}:{person}"
        found = self._credits.get(id)
        if found is not None:
            return found.state
        known = self._person(person)
        fresh = Credit(
            id, person, known.county if known else "", shift, place, minutes, points, at.astimezone(UTC).isoformat()
        )

        def decide(before: Credit | None) -> Change[Credit]:
            return Change(None) if before else _change(fresh)

        self._credits.execute(id, Command(str(uuid.uuid5(_COMMANDS, id)), actor="shifts"), decide)
        return self.get(id)

    def correct(self, id: str, minutes: int, points: int, reason: str, command: Command) -> Credit:
        """A planner sets a credit anew. reason: a word. Raises NoCredit, Refused, ReusedId."""
        if not _REASON.match(reason):
            raise Refused("invalid", "is no word", "write a-z, 0-9 and _, such as left_early", field="reason")
        if not 0 <= minutes <= MOST_MINUTES:
            raise Refused("invalid", "is no time of a duty", f"0 to {MOST_MINUTES}", field="minutes")
        if not 0 <= points <= 100_000:
            raise Refused("invalid", "is no number of points", "0 to 100000", field="points")
        at = self._clock().isoformat()

        def decide(before: Credit | None) -> Change[Credit]:
            if before is None:
                raise NoCredit("There is no such credit.")
            was = Correction(before.minutes, before.points, reason, command.actor, at)
            after = replace(before, minutes=minutes, points=points, corrections=(*before.corrections, was))
            return _change(after)

        self._credits.execute(id, command, decide)
        return self.get(id)

    def get(self, id: str) -> Credit:
        """Return a credit. Raises NoCredit."""
        found = self._credits.get(id)
        if found is None:
            raise NoCredit("There is no such credit.")
        return found.state

    def of(self, person: str, since: datetime | None = None, until: datetime | None = None) -> Iterator[Credit]:
        """Yield a person's credits by when they were served; since is part of the period, until is not."""
        period = [Range("at", _text(since), _text(until))] if since or until else []
        for document in find_all(self._credits.store, NAME, Eq("person", person), *period, sort="at"):
            yield _read(document["state"])

    def totals(self, person: str, since: datetime | None = None, until: datetime | None = None) -> Totals:
        """Return the sums of a period."""
        found = list(self.of(person, since, until))
        return Totals(len(found), sum(each.minutes for each in found), sum(each.points for each in found))


def credit_to_json(credit: Credit) -> dict[str, Any]:
    """Return a credit JSON-able."""
    return asdict(credit) | {"corrections": [asdict(each) for each in credit.corrections]}


def _change(credit: Credit) -> Change[Credit]:
    data: dict[str, Any] = {
        "person": credit.person, "shift": credit.shift, "place": credit.place, "minutes": credit.minutes,
        "points": credit.points, "corrected": bool(credit.corrections), "at": credit.at,
        **({"reason": credit.corrections[-1].reason} if credit.corrections else {}),
    }  # fmt: skip
    keys = {"person": credit.person, "county": credit.county, "at": credit.at}
    return Change(credit, [NewEvent("patrol.points_credited.v1", data, credit.county)], keys=keys)


def _read(raw: Mapping[str, Any]) -> Credit:
    return Credit(**{**raw, "corrections": tuple(Correction(**each) for each in raw["corrections"])})


def _text(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat() if moment else None
