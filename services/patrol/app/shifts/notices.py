"""Notices: a person's inbox of what concerns them, each put in once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from lianfang.persistence.store import (
    AlreadyExists,
    Collection,
    Condition,
    Conflict,
    Eq,
    Index,
    Insert,
    Page,
    Store,
)
from services.patrol.app.shifts.codec import time_to

NAME = "notices"
UNREAD = "unread"


def collections() -> tuple[Collection, ...]:
    """Declare the collection. unread: the person while it is."""
    return (Collection(NAME, (Index("person", "person"), Index("at", "at"), Index(UNREAD, UNREAD))),)


class Notices:
    """See the module's text."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def put_all(self, notices: Sequence[Mapping[str, Any]]) -> None:
        """Put notices in, each with `id` and `person`; of an id that is there already nothing happens."""
        inserts = [Insert(NAME, {**each, "read_at": None, UNREAD: each["person"]}) for each in notices]
        for error in self._store.bulk(inserts).errors if inserts else ():
            if error is not None and not isinstance(error, AlreadyExists):
                raise error

    def of(self, person: str, *, unread: bool = False, limit: int = 50, cursor: str | None = None) -> Page:
        """Return a page of a person's notices, the newest first. Raises ValueError for a foreign cursor."""
        where: Condition = Eq(UNREAD, person) if unread else Eq("person", person)
        return self._store.find(NAME, where, sort="at", descending=True, limit=limit, cursor=cursor)

    def read(self, id: str, person: str) -> dict[str, Any] | None:
        """Mark one as read and return it; None when it is not there or not theirs. A repeat changes nothing."""
        while True:
            found = self._store.get(NAME, id)
            if found is None or found["person"] != person or found["read_at"]:
                return found if found and found["person"] == person else None
            with suppress(Conflict):
                marked = {**found, "read_at": time_to(self._clock()), UNREAD: None}
                return self._store.replace(NAME, marked, found["revision"])
