"""What shifts, marks, hands and the posts themselves make of a unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from services.patrol.domain.board.telling import Step, tell
from services.patrol.domain.board.unit import Base, Duty, Hand, Seen, Unit
from services.patrol.domain.posts.post import Mark, Post
from services.patrol.domain.shifts.shift import Shift


def base_of(post: Post) -> Base:
    """Return what the board knows of a post."""
    return Base(
        post.id, post.county, post.region or post.county, post.team, post.place, post.mode, post.capabilities
    )


def base_of_shift(shift: Shift) -> Base:
    """Return what a shift tells of a post that is no more; it stays where it is."""
    return Base(
        shift.post, shift.county, shift.region or shift.county, shift.team, shift.point, "fixed", shift.capabilities
    )


def duty_of(shift: Shift, version: int) -> Duty:
    """Return what a shift gives its unit: those who have arrived and not gone; who is only to come does not count.

    It is short when a required place is empty, a rule about all of them is broken, or, where nothing is required,
    any place is empty.
    """
    here = [place for place in shift.places if place.state == "here"]
    required = [place for place in shift.places if place.need.required]
    short = bool(shift.raised) or any(place.state != "here" for place in required or shift.places)
    asked = frozenset(shift.together).union(*(place.need.skills for place in shift.places))
    return Duty(
        shift.id, version, shift.start, shift.end, dict(Counter(place.force for place in here)), short, asked,
        frozenset(skill for place in here for skill in place.skills), over=shift.state != "running",
    )  # fmt: skip


def take_duties(unit: Unit, fresh: Iterable[Duty], now: datetime) -> Step:
    """Take what shifts tell, in any order: of one shift the newest version counts."""
    known = {duty.shift: duty for duty in unit.duties}
    for duty in fresh:
        if duty.shift not in known or known[duty.shift].version < duty.version:
            known[duty.shift] = duty
    duties = tuple(sorted(known.values(), key=lambda duty: (duty.start, duty.shift)))
    return tell(replace(unit, duties=duties), now)


def visit(unit: Unit, mark: Mark, at: datetime, now: datetime) -> Step:
    """Arrival at a mark was told, perhaps late; the newest counts, and none lies in the future."""
    at = min(at, now)
    if unit.seen is not None and (at, mark.id) <= (unit.seen.at, unit.seen.mark):
        return Step(unit)
    return tell(replace(unit, seen=Seen(mark.id, mark.place, mark.region, at)), now)


def set_by_hand(unit: Unit, hand: Hand | None, now: datetime) -> Step:
    """Somebody sets the unit's state, or takes back what was set (None)."""
    return tell(replace(unit, hand=hand), now)


def rebase(unit: Unit, base: Base, now: datetime) -> Step:
    """The post was changed."""
    return tell(replace(unit, base=base), now)
