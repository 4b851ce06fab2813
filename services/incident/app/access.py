"""Who asks, and which incidents are theirs to see."""

from __future__ import annotations

from lianfang.caller import Caller
from services.incident.domain.categories import is_restricted
from services.incident.domain.incident import Incident

SUPERVISOR, DISPATCHER, VIEWER, TEAM, READER = "supervisor", "dispatcher", "viewer", "team", "reporter-data"


class NotThere(Exception):
    """It does not exist, or the caller may not know that it does; both look the same."""


class NotAllowed(Exception):
    """The caller may see it and may not do this."""


def may_see(caller: Caller, incident: Incident) -> bool:
    """Tell whether an incident is the caller's to see.

    A team sees what it has a task in, a call taker what it took. Others see what lies in their region; restricted
    incidents only supervisors.
    """
    if caller.team and any(task.team == caller.team for task in incident.tasks):
        return True
    if SUPERVISOR not in caller.roles and is_restricted(incident.category, incident.duress):
        return False
    inside = any(region.startswith(caller.region) for region in incident.regions)
    return (inside and _oversees(caller)) or caller.subject == incident.opened_by


def require_seen(caller: Caller, incident: Incident | None) -> Incident:
    """Return the incident. Raises NotThere when there is none or the caller may not see it."""
    if incident is None or not may_see(caller, incident):
        raise NotThere("There is no such incident, or it is not yours to see.")
    return incident


def sees_regions(caller: Caller) -> bool:
    """Tell whether the caller sees its region's incidents, and not just its own team's."""
    return _oversees(caller)


def may_see_point(caller: Caller, incident: Incident) -> bool:
    """Tell whether the exact point is for the caller: who dispatches, supervises, or has to go there."""
    if any(role in caller.roles for role in (DISPATCHER, SUPERVISOR, READER)):
        return True
    return bool(caller.team) and any(task.team == caller.team and task.open for task in incident.tasks)


def _oversees(caller: Caller) -> bool:
    return any(role in caller.roles for role in (VIEWER, DISPATCHER, SUPERVISOR, READER))


def require_dispatcher(caller: Caller, incident: Incident) -> None:
    """Raise NotAllowed unless the caller dispatches in a region of the incident."""
    dispatches = DISPATCHER in caller.roles or SUPERVISOR in caller.roles
    if not dispatches or not any(region.startswith(caller.region) for region in incident.regions):
        raise NotAllowed("Only a dispatcher or supervisor of the incident's region may do this.")
