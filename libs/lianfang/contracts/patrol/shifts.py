"""Events of published shifts (班次): who is to come, who dropped out, who is asked instead, who came."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import OneOf, Range

from lianfang.contracts.fields import code_field, moment_field, reason_field
from lianfang.contracts.patrol.fields import (
    PERSON,
    POST,
    ROSTER,
    SHIFT,
    UNIT,
    force_field,
    patrol_event,
    people_field,
    person_field,
    post_field,
    unit_field,
    word_field,
)
from lianfang.contracts.registry import S

OTHER = "p-8f14e45fceea367a9a36dedd4bea2543"
SWAP = "6a1d9c52-4f0b-5c33-8b1e-1f7f5f0c7b21"
ABOUT: Mapping[str, Any] = {
    "shift": SHIFT, "roster": ROSTER, "unit": UNIT, "post": POST, "kind": "command_room",
    "region": "3509241000011007", "start": "2026-03-02T00:00:00+00:00", "end": "2026-03-02T12:00:00+00:00",
    "state": "published", "team": UNIT,
}  # fmt: skip


def shift_event(
    name: str, summary: str, *, addressed: bool = False, more: Mapping[str, Any] | None = None
) -> Callable[[S], S]:
    """Register an event about a shift. more: what its example has besides what all have."""
    return patrol_event(name, summary, example={**ABOUT, **(more or {})}, addressed=addressed)


def place_field(**options: Any) -> fields.Integer:
    """Which place of the shift."""
    return fields.Integer(
        validate=Range(min=0), metadata={"description": "number of the place within the shift, from 0"}, **options
    )


class AboutShift(Schema):
    """The shift as it is after the event."""

    shift = word_field("the shift", required=True)
    roster = word_field("the roster it is of", required=True)
    unit = unit_field(required=True)
    post = post_field(required=True)
    kind = word_field("kind of the post", required=True)
    region = code_field("of the post, to grid level where it is known", required=True)
    start = moment_field("when it starts", required=True)
    end = moment_field("when it ends", required=True)
    state = fields.String(required=True, validate=OneOf(("published", "running", "ended", "cancelled")))
    team = unit_field("the team that commands the post; absent when none does")


class AboutPlace(AboutShift):
    """One place of it."""

    place = place_field(required=True)


class AboutHolder(AboutPlace):
    """One place and a person."""

    person = person_field("whom it concerns", required=True)


_HOLDER = {"place": 1, "person": PERSON}


@shift_event("shift_published", "A shift is published; `open` places have nobody yet.",
             more={"people": [PERSON], "open": [1]})  # fmt: skip
class ShiftPublished(AboutShift):
    """Once for each slot of a published roster."""

    people = people_field("who is to come", required=True)
    open = fields.List(place_field(), required=True, metadata={"description": "places to volunteer for"})


@shift_event("shift_changed", "Something about the shift changed that has no event of its own.",
             more={"what": "arrived", **_HOLDER})  # fmt: skip
class ShiftChanged(AboutShift):
    """what: arrived, departed, reassigned, replanned, late_record, lacking."""

    what = reason_field("what changed", required=True)
    place = place_field()
    person = person_field("whom it concerns")
    people = people_field("whom it concerns")
    reason = reason_field("why")
    lacking = reason_field("what all in it together lack: accompanied_volunteer, together_driving")
    minutes = fields.Integer(validate=Range(min=0), metadata={"description": "served, of a late record"})
    force = force_field()


@shift_event("shift_cancelled", "The shift is off.",
             more={"state": "cancelled", "reason": "roster_withdrawn", "people": [PERSON]})  # fmt: skip
class ShiftCancelled(AboutShift):
    """With all who were to come or were asked."""

    reason = reason_field("why, a word", required=True)
    people = people_field("who was to come or was asked", required=True)


@shift_event("shift_reminded", "Those who are to come were reminded.", more={"before_s": 7200, "people": [PERSON]})
class ShiftReminded(AboutShift):
    """Each reminder once."""

    before_s = fields.Integer(
        required=True, validate=Range(min=0), metadata={"description": "seconds before the start"}
    )
    people = people_field("who was reminded", required=True)


@shift_event("dropped_out", "Somebody who was to come does not.", more={**_HOLDER, "reason": "ill"})
class DroppedOut(AboutHolder):
    """By themselves, or because of leave."""

    reason = reason_field("why, a word", required=True)


@shift_event("no_show_found", "Somebody did not come in time; replacements are asked at once.", addressed=True,
             more={"state": "running", **_HOLDER, "reason": "no_show"})  # fmt: skip
class NoShowFound(AboutHolder):
    """Addressed to the post's team."""

    reason = reason_field("no_show", required=True)


