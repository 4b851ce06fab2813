"""Putting the board together."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from services.patrol.app.board import storage
from services.patrol.app.board.board import Board
from services.patrol.app.board.following import FollowShifts, refresh_posts
from services.patrol.app.board.incidents import TakeIncidents
from services.patrol.app.board.ports import Posts, Shifts
from services.patrol.app.board.units import Units

collections = storage.collections
NAME = storage.NAME


@dataclass(frozen=True, slots=True)
class BoardUses:
    """All use cases of the board. follow, fire: for a timer of a second; refresh: for one of a minute."""

    board: Board
    units: Units
    take: TakeIncidents
    follow: FollowShifts

    def fire(self) -> int:
        """Tell of what time has changed. Raises StoreUnavailable."""
        return self.units.fire()

    def refresh(self) -> int:
        """Take over what packs changed of posts. Raises StoreUnavailable."""
        return refresh_posts(self.units)


def board_uses(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], *, shifts: Shifts,
    posts: Posts, new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
) -> BoardUses:  # fmt: skip
    """Return the use cases over a store whose collections are declared."""
    units = Units(storage.aggregates(store, clock, hand_over), posts, clock)
    return BoardUses(Board(units, posts), units, TakeIncidents(units), FollowShifts(store, shifts, units, new_id()))
