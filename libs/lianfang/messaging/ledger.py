"""What this process knows of the events it took from outboxes, by event id, so that it sends none twice."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

_SENT, _CONFIRMED, _CLEARED = "sent", "confirmed", "cleared"
_REMEMBERED = 20_000


class Ledger:
    """The state of event ids. Each method is made of single dict operations, so threads may share it.

    Cleared ids are remembered for a while, since a hand-over may come late with an older copy of the document.
    """

    def __init__(self) -> None:
        self._states: dict[str, str] = {}
        self._old: deque[str] = deque()

    def claim(self, ids: Iterable[str]) -> list[str]:
        """Return the ids nobody has sent yet, now marked as sent. Call it under the lock that orders sending."""
        fresh = [id for id in ids if id not in self._states]
        self._states.update(dict.fromkeys(fresh, _SENT))
        return fresh

    def failed(self, ids: Iterable[str]) -> None:
        """The ids were not confirmed: whoever comes next may send them."""
        for id in ids:
            self._states.pop(id, None)

    def confirmed(self, ids: Iterable[str]) -> None:
        """The broker has the ids; the outbox still does too."""
        self._states.update(dict.fromkeys(ids, _CONFIRMED))

    def cleared(self, ids: Iterable[str]) -> None:
        """The outbox does not hold the ids any more."""
        for id in ids:
            if self._states.get(id) != _CLEARED:
                self._states[id] = _CLEARED
                self._old.append(id)
        while len(self._old) > _REMEMBERED:
            self._states.pop(self._old.popleft(), None)

    def published(self, ids: Iterable[str]) -> set[str]:
        """Return those of `ids` that the broker has confirmed."""
        return {id for id in ids if self._states.get(id) in (_CONFIRMED, _CLEARED)}

    def unsettled(self) -> int:
        """Return how many ids are sent or confirmed but not cleared."""
        return len(self._states) - len(self._old)
