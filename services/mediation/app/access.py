"""Who asks, and which cases are theirs to see and to act on."""

from __future__ import annotations

from lianfang.caller import Caller
from services.mediation.domain.case import Case

OFFICER, MEDIATOR, SUPERVISOR, VIEWER, DISPATCHER, TEAM = (
    "mediation", "mediator", "supervisor", "viewer", "dispatcher", "team",
)  # fmt: skip


class NotThere(Exception):
    """It does not exist, or the caller may not know that it does; both look the same."""


class NotAllowed(Exception):
    """The caller may see it and may not do this."""


def inside(caller: Caller, case: Case) -> bool:
    """Tell whether the case lies in the caller's region."""
    return any(region.startswith(caller.region) for region in (case.region, case.county))


def on_the_case(caller: Caller, case: Case) -> bool:
    """Tell whether the caller works on it: its owner's team, its mediator, who opened it, a supervisor above it.

    While it is red, so do the teams that the alarm was raised to: they can't act on what they may not see.
    """
    if MEDIATOR in caller.roles and caller.subject == case.mediator:
        return True
    teams = {case.owner, *(case.alarm_teams if case.risk == "red" else ())} - {""}
    if TEAM in caller.roles and caller.team in teams:
        return True
    if OFFICER in caller.roles and caller.subject == case.opened_by and inside(caller, case):
        return True
    return SUPERVISOR in caller.roles and inside(caller, case)


def may_see(caller: Caller, case: Case) -> bool:
    """Tell whether the case, without anything personal, is the caller's to see; sealed, only for those on it."""
    if on_the_case(caller, case):
        return True
    sees_region = any(role in caller.roles for role in (OFFICER, VIEWER, DISPATCHER))
    return not case.sealed and sees_region and inside(caller, case)


def may_act(caller: Caller, case: Case) -> bool:
    """Tell whether the caller may change it: officers of its region, unless it is sealed, and those on it."""
    if on_the_case(caller, case):
        return True
    return OFFICER in caller.roles and inside(caller, case) and not case.sealed


def require_seen(caller: Caller, case: Case | None) -> Case:
    """Return the case. Raises NotThere when there is none or the caller may not see it."""
    if case is None or not case.state or not may_see(caller, case):
        raise NotThere("There is no such case, or it is not yours to see.")
    return case


def require_acting(caller: Caller, case: Case | None) -> Case:
    """Return the case. Raises NotThere, or NotAllowed when the caller may only look."""
    seen = require_seen(caller, case)
    if not may_act(caller, seen):
        raise NotAllowed("You may see this case and not change it: its owner, mediator or an officer may.")
    return seen
