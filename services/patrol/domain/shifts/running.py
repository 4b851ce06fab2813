"""The shift itself: people arrive and depart, those who do not come are no-shows, and it ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context, Who
from services.patrol.domain.shifts.places import end_swaps, give, held_by, require_live, vacate, with_place
from services.patrol.domain.shifts.shift import Place, Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step

NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Arrive:
    """Somebody came, at a time that may lie before others that are known already. who: a fresh hold or none."""

    who: Who
    at: datetime


@dataclass(frozen=True, slots=True)
class Depart:
    """Somebody went."""

    person: str
    at: datetime


def served_minutes(shift: Shift, place: Place) -> int:
    """Return how long somebody was there, within the shift's time."""
    if place.arrived is None:
        return 0
    until = min(place.departed or shift.end, shift.end)
    return max(0, int((until - max(place.arrived, shift.start)) / timedelta(minutes=1)))


def late_at(shift: Shift, place: Place, after: timedelta) -> datetime:
    """Return from when somebody who has not come is a no-show: later for who took the place later."""
    return max(shift.start, place.since or shift.start) + after


def lost_by_absence(shift: Shift, person: str) -> Place | None:
    """Return the place that somebody lost by not coming and that nobody else has, None when there is none."""
    return next(
        (place for place in shift.places
         if not place.person and place.before and place.before[-1] == (person, NO_SHOW)),
        None,
    )  # fmt: skip


def arrive(shift: Shift, order: Arrive, ctx: Context) -> Step:
    """Note it; who was taken for a no-show gets the place back while nobody else has it. Raises Refused."""
    person = order.who.person
    place = held_by(shift, person)
    if place is not None:
        return _here(shift, place, order.at)
    place = lost_by_absence(shift, person)
    if place is None or shift.state == "cancelled" or order.at >= shift.end:
        raise Refused(
            "not_in_shift", "this person has no place in the shift: somebody else stands in, or it is cancelled",
            "look at the open shifts",
        )  # fmt: skip
    if shift.state == "ended":
        back = replace(
            place, state="served", person=person, since=ctx.now, arrived=order.at, force=order.who.force,
            skills=order.who.skills, hold=order.who.hold,
        )  # fmt: skip
        data = {
            "place": place.number,
            "person": person,
            "what": "late_record",
            "minutes": served_minutes(shift, back),
            **_force(back),
        }
        return with_place(shift, back), [Happened("shift_changed", data, (person,))]
    after, happened = give(shift, place.number, order.who, "returned", ctx.now)
    here, more = _here(after, after.places[place.number], order.at)
    return here, [*happened, *more]


def _here(shift: Shift, place: Place, at: datetime) -> Step:
    if place.arrived is not None and place.arrived <= at:
        return shift, []
    first = place.arrived is None and place.state == "assigned"
    after = with_place(shift, replace(place, state="here" if first else place.state, arrived=at))
    data = {"place": place.number, "person": place.person, "what": "arrived"}
    return after, [Happened("shift_changed", data)] if first else []


def _force(place: Place) -> dict[str, str]:
    return {"force": place.force} if place.force else {}


def depart(shift: Shift, order: Depart, _ctx: Context) -> Step:
    """Note that somebody went. Raises Refused when they are not there."""
    require_live(shift)
    place = held_by(shift, order.person)
    if place is None or place.arrived is None:
        raise Refused("not_here", "this person has not arrived", "note the arrival first")
    if place.state == "served":
        return shift, []
    if order.at < place.arrived:
        raise Refused("bad_span", "a departure lies after the arrival", "mend the time", field="at")
    gone = replace(place, state="served", departed=order.at)
    data = {"place": place.number, "person": place.person, "what": "departed"}
    return with_place(shift, gone), [Happened("shift_changed", data)]


def start(shift: Shift) -> Step:
    """Begin: swaps that nobody decided are off."""
    shift, off = end_swaps(replace(shift, state="running"))
    return shift, [*off, Happened("shift_started", {"people": list(shift.people)}, ())]


def no_shows(shift: Shift, after: timedelta, now: datetime) -> Step:
    """Take their places from all who should have come by now and have not."""
    happened: list[Happened] = []
    for place in shift.places:
        if place.state == "assigned" and not place.pledged and late_at(shift, place, after) <= now:
            shift, off = vacate(shift, place.number, NO_SHOW, missed=True)
            data = {"place": place.number, "person": place.person, "reason": NO_SHOW}
            happened += [Happened("no_show_found", data, (place.person,)), *off]
    return shift, happened


def end(shift: Shift) -> Step:
    """End: who was there has served; who never came is a no-show, however late the place was taken."""
    shift, happened = no_shows(shift, timedelta(days=-1), shift.end)
    places = []
    for place in shift.places:
        state = "served" if place.state == "here" else place.state
        asks = tuple(replace(ask, answer="withdrawn") if ask.answer == "waiting" else ask for ask in place.asks)
        places.append(replace(place, state=state, asks=asks))  # type: ignore[arg-type]
        happened += [
            Happened("replacement_answered", {"place": place.number, "person": ask.person, "answer": "withdrawn"},
                     (ask.person,))
            for ask in place.asks if ask.answer == "waiting"
        ]  # fmt: skip
    after = replace(shift, state="ended", places=tuple(places), raised=())
    served = [
        {"place": place.number, "person": place.person, "minutes": served_minutes(shift, place),
         **_force(place)}
        for place in after.places if place.state == "served"
    ]  # fmt: skip
    return after, [*happened, Happened("shift_ended", {"served": served}, ())]


HANDLERS: Handlers = {Arrive: arrive, Depart: depart}
