"""Where shifts lie, how they are found, and the change that stores one with its events and open steps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from lianfang.persistence.aggregate import Aggregates, Change, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Range, Store
from lianfang.regions.codes import upwards
from services.patrol.app.shifts import diaries, notices
from services.patrol.app.shifts.announcing import announce
from services.patrol.app.shifts.codec import Kept, decode, encode, time_to
from services.patrol.app.shifts.following import steps
from services.patrol.domain.policy import Policy
from services.patrol.domain.shifts.due import due
from services.patrol.domain.shifts.places import LIVE
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Happened

NAME = "shifts"
SOURCE = "/services/patrol"
YES = "yes"


def collections() -> tuple[Collection, ...]:
    """Declare shifts, diaries and notices.

    regions: every region it lies in. people: who has a place. lost: who had one and lost it. asked: who is waited
    for. open: it is to come or runs, and has an empty place. todo: steps elsewhere are left. pledged: a place is
    about to change hands. touched: when it last changed, see `queries.Shifts.changed_since`. unit_at, post_at: see
    `within`.
    """
    shifts = collection(
        NAME, key("regions", many=True), key("unit"), key("post"), key("people", many=True), key("roster"),
        key("state"), key("start"), key("end"), key("touched"), key("asked", many=True), key("open"), key("todo"),
        key("pledged"), key("lost", many=True), key("unit_at"), key("post_at"),
    )  # fmt: skip
    return shifts, archive(NAME), *diaries.collections(), *notices.collections()


def within(index: str, id: str, low: datetime, high: datetime) -> Range:
    """Return the condition of shifts that start from low until high. index: ``unit_at`` or ``post_at``; sort by it.

    One index for both, for a unit's shifts of all time, as all units' shifts of that time, are far more.
    """
    return Range(index, f"{id}@{time_to(low)}", f"{id}@{time_to(high)}")


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Kept]:
    """Return the runner of use cases on shifts."""
    return Aggregates(store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


def change(
    before: Kept | None, shift: Shift, happened: Sequence[Happened], policy: Policy, now: datetime,
    edition: int | None = None,
) -> Change[Kept]:  # fmt: skip
    """Return the change that makes a shift what it is now, tells the bus, and notes what is left to do.

    edition: version of the roster, when that is why it changes.
    """
    serial = before.serial if before else 0
    todo = (*(before.todo if before else ()), *steps(before.shift if before else None, shift, happened, serial, now,
                                                     policy.points_per_hour))  # fmt: skip
    made_by = edition if edition is not None else before.edition if before else 1
    kept = Kept(shift, serial + len(happened), todo, made_by)
    return Change(kept, announce(shift, happened), due=due(shift, policy), keys=keys(kept, now))


def keys(kept: Kept, now: datetime) -> dict[str, Any]:
    """Return the index values of a shift."""
    shift = kept.shift
    empty = shift.state in LIVE and any(not place.person for place in shift.places)
    asked = {ask.person for place in shift.places for ask in place.asks if ask.answer == "waiting"}
    return {
        "regions": sorted({region for own in (shift.region, shift.county) for region in upwards(own)}),
        "unit": shift.unit, "post": shift.post, "people": sorted(shift.people), "roster": shift.roster,
        "state": shift.state, "start": time_to(shift.start), "end": time_to(shift.end), "touched": time_to(now),
        "asked": sorted(asked), "open": YES if empty else None, "todo": YES if kept.todo else None,
        "pledged": YES if any(place.pledged for place in shift.places) else None,
        "lost": sorted({person for place in shift.places for person, _why in place.before}),
        "unit_at": f"{shift.unit}@{time_to(shift.start)}", "post_at": f"{shift.post}@{time_to(shift.start)}",
    }  # fmt: skip
