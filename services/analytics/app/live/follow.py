"""Following the board from a cursor on: what changed, what left the caller's sight, or that all is read anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lianfang.caller import Caller
from services.analytics.app.live.board import Board, shown
from services.analytics.app.live.hub import Hub, Waits
from services.analytics.app.live.sight import nearby, visible
from services.analytics.app.ports import Changed, ItemKey

ITEM, GONE, RESET = "item", "gone", "reset"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing told to one page. word: item, gone or reset; cursor: where to go on after it."""

    word: str
    cursor: int
    body: dict[str, Any]


class Follower(Waits):
    """One page's way through the changes. Not shared between threads."""

    def __init__(self, hub: Hub, board: Board, caller: Caller, after: int) -> None:
        """Begin after a cursor. Raises NotReady."""
        super().__init__(after)
        self._hub, self._caller = hub, caller
        hub.pull(patient=True)  # the cursor may be newer than the last regular look
        self._known = board.keys(caller)
        self._caught_up_at = hub.last
        self._over = False

    def next(self, timeout_s: float) -> list[Told]:
        """Return what there is to tell; nothing after the timeout, and ever after a reset."""
        if self._over:
            return []
        if self.after == self._hub.last:
            self._hub.wait(self, timeout_s)
        changes = self._hub.since(self.after)
        if changes is None:
            return [self._reset()]
        told = list(self._told(changes))
        if changes and not self._over:
            self.after = changes[-1].number
        return told

    def wake(self) -> None:
        """Return from waiting at once."""
        self.awake = True
        self._hub.wake()

    @property
    def over(self) -> bool:
        """Whether a reset was told: the page has to take the board anew."""
        return self._over

    def _told(self, changes: list[Changed]) -> Iterator[Told]:
        for change in changes:
            item, number = change.item, change.number
            key: ItemKey = (item.kind, item.id)
            if visible(item, self._caller) and not item.gone:
                self._known.add(key)
                yield Told(ITEM, number, shown(item, number))
            elif visible(item, self._caller) or key in self._known:
                self._known.discard(key)
                yield Told(GONE, number, {"kind": item.kind, "id": item.id, "changed": number})
            elif number <= self._caught_up_at and nearby(item, self._caller):
                # While the page was away, something left its sight that it may still show; which, it must not learn
                yield self._reset()
                return

    def _reset(self) -> Told:
        self._over = True
        return Told(RESET, self._hub.last, {})
