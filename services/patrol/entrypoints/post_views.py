"""Posts, slots and demand as HTTP answers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, tzinfo
from typing import Any

from services.patrol.app.posts.build import Manned
from services.patrol.app.posts.demand import CountyDemand, PostDemand
from services.patrol.domain.demand.history import Expected
from services.patrol.domain.demand.tide import Row
from services.patrol.domain.demand.when import When
from services.patrol.domain.rosters.problem import Need, Slot

MOST_GRIDS = 200


def post(it: Manned) -> dict[str, Any]:
    """Return a post."""
    lon, lat = it.post.place or (None, None)
    marks = [
        {"id": mark.id, "lon": mark.place[0], "lat": mark.place[1], "region": mark.region,
         "tolerance": mark.tolerance, "idle": mark.idle}
        for mark in it.post.marks
    ]  # fmt: skip
    told = ("id", "county", "unit", "name", "kind", "region", "team", "capabilities", "mode", "stop")
    duties = [pattern.kind for pattern in it.patterns]
    return {name: getattr(it.post, name) for name in told} | {
        "lon": lon,
        "lat": lat,
        "marks": marks,
        "duties": duties,
    }


def slot(it: Slot, zone: tzinfo) -> dict[str, Any]:
    """Return a slot."""
    return {
        "id": it.id, "kind": it.kind, "start": it.start.isoformat(), "end": it.end.isoformat(),
        "local_start": it.start.astimezone(zone).isoformat(), "needs": [_need(need) for need in it.needs],
        "together": dict(it.together),
    }  # fmt: skip


def county_demand(county: str, it: CountyDemand) -> dict[str, Any]:
    """Return what is expected in a county, and the grids with most."""
    grids = dict(list(it.grids.items())[:MOST_GRIDS])
    return {"county": county, "expected": _expected(it.expected, it.since, it.until), "grids": grids}


def post_demand(it: PostDemand) -> dict[str, Any]:
    """Return what is expected around a post, and its tides beside those that are suggested."""
    tides = [
        {
            "kind": each.kind,
            "present": [_row(row) for row in each.present],
            "suggested": {
                "rows": [_row(Row(When(weekdays=days), hours)) for days, hours in each.suggested.rows],
                "reasons": each.suggested.reasons,
            },
        }
        for each in it.tides
    ]
    expected = _expected(it.expected, it.since, it.until)
    told = {"county": it.post.county, "post": it.post.id, "version": it.version}
    return {**told, "expected": expected, "tides": tides}


def _expected(it: Expected, since: date | None, until: date) -> dict[str, Any]:
    return {**asdict(it), "hours": [round(rate, 4) for rate in it.hours], "since": since, "until": until}


def _row(row: Row) -> dict[str, Any]:
    return {"when": _listed(asdict(row.when)), "hours": row.hours}


def _need(need: Need) -> dict[str, Any]:
    return _listed(asdict(need))


def _listed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, frozenset) else value for name, value in data.items()}
