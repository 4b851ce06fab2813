"""Shifts as HTTP shows them. People are ids; who they are is told elsewhere, to those who may know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.shifts.shift import Ask, Place, Shift

Json = dict[str, Any]


def shift(it: Shift) -> Json:
    """Return a shift."""
    return {
        **brief(it), "roster": it.roster, "slot": it.slot, "capabilities": list(it.capabilities),
        "point": list(it.point) if it.point else None, "together": dict(it.together),
        "places": [_place(each) for each in it.places], "swaps": [asdict(each) for each in it.swaps],
        "lacking": [each.replace(":", "_") for each in it.raised],
    }  # fmt: skip


def brief(it: Shift) -> Json:
    """Return what of a shift tells where and when it is."""
    return {
        "id": it.id, "county": it.county, "unit": it.unit, "post": it.post, "kind": it.kind, "region": it.region,
        "team": it.team, "start": time_to(it.start), "end": time_to(it.end), "state": it.state,
        "open": [place.number for place in it.places if not place.person],
    }  # fmt: skip


def own(it: Shift, person: str) -> Json:
    """Return a shift as one of its people sees it: with their place, and offers made to them or by them."""
    mine = next((place for place in it.places if place.person == person), None)
    swaps = [asdict(each) for each in it.swaps if person in (each.giver, each.taker)]
    return {**brief(it), "place": mine.number if mine else None, "place_state": mine.state if mine else None,
            "role": mine.need.role if mine else None, "swaps": swaps}  # fmt: skip


def asked(it: Shift, person: str) -> Json:
    """Return a shift as somebody sees it who is asked for a place in it."""
    place, ask = next(
        (place, ask)
        for place in it.places
        for ask in place.asks
        if ask.person == person and ask.answer == "waiting"
    )
    return {**brief(it), "place": place.number, "role": place.need.role, "rank": ask.rank,
            "until": time_to(ask.until), "why": list(ask.why)}  # fmt: skip


def offered(it: Shift) -> Json:
    """Return a shift with its open places and what they ask."""
    places = [{"place": each.number, **_need(each)} for each in it.places if not each.person]
    return {**brief(it), "places": places}


def notice(document: Mapping[str, Any]) -> Json:
    """Return a notice."""
    names = ("id", "name", "at", "shift", "post", "start", "end", "data", "read_at")
    return {name: document[name] for name in names}


def repair(document: Mapping[str, Any]) -> Json:
    """Return a repair's proposal."""
    names = ("id", "unit", "job", "state", "changes", "conflict", "asked_at")
    return {name: document[name] for name in names}


def _place(place: Place) -> Json:
    moments = {name: getattr(place, name) for name in ("since", "arrived", "departed")}
    return {
        "number": place.number, "state": place.state, "person": place.person or None, "force": place.force or None,
        **_need(place), **{name: time_to(at) if at else None for name, at in moments.items()},
        "asks": [_ask(each) for each in place.asks],
        "before": [{"person": person, "why": why} for person, why in place.before],
    }  # fmt: skip


def _need(place: Place) -> Json:
    need = place.need
    return {
        "role": need.role, "forces": sorted(need.forces), "skills": sorted(need.skills),
        "groups": sorted(need.groups), "required": need.required,
    }  # fmt: skip


def _ask(ask: Ask) -> Json:
    return {"person": ask.person, "rank": ask.rank, "at": time_to(ask.at), "until": time_to(ask.until),
            "answer": ask.answer, "why": list(ask.why)}  # fmt: skip
