"""Units as they are answered: what was told of them last, and of their assignments what the caller may know."""

from __future__ import annotations

from typing import Any

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Stored
from services.patrol.app.board.access import sees_assignment
from services.patrol.domain.board.unit import Assignment, Unit

_MAYBE: dict[str, Any] = {"team": "", "reason": "", "lon": None, "lat": None, "on_duty_until": None}


def unit(stored: Stored[Unit], caller: Caller) -> dict[str, Any]:
    """Return a unit. Incidents that the caller may not know of are counted, not shown."""
    it = stored.state
    told = {**_MAYBE, **it.told}
    told["open_assignments"] = told.pop("assignments")
    hand = {"state": it.hand.state, "reason": it.hand.reason, "until": it.hand.until} if it.hand else None
    shown = [_assignment(each) for each in it.open if sees_assignment(caller, it, each)]
    return {**told, "set_by_hand": hand, "assignments": shown, "version": stored.version}


def _assignment(it: Assignment) -> dict[str, Any]:
    return {"incident_id": it.incident, "state": it.state, "priority": it.priority, "since": it.changed}
