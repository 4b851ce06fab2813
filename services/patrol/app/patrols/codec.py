"""Patrols and watches as JSON documents and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from services.patrol.app.shifts.codec import time_from, time_to
from services.patrol.domain.patrols.patrol import Patrol
from services.patrol.domain.patrols.visit import Visit
from services.patrol.domain.patrols.watch import Watch
from services.patrol.domain.span import Span

Json = dict[str, Any]
_VISIT_TIMES = ("at", "time", "received", "left")


def patrol_to_json(patrol: Patrol) -> Json:
    """Return the document of a patrol."""
    return {
        **_flat(patrol), "duty": _span(patrol.duty), "started": time_to(patrol.started),
        "finished": time_to(patrol.finished) if patrol.finished else None,
        "visits": [_visit(visit) for visit in patrol.visits], "untold": list(patrol.untold),
    }  # fmt: skip


def patrol_from_json(raw: Mapping[str, Any]) -> Patrol:
    """Return what `patrol_to_json` was given."""
    return Patrol(**{
        **raw, "duty": _read_span(raw["duty"]), "started": time_from(raw["started"]),
        "finished": time_from(raw["finished"]) if raw["finished"] else None,
        "visits": tuple(_read_visit(each) for each in raw["visits"]), "untold": tuple(raw["untold"]),
    })  # fmt: skip


def watch_to_json(watch: Watch) -> Json:
    """Return the document of a watch. Ids of shifts are values, not keys, for a store's sake."""
    return {
        **_flat(watch), "duties": [[shift, *_span(span)] for shift, span in sorted(watch.duties.items())],
        "visits": [time_to(time) for time in watch.visits], "gap": time_to(watch.gap) if watch.gap else None,
    }  # fmt: skip


def watch_from_json(raw: Mapping[str, Any]) -> Watch:
    """Return what `watch_to_json` was given."""
    return Watch(**{
        **raw, "duties": {shift: _read_span(span) for shift, *span in raw["duties"]},
        "visits": tuple(map(time_from, raw["visits"])), "gap": time_from(raw["gap"]) if raw["gap"] else None,
    })  # fmt: skip


def _visit(visit: Visit) -> Json:
    times = {name: time_to(at) if (at := getattr(visit, name)) else None for name in _VISIT_TIMES}
    return {**_flat(visit), **times, "flags": list(visit.flags)}


def _read_visit(raw: Mapping[str, Any]) -> Visit:
    times = {name: time_from(raw[name]) if raw[name] else None for name in _VISIT_TIMES}
    return Visit(**{**raw, **times, "flags": tuple(raw["flags"])})


def _flat(value: Patrol | Watch | Visit) -> Json:
    """Return the fields as they are: `asdict` would copy each visit of a day, once more at each visit."""
    return {each.name: getattr(value, each.name) for each in fields(value)}


def _span(span: Span) -> list[str]:
    return [time_to(span.start), time_to(span.end)]


def _read_span(raw: list[str]) -> Span:
    return Span(time_from(raw[0]), time_from(raw[1]))