@shift_event("replacement_asked", "Somebody is asked to take a place.",
             more={**_HOLDER, "rank": 1, "until": "2026-03-01T20:00:00+00:00"})  # fmt: skip
class ReplacementAsked(AboutHolder):
    """The fittest first."""

    rank = fields.Integer(required=True, validate=Range(min=1), metadata={"description": "1: the fittest"})
    until = moment_field("when the ask lapses", required=True)


@shift_event("replacement_answered", "An ask is over.", more={**_HOLDER, "answer": "accepted"})
class ReplacementAnswered(AboutHolder):
    """Accepted, declined, lapsed, or withdrawn because somebody else has the place."""

    answer = fields.String(required=True, validate=OneOf(("accepted", "declined", "lapsed", "withdrawn")))
    reason = reason_field("why it was declined, a word")


@shift_event("place_filled", "A place has somebody.", addressed=True, more={**_HOLDER, "reason": "accepted"})
class PlaceFilled(AboutHolder):
    """Addressed to the post's team."""

    reason = reason_field("accepted, taken, assigned, swapped, returned", required=True)
    override = reason_field("why a planner broke a rule for it")


@shift_event("place_left_open", "Nobody is left to be asked for a place; anybody who may can take it.",
             addressed=True, more={"place": 1, "reason": "nobody_free"})  # fmt: skip
class PlaceLeftOpen(AboutPlace):
    """Addressed to the post's team."""

    reason = reason_field("nobody_free", required=True)


class AboutSwap(AboutPlace):
    """A place that is to change hands."""

    swap = word_field("the swap", required=True)
    giver = person_field("who has the place", required=True)
    taker = person_field("who is to have it", required=True)


_SWAP = {"place": 1, "swap": SWAP, "giver": PERSON, "taker": OTHER}


@shift_event("swap_proposed", "Somebody offers their place to somebody else.", more=_SWAP)
class SwapProposed(AboutSwap):
    """For a place in return, or given away."""

    other_shift = word_field("where the taker gives a place in return")
    other_place = place_field(allow_none=True)


@shift_event("swap_decided", "A swap was agreed to, approved, refused or withdrawn.",
             more={**_SWAP, "decision": "approved"})  # fmt: skip
class SwapDecided(AboutSwap):
    """agreed: by the taker; only approved changes the place."""

    decision = fields.String(required=True, validate=OneOf(("agreed", "approved", "refused", "withdrawn")))


@shift_event("shift_started", "The shift has begun.", more={"state": "running", "people": [PERSON]})
class ShiftStarted(AboutShift):
    """By the clock; who has come is told by shift_changed."""

    people = people_field("who is to be there", required=True)


class Served(Schema):
    """What somebody served."""

    place = place_field(required=True)
    person = person_field("who", required=True)
    minutes = fields.Integer(required=True, validate=Range(min=0))
    force = force_field()


@shift_event("shift_ended", "The shift is over.",
             more={"state": "ended",
                   "served": [{"place": 1, "person": PERSON, "minutes": 712, "force": "officer"}]})  # fmt: skip
class ShiftEnded(AboutShift):
    """With what each served."""

    served = fields.List(fields.Nested(Served), required=True)
