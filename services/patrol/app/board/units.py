"""The runner of what is decided about units, and their deadlines. A unit begins when it is first spoken of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lianfang.persistence.aggregate import Aggregates, Change, Command, Stored
from lianfang.persistence.due import fire_due
from services.patrol.app.board.ports import Posts
from services.patrol.app.board.storage import change
from services.patrol.domain.board.duties import base_of
from services.patrol.domain.board.telling import Step, tell
from services.patrol.domain.board.unit import Base, Unit

Decide = Callable[[Unit, datetime], Step]
Check = Callable[[Unit], None]
"""Sees a unit before it is changed, and raises what it likes."""


class NoUnit(Exception):
    """There is no such unit, or the caller may not know that there is; the message is fit for callers."""

    def __init__(self, id: str) -> None:
        super().__init__(f"There is no unit {id}, or it is not yours to see.")


def anything(_unit: Unit) -> None:
    """Check nothing."""


class Units:
    """See the module's text. All raise StoreUnavailable."""

    def __init__(self, units: Aggregates[Unit], posts: Posts, clock: Callable[[], datetime]) -> None:
        self.aggregates, self._posts, self.clock = units, posts, clock

    def get(self, id: str) -> Stored[Unit]:
        """Return a unit with its version. Raises NoUnit."""
        stored = self.aggregates.get(id)
        if stored is None:
            raise NoUnit(id)
        return stored

    def base(self, id: str) -> Base | None:
        """Return what the post says now, None when it is no more."""
        try:
            return base_of(self._posts.get(id))
        except LookupError:
            return None

    def execute(
        self, id: str, command: Command, decide: Decide, check: Check = anything, *, otherwise: Base | None = None
    ) -> bool:
        """Do what `decide` says; return whether this call did, and not an earlier one of the same command.

        A post that was never manned is a unit from now on. otherwise: what to take it for when the post is no more.
        Raises NoUnit, ReusedId, and what check and decide raise.
        """
        fresh = None if self.aggregates.get(id) is not None else self.base(id) or otherwise

        def decided(known: Unit | None) -> Change[Unit]:
            if known is None and fresh is None:
                raise NoUnit(id)
            unit, now = known or Unit(fresh), self.clock()  # type: ignore[arg-type]
            check(unit)
            step = decide(unit, now)
            if known is not None and step.unit == known and not step.facts:
                return Change(None)
            return change(step, now)

        return not self.aggregates.execute(id, command, decided).repeated

    def fire(self) -> int:
        """Tell of what time has changed (a duty's end, the end of a break); return of how many units."""

        def when_due(unit: Unit) -> Change[Unit]:
            now = self.clock()
            return change(tell(unit, now), now)

        return len(fire_due(self.aggregates, self.clock, when_due))
