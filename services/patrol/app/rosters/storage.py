"""Where rosters lie, how they are found, and when they are looked at again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Eq, Index, Store, find_all
from services.patrol.app.rosters.rota_codec import decode, encode
from services.patrol.domain.rosters.rota import Rota

NAME, PAGES, CLAIMS = "rosters", "roster_pages", "roster_claims"
SOURCE = "/services/patrol"
PATIENCE = timedelta(seconds=20)
"""How long a step under way in one process is left to it, before another takes it up."""

_STEPS = uuid.UUID("6f0c2f4b-6b7d-5c0f-8d53-8f2d6c1c7a10")


class NoSuchRoster(LookupError):
    """There is none of this id; the message is fit for callers."""


def collections() -> tuple[Collection, ...]:
    """Declare where rosters lie: their lives, the pages of problems and assignments, and the days they claim."""
    return (
        collection(NAME, key("unit"), key("county"), key("first")), archive(NAME),
        Collection(PAGES, (Index("roster", "roster"),)), Collection(CLAIMS),
    )  # fmt: skip


class Rotas:
    """The rosters' lives."""

    def __init__(self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]) -> None:
        self.aggregates: Aggregates[Rota] = Aggregates(
            store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode
        )
        self.store, self.clock = store, clock

    def get(self, id: str) -> Rota:
        """Return a roster's life. Raises NoSuchRoster."""
        stored = self.aggregates.get(id)
        if stored is None:
            raise NoSuchRoster(f"There is no roster {id}.")
        return stored.state

    def version(self, id: str) -> int:
        """Return how often it was changed, for ETags. Raises NoSuchRoster."""
        stored = self.aggregates.get(id)
        if stored is None:
            raise NoSuchRoster(f"There is no roster {id}.")
        return stored.version

    def of(self, index: str, value: str) -> Iterable[Rota]:
        """Return all of a unit or county, by first day."""
        found = find_all(self.store, NAME, Eq(index, value), sort="first")
        return (self.aggregates.stored(each).state for each in found)

    def change(
        self, id: str, command: Command, decide: Callable[[Rota], Rota],
        events: Callable[[Rota, Rota], Sequence[NewEvent]] = lambda _before, _after: (),
        result: Callable[[Rota], Any] = lambda _after: None,
    ) -> Any:  # fmt: skip
        """Change one, once per command, and return the command's first result. Raises NoSuchRoster and what
        `decide` raises."""

        def decided(rota: Rota | None) -> Change[Rota]:
            if rota is None:
                raise NoSuchRoster(f"There is no roster {id}.")
            after = decide(rota)
            if after == rota:
                return Change(None, result=result(after))
            return self.changed(after, events(rota, after), result(after))

        return self.aggregates.execute(id, command, decided).result

    def changed(self, after: Rota, events: Sequence[NewEvent], result: Any) -> Change[Rota]:
        """Return the change that stores a rota."""
        keys = {"unit": after.unit, "county": after.county, "first": after.first.isoformat()}
        return Change(after, events, result, due=due(after, self.clock()), keys=keys)


def due(rota: Rota, now: datetime) -> datetime | None:
    """Say when a rota is to be looked at again."""
    if rota.attempt.publishing is not None or rota.attempt.state == "planning":
        return now + PATIENCE
    return now if rota.shifts in ("opening", "closing") else None


def step(rota: str, name: str, *about: object) -> Command:
    """Return the command of a step of the service's own: the same step is the same command."""
    return Command(str(uuid.uuid5(_STEPS, "\n".join(map(str, (rota, name, *about))))), actor="rosters")
