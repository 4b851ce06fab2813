"""Units as JSON documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.patrol.app.shifts.codec import time_from, time_to
from services.patrol.domain.board.unit import Assignment, Base, Duty, Hand, Seen, Unit

Json = dict[str, Any]


def encode(unit: Unit) -> Json:
    """Return the document of a unit."""
    return {
        "base": {**asdict(unit.base), "capabilities": list(unit.base.capabilities),
                 "point": list(unit.base.point) if unit.base.point else None},
        "duties": [_duty(each) for each in unit.duties],
        "assignments": [{**asdict(each), "changed": time_to(each.changed)} for each in unit.assignments],
        "hand": {**asdict(unit.hand), "until": time_to(unit.hand.until)} if unit.hand else None,
        "seen": {**asdict(unit.seen), "point": list(unit.seen.point), "at": time_to(unit.seen.at)}
        if unit.seen else None,
        "told": dict(unit.told),
    }  # fmt: skip


def decode(raw: Mapping[str, Any]) -> Unit:
    """Return what `encode` was given."""
    base, hand, seen = raw["base"], raw["hand"], raw["seen"]
    point = tuple(base["point"]) if base["point"] else None
    return Unit(
        Base(**{**base, "capabilities": tuple(base["capabilities"]), "point": point}),
        tuple(_read_duty(each) for each in raw["duties"]),
        tuple(Assignment(**{**each, "changed": time_from(each["changed"])}) for each in raw["assignments"]),
        Hand(**{**hand, "until": time_from(hand["until"])}) if hand else None,
        Seen(**{**seen, "point": tuple(seen["point"]), "at": time_from(seen["at"])}) if seen else None,
        raw["told"],
    )


def _duty(it: Duty) -> Json:
    return {
        "shift": it.shift, "version": it.version, "start": time_to(it.start), "end": time_to(it.end),
        "people": dict(it.people), "short": it.short, "asked": sorted(it.asked), "held": sorted(it.held),
        "over": it.over,
    }  # fmt: skip


def _read_duty(raw: Mapping[str, Any]) -> Duty:
    times = {name: time_from(raw[name]) for name in ("start", "end")}
    return Duty(**{**raw, **times, "asked": frozenset(raw["asked"]), "held": frozenset(raw["held"])})
