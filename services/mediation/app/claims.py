"""One dispute, one case: a reservation for every way a dispute is known holds the case that has it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from lianfang.persistence.store import AlreadyExists, Collection, Conflict, Index, Insert, Store

NAME = "claims"


def collections() -> tuple[Collection, ...]:
    """Declare where reservations lie: id is the key, ``case`` its owner."""
    return (Collection(NAME, (Index("case", "case"),)),)


def origin(source: str, ref: str) -> str:
    """Return the key of a report: an incident, a visit, a letter."""
    kind = "incident" if source in ("incident", "grid_report") else source
    return f"origin:{kind}:{ref}"


def pair(one: str, other: str) -> str:
    """Return the key of two people who are on opposite sides; by ids, which say nothing of who they are."""
    first, second = sorted((one, other))
    return f"pair:{first}:{second}"


class Claims:
    """Whoever inserts first owns; a process that dies in between leaves a reservation that the next one follows."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def claim(self, key: str, case: str, along: Sequence[Insert] = ()) -> str:
        """Reserve a key for a case and return who owns it, which may be another.

        along: what is to be written with it, in one flush; whether it was written is for the caller to look up.
        """
        reserved = Insert(NAME, {"id": key, "case": case, "at": self._clock().isoformat()})
        error = self._store.bulk([reserved, *along]).errors[0]
        if isinstance(error, AlreadyExists):
            return self.owner(key) or self.claim(key, case)
        if error is not None:
            raise error
        return case

    def claim_first(self, keys: Sequence[str], case: str, along: Callable[[], Insert]) -> str:
        """Reserve all keys for the owner of the first that is taken, else for `case`; return that owner.

        Keys that others own stay theirs. along: what a case nobody knew needs written with its reservation.
        """
        taken = next((found for found in map(self.owner, keys) if found), None)
        owner = taken or case
        # The report's own id last: another process may hear at this moment of one that this report only names
        for key in keys[1:]:
            held = self.claim(key, owner)
            owner = owner if taken else held
        fresh = owner == case and not taken
        held = self.claim(keys[0], owner, [along()] if fresh else ())
        for key in keys[1:] if fresh and held != case else ():
            self.pass_on(key, case, held)
        return held

    def owner(self, key: str) -> str | None:
        """Return which case has a key."""
        found = self._store.get(NAME, key)
        return found["case"] if found else None

    def pass_on(self, key: str, before: str, case: str) -> str:
        """Give a key that `before` owns to `case`; return who owns it then. Another may have been quicker."""
        found = self._store.get(NAME, key)
        if found is None:
            return self.claim(key, case)
        if found["case"] != before:
            return str(found["case"])
        try:
            self._store.replace(NAME, {**found, "case": case, "at": self._clock().isoformat()}, found["revision"])
        except Conflict:
            return self.owner(key) or case
        return case
