"""The roster's use cases: keep studios and mediators, find them, tell their loads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import partial
from typing import Any, TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Command, Pending
from lianfang.persistence.sealed import Cipher, seal, unseal
from lianfang.persistence.store import Eq, Store, find_all
from services.mediation.app.roster import codec, storage
from services.mediation.app.roster.storage import Kept
from services.mediation.domain.refused import Refused
from services.mediation.domain.roster.mediator import Mediator
from services.mediation.domain.roster.studio import Studio
from services.mediation.domain.sessions.booking import Booking, local_days

CASES, CASES_MEDIATOR = "cases", "mediator"
CheckVersion = Callable[[int], None]
T = TypeVar("T", Studio, Mediator)


class NotOnRoster(Exception):
    """There is no such studio or mediator."""


class OtherCounty(Exception):
    """The id is taken in another county."""


class Roster:
    """See the module's text."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], cipher: Cipher,
        zone: tzinfo,
    ) -> None:  # fmt: skip
        """zone: whose midnight begins a day, for who is away."""
        self._store, self._cipher, self._zone = store, cipher, zone
        self._studios = storage.studios(store, clock, hand_over)
        self._mediators = storage.mediators(store, clock, hand_over)

    def put_studio(self, id: str, data: Mapping[str, Any], command: Command, check: CheckVersion) -> Kept[Studio]:
        """Store a studio and return it. data: what StudioBody loaded. check: raises for another version than seen.

        `check` is asked only when there is one already. Raises OtherCounty, ReusedId.
        """
        studio = codec.studio(id, data)
        return _put(self._studios, id, command, check, lambda _before: studio)

    def put_mediator(
        self, id: str, data: Mapping[str, Any], command: Command, check: CheckVersion
    ) -> Kept[Mediator]:
        """Store a mediator and return it. data: what MediatorBody loaded; a name or phone left out stays.

        `check` is asked as for a studio. Raises OtherCounty, ReusedId.
        """
        said = {name: data[name] for name in ("name", "phone") if data[name]}

        def decide(before: Mediator | None) -> Mediator:
            known = unseal(self._cipher, before.sealed) if before else {}
            kept = {"name": "", "phone": "", **known, **said}
            sealed = seal(self._cipher, kept) if said or not before else before.sealed
            return codec.mediator(id, data, sealed)

        return _put(self._mediators, id, command, check, decide)

    def studio(self, id: str) -> Kept[Studio]:
        """Return a studio. Raises NotOnRoster."""
        return _found(self._studios, id)

    def mediator(self, id: str) -> Kept[Mediator]:
        """Return a mediator. Raises NotOnRoster."""
        return _found(self._mediators, id)

    def studios(self, county: str) -> Iterator[Kept[Studio]]:
        """Yield a county's studios by id, closed ones too."""
        return _all(self._studios, county)

    def mediators(self, county: str) -> Iterator[Kept[Mediator]]:
        """Yield a county's mediators by id, inactive ones too."""
        return _all(self._mediators, county)

    def personal(self, mediator: Mediator) -> dict[str, str]:
        """Return name and phone, for who may see them."""
        return unseal(self._cipher, mediator.sealed)

    def loads(self, ids: Iterable[str]) -> dict[str, int]:
        """Return how many open cases each mediator has."""
        return {id: self._store.count(CASES, Eq(CASES_MEDIATOR, id)) for id in ids}

    def check_booking(self, booking: Booking) -> None:
        """Raise Refused when the room or a person can't be booked: unknown, closed, away, no video there."""
        if booking.room:
            studio = self._studios.get(booking.studio)
            room = studio.state.item.room(booking.room) if studio and studio.state.item.active else None
            if room is None:
                raise Refused("unknown_room", "there is no such room", "GET /v1/studios lists them", field="room")
            if booking.video and not room.video:
                raise Refused("no_video", "the room has no video link", "take one with video", field="room")
        for id in booking.people:
            found = self._mediators.get(id)
            if found is None or not found.state.item.active:
                raise Refused("unknown_person", f"{id} is not on the roster", "take another", field="people")
            if any(found.state.item.is_away(day) for day in local_days(booking, self._zone)):
                raise Refused("away", f"{id} is away on that day", "take another day or person", field="people")

    def deactivate(
        self, county: str, studios: set[str], mediators: set[str], derive: Callable[[str], Command]
    ) -> int:
        """Set all of a county that are not named inactive, and return how many. derive: a command for each id.

        They are never deleted: cases and sessions name them.
        """
        closed = _deactivate(self._studios, county, studios, derive)
        return closed + _deactivate(self._mediators, county, mediators, derive)


def _deactivate(
    aggregates: Aggregates[Kept[T]], county: str, named: set[str], derive: Callable[[str], Command]
) -> int:
    absent = [kept.item for kept in _all(aggregates, county) if kept.item.active and kept.item.id not in named]
    for item in absent:
        _put(aggregates, item.id, derive(item.id), _any_version, partial(_inactive, item))
    return len(absent)


def _inactive(item: T, before: T | None) -> T:
    return replace(before or item, active=False)


def _any_version(_version: int) -> None:
    return


def _put(
    aggregates: Aggregates[Kept[T]], id: str, command: Command, check: CheckVersion, make: Callable[[T | None], T]
) -> Kept[T]:
    def decide(kept: Kept[T] | None) -> Change[Kept[T]]:
        if kept is not None:
            check(kept.version)
        after = make(kept.item if kept else None)
        if kept is not None and kept.item.county != after.county:
            raise OtherCounty(f"{id} belongs to county {kept.item.county}. Choose another id.")
        return storage.change(Kept(after, kept.version + 1 if kept else 1))

    aggregates.execute(id, command, decide)
    return _found(aggregates, id)


def _found(aggregates: Aggregates[Kept[T]], id: str) -> Kept[T]:
    found = aggregates.get(id)
    if found is None:
        raise NotOnRoster(f"There is no {id} on the roster.")
    return found.state


def _all(aggregates: Aggregates[Kept[T]], county: str) -> Iterator[Kept[T]]:
    for document in find_all(aggregates.store, aggregates.collection, Eq("county", county)):
        yield aggregates.stored(document).state
