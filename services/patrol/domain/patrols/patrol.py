"""A patrol: begun in a shift, visits noted in any order, finished. What it was is read off by `record`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from services.patrol.domain.patrols.record import record
from services.patrol.domain.patrols.visit import Visit, merged
from services.patrol.domain.refused import Refused
from services.patrol.domain.span import Span

MOST_VISITS = 500
Kind = Literal["patrol", "check_ins"]
"""check_ins: what was told at a shift's marks without a patrol having been begun; one for each shift."""


@dataclass(frozen=True, slots=True)
class Patrol:
    """See the module's text.

    by: who began it, a person's id. duty: the shift's time. visits: merged, in order. untold: keys of visits that
    marks and shifts have yet to hear of.
    """

    id: str
    shift: str
    post: str
    unit: str
    county: str
    region: str
    by: str
    duty: Span
    started: datetime
    kind: Kind = "patrol"
    team: str = ""
    finished: datetime | None = None
    visits: tuple[Visit, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened. name: as in ``patrol.<name>``. data: JSON-able."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


Step = tuple[Patrol, list[Happened]]


def begun(patrol: Patrol) -> list[Happened]:
    """Return what the beginning of a patrol tells; check-ins begin nothing."""
    if patrol.kind == "check_ins":
        return []
    return [Happened("patrol_started", {"person": patrol.by, "at": patrol.started.isoformat()})]


def add(patrol: Patrol, visits: Sequence[Visit]) -> Step:
    """Note visits; those that are known change nothing. Raises Refused when there are too many."""
    before = {visit.key: visit for visit in patrol.visits}
    after = merged((*patrol.visits, *visits))
    if len(after) > MOST_VISITS:
        raise Refused("too_many_visits", f"a patrol has at most {MOST_VISITS} visits", "begin another patrol")
    fresh = [visit for visit in after if visit != before.get(visit.key)]
    if not fresh:
        return patrol, []
    told = [
        Happened("mark_visited", _said(visit))
        for visit in fresh
        if visit.counts and not (visit.key in before and before[visit.key].counts)
    ]
    untold = dict.fromkeys((*patrol.untold, *(visit.key for visit in fresh if visit.counts)))
    return replace(patrol, visits=after, untold=tuple(untold)), told


def finish(patrol: Patrol, at: datetime, stop: tuple[int, int]) -> Step:
    """End it at a time; of several ends the last one stands. stop: minutes preferred. Raises Refused."""
    if patrol.kind == "check_ins":
        raise Refused("no_patrol", "these are check-ins of a shift, no patrol", "finish a patrol that was begun")
    if at < patrol.started:
        raise Refused("bad_span", "a patrol ends after it has begun", "mend the time", field="at")
    if patrol.finished is not None and patrol.finished >= at:
        return patrol, []
    after = replace(patrol, finished=at)
    if patrol.finished is not None:
        return after, []
    counted = record(after.visits, after.started, at, stop)
    data = {"person": patrol.by, "at": at.isoformat(), "visits": counted.visits, "marks": counted.marks,
            **counted.lengths}  # fmt: skip
    return after, [Happened("patrol_finished", data)]


def told(patrol: Patrol, keys: Sequence[str]) -> Patrol:
    """Note that marks and shifts heard of visits."""
    return replace(patrol, untold=tuple(key for key in patrol.untold if key not in keys))


def _said(visit: Visit) -> dict[str, Any]:
    return {"mark": visit.mark, "person": visit.person, "at": visit.time.isoformat(), "proof": visit.proof,
            "flags": list(visit.flags)}  # fmt: skip
