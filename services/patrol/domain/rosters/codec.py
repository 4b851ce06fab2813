"""Problems and rosters as JSON and back: what is stored, hashed, and fed to a solver's process.

Defaults are left out and limits, which thousands share, are written once, so that a station's month stays small.
Times are in UTC; the zone is an IANA key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.patrol.domain.rosters.problem import (
    Assignment,
    Limits,
    Need,
    Night,
    Past,
    Problem,
    Roster,
    Score,
    Slot,
    Violation,
    Weights,
    Wish,
    Worker,
)
from services.patrol.domain.span import Span

Json = dict[str, Any]
_COUNTS = (
    "most_minutes", "min_minutes", "week_minutes", "most_turns", "most_nights", "most_days", "most_weekends",
    "longest",
)  # fmt: skip
_WEIGHTS = ("missing", "turns", "nights", "weekends", "wish", "strange_post", "km", "change")


def problem_to_json(problem: Problem) -> Json:
    """Return the problem as JSON-able data. Raises ValueError when its zone has no IANA key."""
    limits: dict[Limits, int] = {}
    workers = [_worker_to(worker, limits.setdefault(worker.limits, len(limits))) for worker in problem.workers]
    return {
        "id": problem.id,
        "unit": problem.unit,
        "zone": _zone_key(problem),
        "slots": [slot_to_json(slot) for slot in problem.slots],
        "limits": [limits_to_json(each) for each in limits],
        "workers": workers,
        "accompanied": dict(problem.accompanied),
        "night": [problem.night.start, problem.night.end],
        "weights": {name: getattr(problem.weights, name) for name in _WEIGHTS},
        "fixed": roster_to_json(problem.fixed),
        "former": None if problem.former is None else roster_to_json(problem.former),
    }


def problem_from_json(data: Mapping[str, Any]) -> Problem:
    """Read what `problem_to_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    limits = [limits_from_json(each) for each in data["limits"]]
    return Problem(
        id=data["id"],
        unit=data["unit"],
        zone=ZoneInfo(data["zone"]),
        slots=tuple(slot_from_json(each) for each in data["slots"]),
        workers=tuple(_worker_from(each, limits) for each in data["workers"]),
        accompanied=dict(data["accompanied"]),
        night=Night(*data["night"]),
        weights=Weights(**data["weights"]),
        fixed=roster_from_json(data["fixed"]),
        former=None if data["former"] is None else roster_from_json(data["former"]),
    )


def roster_to_json(roster: Iterable[Assignment]) -> list[list[Any]]:
    """Return the assignments in order, each as [slot, need, person]."""
    # as tuples: comparing them is many times quicker
    return [list(each) for each in sorted((place.slot, place.need, place.person) for place in roster)]


def roster_from_json(data: Iterable[Any]) -> Roster:
    """Read what `roster_to_json` wrote."""
    return frozenset(Assignment(slot, int(need), person) for slot, need, person in data)


def score_to_json(score: Score) -> dict[str, int]:
    """Return the parts of a score."""
    return dict(score.parts)


def score_from_json(data: Mapping[str, int]) -> Score:
    """Read what `score_to_json` wrote."""
    return Score(dict(data))


def violation_to_json(violation: Violation) -> Json:
    """Return the violation as JSON-able data."""
    return {
        "rule": violation.rule, "message": violation.message,
        "people": list(violation.people), "slots": list(violation.slots),
    }  # fmt: skip


def violation_from_json(data: Mapping[str, Any]) -> Violation:
    """Read what `violation_to_json` wrote."""
    return Violation(data["rule"], data["message"], tuple(data["people"]), tuple(data["slots"]))


def slot_to_json(slot: Slot) -> Json:
    """Return the slot as JSON-able data."""
    data: Json = {
        "id": slot.id, "post": slot.post, "kind": slot.kind, "start": _moment(slot.start), "end": _moment(slot.end),
        "needs": [need_to_json(need) for need in slot.needs],
    }  # fmt: skip
    return data | _given(place=list(slot.place) if slot.place else None, together=dict(slot.together))


def slot_from_json(data: Mapping[str, Any]) -> Slot:
    """Read what `slot_to_json` wrote."""
    return Slot(
        id=data["id"], post=data["post"], kind=data["kind"], start=_read(data["start"]), end=_read(data["end"]),
        needs=tuple(need_from_json(each) for each in data["needs"]), place=_point(data.get("place")),
        together=dict(data.get("together", {})),
    )  # fmt: skip


def need_to_json(need: Need) -> Json:
    """Return the need as JSON-able data."""
    sets = {name: sorted(getattr(need, name)) for name in ("forces", "skills", "groups")}
    return {"role": need.role, "count": need.count, "required": need.required, "weight": need.weight} | _given(
        **sets
    )


def need_from_json(data: Mapping[str, Any]) -> Need:
    """Read what `need_to_json` wrote."""
    sets = {name: frozenset(data.get(name, ())) for name in ("forces", "skills", "groups")}
    return Need(data["role"], data["count"], required=data["required"], weight=data["weight"], **sets)


def limits_to_json(limits: Limits) -> Json:
    """Return the limits as JSON-able data; `rest` in seconds, and no rule that is not there."""
    return {"rest": limits.rest.total_seconds()} | {
        name: getattr(limits, name) for name in _COUNTS if getattr(limits, name) is not None
    }


def limits_from_json(data: Mapping[str, Any]) -> Limits:
    """Read what `limits_to_json` wrote."""
    return Limits(timedelta(seconds=data["rest"]), **{name: data[name] for name in _COUNTS if name in data})


def _worker_to(worker: Worker, limits: int) -> Json:
    past = worker.past
    counts = {name: getattr(past, name) for name in ("turns", "nights", "weekends", "nights_in_row", "days_in_row")}
    when = {
        "last_end": past.last_end and _moment(past.last_end),
        "last_day": past.last_day and past.last_day.isoformat(),
    }
    return {"id": worker.id, "force": worker.force, "limits": limits} | _given(
        skills={skill: until and until.isoformat() for skill, until in worker.skills.items()},
        groups=sorted(worker.groups), away=[_span_to(each) for each in worker.away],
        wishes=[[each.kind, *_span_to(each.span), each.weight] for each in worker.wishes],
        usual=sorted(worker.usual), home=list(worker.home) if worker.home else None, past=_given(**counts, **when),
        weeks=[[*week, minutes] for week, minutes in sorted(worker.weeks.items())],
    )  # fmt: skip


def _worker_from(data: Mapping[str, Any], limits: list[Limits]) -> Worker:
    past = dict(data.get("past", {}))
    if "last_end" in past:
        past["last_end"] = _read(past["last_end"])
    if "last_day" in past:
        past["last_day"] = date.fromisoformat(past["last_day"])
    return Worker(
        id=data["id"], force=data["force"], limits=limits[data["limits"]],
        skills={skill: date.fromisoformat(day) if day else None for skill, day in data.get("skills", {}).items()},
        groups=frozenset(data.get("groups", ())), away=tuple(_span_from(each) for each in data.get("away", ())),
        wishes=tuple(
            Wish(kind, _span_from((start, end)), weight) for kind, start, end, weight in data.get("wishes", ())
        ),
        usual=frozenset(data.get("usual", ())), home=_point(data.get("home")), past=Past(**past),
        weeks={(year, week): minutes for year, week, minutes in data.get("weeks", ())},
    )  # fmt: skip


def _given(**fields: Any) -> Json:
    """Keep what is not empty: 0, None and empty collections are the defaults."""
    return {name: value for name, value in fields.items() if value}


def _zone_key(problem: Problem) -> str:
    key = getattr(problem.zone, "key", None)
    if not isinstance(key, str):
        raise ValueError(f"problem {problem.id}: its zone {problem.zone} has no IANA key")
    return key


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _span_to(span: Span) -> list[str]:
    return [_moment(span.start), _moment(span.end)]


def _span_from(pair: Iterable[str]) -> Span:
    start, end = pair
    return Span(_read(start), _read(end))


def _point(pair: Iterable[float] | None) -> tuple[float, float] | None:
    if pair is None:
        return None
    lon, lat = pair
    return (lon, lat)
