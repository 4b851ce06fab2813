"""Which units are a caller's to see and to command, and which of their assignments."""

from __future__ import annotations

from lianfang.caller import Caller
from services.patrol.app.board.units import NoUnit
from services.patrol.domain.board.unit import Assignment, Unit

OVERSEE = frozenset({"viewer", "dispatcher", "supervisor", "planner"})
COMMAND = frozenset({"dispatcher", "supervisor"})


class NotAllowed(Exception):
    """The caller may see it and may not do this; the message is fit for callers."""


def oversees(caller: Caller) -> bool:
    """Tell whether the caller sees its region's units, and not its own team's alone."""
    return not OVERSEE.isdisjoint(caller.roles)


def require_seen(caller: Caller, unit: Unit) -> None:
    """Raise NoUnit unless the unit is the caller's to see: of its team, or in its region."""
    places = (unit.base.region, str(unit.told.get("region", unit.base.region)))
    if not _own(caller, unit) and not (oversees(caller) and any(_inside(caller, place) for place in places)):
        raise NoUnit(unit.base.id)


def require_command(caller: Caller, unit: Unit) -> None:
    """Raise NoUnit as above, NotAllowed unless its own team or a dispatcher of the post's region asks."""
    require_seen(caller, unit)
    if not _own(caller, unit) and (COMMAND.isdisjoint(caller.roles) or not _inside(caller, unit.base.region)):
        raise NotAllowed("Only a unit's own team and the dispatchers of its region may do that.")


def sees_assignment(caller: Caller, unit: Unit, assignment: Assignment) -> bool:
    """Tell whether the caller may know which incident it is: of restricted ones supervisors and the unit's team."""
    return not assignment.restricted or "supervisor" in caller.roles or _own(caller, unit)


def _own(caller: Caller, unit: Unit) -> bool:
    return bool(caller.team) and "team" in caller.roles and caller.team == unit.base.team


def _inside(caller: Caller, region: str) -> bool:
    return region.startswith(caller.region)
