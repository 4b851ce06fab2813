"""What is open in a roster, and what of its slots is not any more as it was planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from services.patrol.domain.rosters.problem import Problem, Roster, Slot
from services.patrol.domain.rosters.rota import OpenPlace


def open_places(problem: Problem, roster: Roster) -> tuple[OpenPlace, ...]:
    """Return the places nobody has, in the order of the slots."""
    taken = Counter((place.slot, place.need) for place in roster)
    return tuple(
        OpenPlace(slot.id, index, need.role, need.count - taken[slot.id, index])
        for slot in problem.slots
        for index, need in enumerate(slot.needs)
        if taken[slot.id, index] < need.count
    )


def slots_changed(then: Iterable[Slot], now: Iterable[Slot], since: datetime | None) -> list[str]:
    """Say which slots are gone, new or other than planned. since: slots that begin before are not compared."""
    before = {slot.id: slot for slot in then if since is None or slot.start >= since}
    after = {slot.id: slot for slot in now if since is None or slot.start >= since}
    said = [f"{id} is not needed any more" for id in sorted(before.keys() - after.keys())]
    said += [f"{id} is needed now and was not planned" for id in sorted(after.keys() - before.keys())]
    for id in sorted(before.keys() & after.keys()):
        said += [f"{id}: {what}" for what in _changed(before[id], after[id])]
    return said


def _changed(then: Slot, now: Slot) -> list[str]:
    found = []
    if then.span != now.span:
        found.append(f"is {now.start.isoformat()} to {now.end.isoformat()} now")
    if (then.needs, dict(then.together)) != (now.needs, dict(now.together)):
        found.append("asks other people now")
    if then.post != now.post:
        found.append(f"is at {now.post} now")
    return found
