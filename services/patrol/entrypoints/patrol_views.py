"""Patrols, visits and coverage as HTTP takes and answers them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from services.patrol.app.patrols.figures import PostFigures
from services.patrol.app.patrols.judge import Judged, Said
from services.patrol.domain.patrols.coverage import Covered
from services.patrol.domain.patrols.patrol import Patrol
from services.patrol.domain.patrols.record import Record

_MINUTE = timedelta(minutes=1)


def said(body: Mapping[str, Any]) -> Said:
    """Return a loaded visit."""
    position = None if body["lon"] is None or body["lat"] is None else (body["lon"], body["lat"])
    times = {name: body[name].astimezone(UTC) if body[name] else None for name in ("at", "left")}
    told = {**times, "mark": body["mark"], "code": body["code"], "position": position}
    return Said(body["id"], **told, accuracy=body["accuracy"] or 0.0)


def judged(it: Judged) -> dict[str, Any]:
    """Return what came of a visit."""
    known = {"id": it.id, "counts": it.counts, "reason": it.reason, "message": it.message}
    if it.visit is None:
        return known
    visit = it.visit
    return {**known, "mark": visit.mark, "time": visit.time, "metres": visit.distance, "flags": list(visit.flags)}


def patrol(it: Patrol, was: Record) -> dict[str, Any]:
    """Return a patrol with its record."""
    names = ("id", "kind", "shift", "post", "unit", "region", "by", "started", "finished")
    stops = [{"mark": stop.mark, "start": stop.start, "end": stop.end, "minutes": stop.minutes,
              "length": stop.length, "flags": list(stop.flags)} for stop in was.stops]  # fmt: skip
    return {name: getattr(it, name) for name in names} | {
        "visits": was.visits, "unproven": was.unproven, "marks": was.marks, "lengths": dict(was.lengths),
        "stops": stops,
    }  # fmt: skip


def post_figures(it: PostFigures) -> dict[str, Any]:
    """Return a post's figures."""
    marks = [
        {"mark": each.id, "limit_minutes": each.limit, **_covered(each.covered),
         "gaps": [{"start": gap.start, "end": gap.end} for gap in each.covered.gaps]}
        for each in it.marks
    ]  # fmt: skip
    return {"post": it.post.id, **_covered(it.whole), "marks": marks}


def _covered(it: Covered) -> dict[str, Any]:
    return {
        "visits": it.visits, "duty_minutes": _minutes(it.duty), "within_minutes": _minutes(it.within),
        "share": None if it.share is None else round(it.share, 4), "last": it.last,
        "idle_minutes": _minutes(it.idle), "longest_minutes": _minutes(it.longest),
    }  # fmt: skip


def _minutes(length: timedelta | None) -> int | None:
    return None if length is None else length // _MINUTE


def utc(moment: datetime) -> datetime:
    """Return a moment in UTC."""
    return moment.astimezone(UTC)
