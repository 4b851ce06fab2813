"""Who may not be on duty alone, and what all in a shift must hold together: looked at after each change."""

from __future__ import annotations

from dataclasses import replace

from services.patrol.domain.shifts.places import COMING, LIVE
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Happened, Step

ALONE, TOGETHER = "accompanied", "together"


def lacking(shift: Shift) -> tuple[str, ...]:
    """Return what the shift lacks as a whole: ``accompanied:volunteer``, ``together:driving``.

    A shift that nobody comes to lacks nothing of the kind.
    """
    there = [place for place in shift.places if place.person and place.state in COMING]
    forces = {place.force for place in there}
    alone = [f"{ALONE}:{own}" for own, guard in shift.accompanied.items() if own in forces and guard not in forces]
    short = [
        f"{TOGETHER}:{skill}"
        for skill, least in shift.together.items()
        if there and sum(skill in place.skills for place in there) < least
    ]
    return tuple(sorted([*alone, *short]))


def look_after(shift: Shift) -> Step:
    """Raise what the shift has come to lack, at once; forget what it lacks no more."""
    if shift.state not in LIVE:
        return shift, []
    now = lacking(shift)
    if now == shift.raised:
        return shift, []
    happened = [
        Happened("shift_changed", {"what": "lacking", "lacking": each.replace(":", "_")}, shift.people)
        for each in now if each not in shift.raised
    ]  # fmt: skip
    return replace(shift, raised=now), happened


def most_urgent_first(shift: Shift) -> list[int]:
    """Return the places in the order in which they are to be filled.

    First those of the force without whom others may not be on duty, then required ones, then the rest by weight.
    """
    alone = {each.split(":")[1] for each in lacking(shift) if each.startswith(ALONE)}
    guards = {shift.accompanied[each] for each in alone}

    def rank(number: int) -> tuple[bool, bool, int, int]:
        need = shift.places[number].need
        return not guards & need.forces, not need.required, -need.weight, number

    return sorted(range(len(shift.places)), key=rank)
