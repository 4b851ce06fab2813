"""What is booked, for people to read: a person's, a room's, a studio's calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lianfang.persistence.store import Condition, Eq, Store
from services.mediation.app.sessions import storage
from services.mediation.domain.sessions.day import HELD, Entry


class Agenda:
    """Reads the calendars."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of(self, owner: str, first: date, until: date) -> list[Entry]:
        """Return an owner's sessions from `first`, before `until` (local days).

        owner: ``person:<id>``, ``room:<studio>/<room>`` or ``studio:<id>``. Cancelled ones are
        among them, holds are not; each session comes once, as it was changed last.
        """
        kind, _, name = owner.partition(":")
        where: Condition = Eq("studio", name) if kind == "studio" else Eq("resource", owner)
        return _newest(entry for _, entry in storage.entries(self._store, where, storage.between(first, until)))

    def session(self, id: str) -> Entry | None:
        """Return one session as it was changed last, None when there is none or it is only held."""
        found = _newest(
            entry
            for _, entry in storage.entries(self._store, storage.of_session(id))
            if entry.booking.session_id == id
        )
        return found[0] if found else None


def _newest(found: Iterable[Entry]) -> list[Entry]:
    newest: dict[str, Entry] = {}
    for entry in found:
        if entry.state == HELD:
            continue
        known = newest.get(entry.booking.session_id)
        if known is None or _age(known) < _age(entry):
            newest[entry.booking.session_id] = entry
    return sorted(newest.values(), key=lambda entry: (entry.booking.start, entry.booking.key))


def _age(entry: Entry) -> tuple[int, str]:
    return entry.booking.sequence, entry.changed_at.isoformat()
