"""Shifts as JSON documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from services.patrol.domain.rosters.codec import need_from_json, need_to_json
from services.patrol.domain.shifts.shift import Ask, Place, Shift, Swap

Json = dict[str, Any]
_TIMES = ("since", "arrived", "departed")


@dataclass(frozen=True, slots=True)
class Kept:
    """A shift with what its changes have yet to bring about elsewhere.

    serial: counts all that happened, so each has a number of its own. todo: steps outside of this document, done
    by whoever comes by; doing one twice has one effect. edition: version of the roster that it was last made by.
    """

    shift: Shift
    serial: int = 0
    todo: tuple[Json, ...] = ()
    edition: int = 1


def encode(kept: Kept) -> Json:
    """Return the document of a shift."""
    return {"shift": shift_to_json(kept.shift), "serial": kept.serial, "todo": list(kept.todo),
            "edition": kept.edition}  # fmt: skip


def decode(raw: Mapping[str, Any]) -> Kept:
    """Return what `encode` was given."""
    return Kept(shift_from_json(raw["shift"]), raw["serial"], tuple(raw["todo"]), raw["edition"])


def shift_to_json(shift: Shift) -> Json:
    """Return a shift JSON-able."""
    names = ("id", "county", "unit", "post", "kind", "region", "roster", "slot", "team", "state", "off")
    return {
        **{name: getattr(shift, name) for name in names},
        "start": time_to(shift.start), "end": time_to(shift.end),
        "point": list(shift.point) if shift.point else None,
        "capabilities": list(shift.capabilities), "places": [_place(each) for each in shift.places],
        "together": dict(shift.together), "accompanied": dict(shift.accompanied),
        "swaps": [asdict(each) for each in shift.swaps], "reminded": list(shift.reminded),
        "raised": list(shift.raised), "given_up": list(shift.given_up),
    }  # fmt: skip


def shift_from_json(raw: Mapping[str, Any]) -> Shift:
    """Return what `shift_to_json` was given."""
    lists = ("capabilities", "reminded", "raised", "given_up")
    return Shift(**{
        **raw, **{name: tuple(raw[name]) for name in lists}, "start": time_from(raw["start"]),
        "end": time_from(raw["end"]), "point": tuple(raw["point"]) if raw["point"] else None,
        "places": tuple(_read_place(each) for each in raw["places"]),
        "swaps": tuple(Swap(**each) for each in raw["swaps"]),
    })  # fmt: skip


def time_to(moment: datetime) -> str:
    """Return a time as it is stored: in UTC, for stored times are compared as texts."""
    return moment.astimezone(UTC).isoformat()


def time_from(text: str) -> datetime:
    """Return a stored time."""
    return datetime.fromisoformat(text)


def _place(place: Place) -> Json:
    return {
        "number": place.number, "need": need_to_json(place.need), "state": place.state, "person": place.person,
        **{name: time_to(at) if (at := getattr(place, name)) else None for name in _TIMES},
        "asks": [_ask(each) for each in place.asks], "before": [list(each) for each in place.before],
        "force": place.force, "skills": list(place.skills), "hold": place.hold, "told": place.told,
        "pledged": place.pledged, "override": place.override,
    }  # fmt: skip


def _read_place(raw: Mapping[str, Any]) -> Place:
    times = {name: time_from(raw[name]) if raw[name] else None for name in _TIMES}
    return Place(**{
        **raw, **times, "need": need_from_json(raw["need"]), "asks": tuple(_read_ask(each) for each in raw["asks"]),
        "before": tuple((person, why) for person, why in raw["before"]), "skills": tuple(raw["skills"]),
    })  # fmt: skip


def _ask(ask: Ask) -> Json:
    return {**asdict(ask), "at": time_to(ask.at), "until": time_to(ask.until), "why": list(ask.why)}


def _read_ask(raw: Mapping[str, Any]) -> Ask:
    return Ask(**{**raw, "at": time_from(raw["at"]), "until": time_from(raw["until"]), "why": tuple(raw["why"])})
