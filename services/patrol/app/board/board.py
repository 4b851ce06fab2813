"""The board as people and the rest of the service use it: units looked up, set by hand, moved on, seen at marks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Command, Stored
from lianfang.persistence.store import Condition, Eq
from services.patrol.app.board.access import require_command, require_seen, sees_assignment
from services.patrol.app.board.ports import Posts
from services.patrol.app.board.storage import NAME, YES
from services.patrol.app.board.units import Units
from services.patrol.domain.board.assigning import move
from services.patrol.domain.board.duties import set_by_hand, visit
from services.patrol.domain.board.telling import Step
from services.patrol.domain.board.unit import AssignmentState, Availability, Hand, Unit
from services.patrol.domain.patrols.places import full, mark_in, post_of
from services.patrol.domain.refused import Refused

FARTHEST = timedelta(days=30)
"""Nothing is set by hand for longer: whoever wants that changes the roster."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of units by id; cursor None at the end."""

    units: list[Stored[Unit]]
    cursor: str | None


class Board:
    """See the module's text."""

    def __init__(self, units: Units, posts: Posts) -> None:
        self._units, self._posts = units, posts

    def get(self, id: str, caller: Caller) -> Stored[Unit]:
        """Return a unit. Raises NoUnit."""
        stored = self._units.get(id)
        require_seen(caller, stored.state)
        return stored

    def page(
        self, region: str, *, team: str = "", capability: str = "", state: str = "", on_duty: bool = False,
        limit: int = 50, cursor: str | None = None,
    ) -> Listing:  # fmt: skip
        """Return units in a region that meet what is asked. Raises ValueError for a foreign cursor."""
        asked = {"team": team, "capabilities": capability, "state": state, "on_duty": YES if on_duty else ""}
        where: list[Condition] = [Eq("regions", region)]
        where += [Eq(name, word) for name, word in asked.items() if word]
        found = self._units.aggregates.store.find(NAME, *where, limit=limit, cursor=cursor)
        return Listing([self._units.aggregates.stored(each) for each in found.documents], found.cursor)

    def set_state(
        self, id: str, state: Availability, reason: str, until: datetime | None, caller: Caller, command: Command
    ) -> Stored[Unit]:
        """Set a unit's state by hand until a time, or take that back (available). Returns the unit.

        Raises NoUnit, NotAllowed, Refused (needs_reason, needs_until), ReusedId.
        """

        def decide(unit: Unit, now: datetime) -> Step:
            hand = None if state == "available" else _hand(state, reason, until, caller.subject, now)
            return set_by_hand(unit, hand, now)

        self._units.execute(id, command, decide, lambda unit: require_command(caller, unit))
        return self.get(id, caller)  # a late repeat may come from who sees it no more

    def move(
        self, id: str, incident: str, state: AssignmentState, caller: Caller, command: Command
    ) -> Stored[Unit]:
        """Say how far a unit is with an incident. Return it. Raises NoUnit, NotAllowed, Refused, ReusedId."""

        def decide(unit: Unit, now: datetime) -> Step:
            known = unit.assignment(incident)
            hidden = known is not None and not sees_assignment(caller, unit, known)
            return move(unit, "" if hidden else incident, state, now)  # as if there were none

        self._units.execute(id, command, decide, lambda unit: require_command(caller, unit))
        return self.get(id, caller)  # a late repeat may come from who sees it no more

    def visited(self, post: str, mark: str, at: datetime, command: Command) -> None:
        """Somebody of a unit arrived at a mark, of its own post or, by its full id, of another's: there it is now.

        An unknown mark or post tells nothing. Messages may come late and in any order. Raises ReusedId.
        """
        try:
            self._posts.get(post)
            whole = full(post, mark)
            home = self._posts.get(post_of(whole))
        except LookupError:
            return
        found = mark_in(home, whole)
        if found is not None:
            there = replace(found, region=found.region or home.region)
            self._units.execute(post, command, lambda unit, now: visit(unit, there, at, now))


def _hand(state: Availability, reason: str, until: datetime | None, by: str, now: datetime) -> Hand:
    if not reason:
        raise Refused("needs_reason", "no reason is given", "give a word, such as break or repair", field="reason")
    if until is None or not now < until <= now + FARTHEST:
        raise Refused(
            "needs_until", "no time is given until when, or it is past or too far off",
            f"give a time within {FARTHEST.days} days", field="until",
        )  # fmt: skip
    return Hand(state, reason, until, by)
