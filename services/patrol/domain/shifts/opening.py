"""A slot of a published roster becomes a shift."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.patrol.domain.policy import Policy
from services.patrol.domain.posts.post import Post
from services.patrol.domain.rosters.problem import Need, Slot
from services.patrol.domain.shifts.context import Who
from services.patrol.domain.shifts.reminding import passed
from services.patrol.domain.shifts.shift import Place, Shift
from services.patrol.domain.shifts.step import Happened, Step

CLASH = "other_duty"
_SHIFTS = uuid.UUID("3f0c1a52-7d7e-5b0c-9a41-6f2b7c5d8e10")


def shift_id(roster: str, slot: str) -> str:
    """Return the id of the shift of a roster's slot: always the same."""
    return str(uuid.uuid5(_SHIFTS, f"{roster}\n{slot}"))


def place_needs(slot: Slot) -> tuple[tuple[int, Need], ...]:
    """Return each place's need, of count 1, with the index of the slot's need it comes from."""
    return tuple(
        (index, replace(need, count=1)) for index, need in enumerate(slot.needs) for _ in range(need.count)
    )


def open_shift(
    slot: Slot, post: Post, roster: str, assigned: Mapping[int, Sequence[Who]], policy: Policy, now: datetime
) -> Step:
    """Return the shift of a slot with those assigned. assigned: index of the slot's need -> who, in order.

    Places without anybody are published as open, which `shift_published` tells: nobody is asked for what the
    planner left open. Who comes without a hold has a duty elsewhere then: the place is as if dropped out of.
    """
    left = {index: list(people) for index, people in assigned.items()}
    places = []
    for number, (index, need) in enumerate(place_needs(slot)):
        waiting = left.get(index, [])
        place = Place(number, need, told=True)
        if waiting:
            place = _assigned(number, need, waiting.pop(0), now)
        places.append(place)
    shift = Shift(
        shift_id(roster, slot.id), post.county, post.unit, post.id, slot.kind, post.region, roster, slot.id,
        slot.start, slot.end, post.team, slot.place or post.place, post.capabilities, tuple(places),
        dict(slot.together), dict(policy.accompanied), reminded=passed(slot.start, policy.reminders, now),
    )  # fmt: skip
    empty = [place.number for place in places if not place.person]
    data = {"people": list(shift.people), "open": empty}
    return shift, [Happened("shift_published", data, shift.people)]


def _assigned(number: int, need: Need, who: Who, now: datetime) -> Place:
    if not who.hold:
        return Place(number, need, before=((who.person, CLASH),))
    return Place(number, need, "assigned", who.person, now, force=who.force, skills=who.skills, hold=who.hold)
