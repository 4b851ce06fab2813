"""Places of a shift: found, given to somebody, taken from somebody. Every change of a holder goes this way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.context import Who
from services.patrol.domain.shifts.shift import Ask, Place, Shift, Swap
from services.patrol.domain.shifts.step import Happened, Step

LIVE = ("published", "running")
COMING = ("assigned", "here")
PENDING_SWAP = ("proposed", "agreed")


def require_live(shift: Shift) -> None:
    """Raise Refused for a shift that is over."""
    if shift.state not in LIVE:
        raise Refused("shift_over", f"the shift is {shift.state}", "look at the shifts to come")


def place_at(shift: Shift, number: int) -> Place:
    """Return a place by its number. Raises Refused."""
    if not 0 <= number < len(shift.places):
        raise Refused("no_such_place", f"the shift has no place {number}", "look at its places", field="place")
    return shift.places[number]


def held_by(shift: Shift, person: str) -> Place | None:
    """Return the place somebody has, None when they have none."""
    return next((place for place in shift.places if person and place.person == person), None)


def own_place(shift: Shift, person: str) -> Place:
    """Return the place somebody has. Raises Refused when they have none, or it is about to change hands."""
    place = held_by(shift, person)
    if place is None:
        raise Refused("not_in_shift", "this person has no place in the shift", "look at the own shifts")
    return free_to_change(place)


def free_to_change(place: Place) -> Place:
    """Return the place. Raises Refused while a swap decides about it, which takes moments."""
    if place.pledged:
        raise Refused("being_swapped", "the place is changing hands this very moment", "try again in a minute")
    return place


def with_place(shift: Shift, place: Place) -> Shift:
    """Return the shift with a place replaced."""
    return replace(shift, places=tuple(place if each.number == place.number else each for each in shift.places))


def answered(asks: tuple[Ask, ...], person: str, answer: str) -> tuple[Ask, ...]:
    """Return the asks with one person's newest answered."""
    newest = max((n for n, ask in enumerate(asks) if ask.person == person), default=-1)
    return tuple(replace(ask, answer=answer) if n == newest else ask for n, ask in enumerate(asks))  # type: ignore[arg-type]


def give(shift: Shift, number: int, who: Who, why: str, now: datetime, override: str = "") -> Step:
    """Give an open place to somebody; who else was asked for it is told that it is filled.

    Raises Refused when it has somebody, when the person has another place here, or the hold was given up.
    """
    place = place_at(shift, number)
    if place.person:
        raise Refused(
            "already_taken", "thank you, but somebody else took this place already", "look at the open shifts"
        )  # fmt: skip
    if held_by(shift, who.person) is not None:
        raise Refused("has_a_place", "this person has another place in the shift", "take somebody else")
    if who.hold in shift.given_up:
        raise Refused("took_too_long", "taking the place took too long and was given up", "try again")
    thanked = tuple(ask.person for ask in place.asks if ask.answer == "waiting" and ask.person != who.person)
    asks = tuple(_settled(ask, who.person) for ask in place.asks)
    taken = replace(
        place, state="assigned", person=who.person, since=now, asks=asks, told=False, arrived=None, departed=None,
        force=who.force, skills=who.skills, hold=who.hold, override=override,
    )  # fmt: skip
    after = without_asks(with_place(shift, taken), who.person)
    data = {"place": number, "person": who.person, "reason": why} | ({"override": override} if override else {})
    filled = Happened("place_filled", data, (who.person,))
    withdrawn = [
        Happened("replacement_answered", {"place": number, "person": each, "answer": "withdrawn"}, (each,))
        for each in thanked
    ]
    return after, [filled, *withdrawn]


def vacate(shift: Shift, number: int, why: str, *, missed: bool = False) -> Step:
    """Take a place from who has it; swaps about it are off. Says nothing of the place itself: the caller does."""
    place = place_at(shift, number)
    empty = replace(
        place, state="missed" if missed else "open", person="", since=None, arrived=None, departed=None, force="",
        skills=(), hold="", told=False, override="", before=(*place.before, (place.person, why)),
    )  # fmt: skip
    return end_swaps(with_place(shift, empty), number)


def end_swaps(shift: Shift, number: int | None = None) -> Step:
    """Call off the undecided swaps about one place, or all."""
    off = [swap for swap in shift.swaps if swap.state in PENDING_SWAP and (number is None or swap.place == number)]
    after = replace(
        shift, swaps=tuple(replace(each, state="withdrawn") if each in off else each for each in shift.swaps)
    )
    return after, [decided(swap, "withdrawn") for swap in off]


def decided(swap: Swap, decision: str) -> Happened:
    """Say how a swap was decided, to both."""
    data = {
        "place": swap.place, "swap": swap.id, "giver": swap.giver, "taker": swap.taker, "decision": decision,
    }  # fmt: skip
    return Happened("swap_decided", data, (swap.giver, swap.taker))


def without_asks(shift: Shift, person: str) -> Shift:
    """Return the shift with what one person is still asked taken back: they have a place in it."""
    places = tuple(
        place
        if place.person == person
        else replace(place, asks=tuple(
            replace(ask, answer="withdrawn") if ask.person == person and ask.answer == "waiting" else ask
            for ask in place.asks
        ))
        for place in shift.places
    )  # fmt: skip
    return replace(shift, places=places)


def _settled(ask: Ask, taker: str) -> Ask:
    if ask.answer != "waiting":
        return ask
    return replace(ask, answer="accepted" if ask.person == taker else "withdrawn")
