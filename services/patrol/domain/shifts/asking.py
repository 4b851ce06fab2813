"""Asking for a replacement: the fittest first, the next when one declines or lets it lapse, until one accepts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Context, Who
from services.patrol.domain.shifts.places import answered, give, require_live, with_place
from services.patrol.domain.shifts.shift import Ask, Place, Shift
from services.patrol.domain.shifts.step import Handlers, Happened, Step
from services.patrol.domain.shifts.taking import require_fit

EMPTY = ("open", "missed")


@dataclass(frozen=True, slots=True)
class Accept:
    """Somebody who was asked takes the place."""

    who: Who


@dataclass(frozen=True, slots=True)
class Decline:
    """Somebody who was asked does not."""

    person: str
    reason: str = "unable"


def asked(shift: Shift, person: str) -> tuple[Place, Ask] | None:
    """Return the place somebody was asked for last, and the ask; None when they never were."""
    found = [(ask.at, place.number) for place in shift.places for ask in place.asks if ask.person == person]
    if not found:
        return None
    place = shift.places[max(found)[1]]
    return place, [ask for ask in place.asks if ask.person == person][-1]


def accept(shift: Shift, order: Accept, ctx: Context) -> Step:
    """Give them the place; late is not too late while nobody else has it. Raises Refused, kindly."""
    place = _asked(shift, order.who.person)[0]
    if place.person == order.who.person:
        return shift, []
    require_live(shift)
    person, number = order.who.person, place.number
    if not place.person:
        require_fit(shift, number, person, ctx)
    said = Happened("replacement_answered", {"place": number, "person": person, "answer": "accepted"})
    shift = with_place(shift, replace(place, asks=answered(place.asks, person, "accepted")))
    after, happened = give(shift, number, order.who, "accepted", ctx.now)
    return after, [said, *happened]


def decline(shift: Shift, order: Decline, _ctx: Context) -> Step:
    """Note it. Nothing happens when the ask is over. Raises Refused for somebody who was not asked."""
    place, ask = _asked(shift, order.person)
    if ask.answer != "waiting":
        return shift, []
    after = with_place(shift, replace(place, asks=answered(place.asks, order.person, "declined")))
    data = {"place": place.number, "person": order.person, "answer": "declined", "reason": order.reason}
    return after, [Happened("replacement_answered", data)]


def lapse(shift: Shift, ctx: Context) -> Step:
    """Let asks lapse whose time is over."""
    happened = []
    for place in shift.places:
        late = [ask for ask in place.asks if ask.answer == "waiting" and ask.until <= ctx.now]
        asks = tuple(replace(ask, answer="lapsed") if ask in late else ask for ask in place.asks)
        shift = with_place(shift, replace(place, asks=asks))
        happened += [
            Happened("replacement_answered", {"place": place.number, "person": ask.person, "answer": "lapsed"},
                     (ask.person,))
            for ask in late
        ]  # fmt: skip
    return shift, happened


def ask_next(shift: Shift, number: int, ctx: Context, *, again: bool) -> Step:
    """Ask as many as the policy asks at once; when there is nobody to ask, tell that the place is open, once.

    again: look even if it was told before: people may have come free since.
    """
    place = shift.places[number]
    waiting = sum(ask.answer == "waiting" for ask in place.asks)
    room = ctx.policy.asks_at_once - waiting
    if place.state not in EMPTY or room <= 0 or (place.told and not again) or ctx.now >= shift.end:
        return shift, []
    found = list(ctx.find(shift, number, barred(shift, number), room))[:room]
    until = min(ctx.now + ctx.policy.asked_for(shift.start - ctx.now), shift.end)
    asks = tuple(
        Ask(each.person, len(place.asks) + offset, ctx.now, until, why=tuple(each.why))
        for offset, each in enumerate(found, 1)
    )
    open_now = not waiting and not asks
    newly_told = open_now and not place.told
    shift = with_place(shift, replace(place, asks=(*place.asks, *asks), told=open_now))
    happened = [
        Happened("replacement_asked", {"place": number, "person": ask.person, "rank": ask.rank,
                                       "until": until.isoformat()}, (ask.person,))
        for ask in asks
    ]  # fmt: skip
    if newly_told:
        happened.append(Happened("place_left_open", {"place": number, "reason": "nobody_free"}))
    return shift, happened


def barred(shift: Shift, number: int) -> frozenset[str]:
    """Return who is not asked for a place: who is in the shift or was taken out of it, and who was asked before."""
    lost = {person for place in shift.places for person, _ in place.before}
    waiting = {ask.person for place in shift.places for ask in place.asks if ask.answer == "waiting"}
    return frozenset({*shift.people, *lost, *waiting, *(ask.person for ask in shift.places[number].asks)})


def _asked(shift: Shift, person: str) -> tuple[Place, Ask]:
    found = asked(shift, person)
    if found is None:
        raise Refused("not_asked", "this person was not asked", "look at the open shifts")
    return found


HANDLERS: Handlers = {Accept: accept, Decline: decline}
