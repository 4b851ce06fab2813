"""Incidents of a history: reported, one team there, closed; and what came of them, as it became known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lianfang.runtime.history.stage import Aggregate, Place, Stage, moment

_ACKNOWLEDGE, _WORK = timedelta(minutes=1), timedelta(minutes=50)
_RINGS = (1, 3, 5)


def incidents(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell a line's incidents of both years."""
    for column, year in enumerate(stage.years):
        number = line["counts"][column]
        found = _found(line.get("findings", {}), column, number, stage)
        for count, at in enumerate(stage.moments(year, number)):
            one = stage.teller.about(stage.teller.id(line["id"], year, count))
            _one(one, line, stage, at, found[count])


def _one(one: Aggregate, line: Mapping[str, Any], stage: Stage, at: datetime, found: Mapping[str, Any]) -> None:
    random, place = stage.random, stage.place(line["zone"])
    source = random.choices(list(line["sources"]), list(line["sources"].values()))[0]
    ring = random.choice(_RINGS)
    about = {"incident_id": one.subject, "category": random.choice(line["categories"]), "duress": False}
    where = {"region": place.region, "ring": ring, "flags": []}
    asked = {"source": source, "priority": line["priority"]}
    one.tell("incident.reported", at, place.region,
             {**about, **where, **asked, "state": "dispatched", "tasks": 1, "release": ""})  # fmt: skip
    there = _task(one, {**about, **where, **asked}, line["team"], stage, place, at, ring)
    closed = there + _WORK * random.uniform(0.4, 2.5)
    one.tell("incident.closed", closed, place.region,
             {**about, "outcome": line["outcome"], "tasks_done": 1, "tasks_recalled": 0})  # fmt: skip
    if found:
        _tell_findings(one, about, where, at, closed, stage, found)


def _task(
    one: Aggregate, about: Mapping[str, Any], word: str, stage: Stage, place: Place, at: datetime, ring: int
) -> datetime:
    """Tell the way of the one task; return when the team had finished."""
    team = stage.team(place, word)
    task, addressee = f"{one.subject}-1", team.partition(".")[2]
    arrive = at + timedelta(minutes=ring)
    one.tell(
        "incident.task_requested", at, stage.county,
        {**about, "task_id": task, "team": team, "task_version": 1, "capabilities": [word.rpartition(".")[2]],
         "reason": "routed", "acknowledge_by": moment(at + _ACKNOWLEDGE), "arrive_by": moment(arrive)}, addressee,
    )  # fmt: skip
    head = {name: about[name] for name in ("incident_id", "category", "duress")}
    steps = (
        ("task_acknowledged", _ACKNOWLEDGE * stage.random.uniform(0.1, 1.2)),
        ("task_on_scene", timedelta(minutes=ring) * stage.random.uniform(0.4, 1.2)),
        ("task_done", _WORK * stage.random.uniform(0.5, 1.5)),
    )
    for version, (name, after) in enumerate(steps, 2):
        at += after
        moved = {**head, "task_id": task, "team": team, "task_version": version, "late": False}
        one.tell(f"incident.{name}", at, stage.county, moved, addressee)
    return at


def _tell_findings(
    one: Aggregate, about: Mapping[str, Any], where: Mapping[str, Any], opened: datetime, closed: datetime,
    stage: Stage, found: Mapping[str, Any],
) -> None:  # fmt: skip
    """Tell what was known at first, and for a case that was solved later all of it once more."""
    place = {name: where[name] for name in ("region", "ring")}
    whole = {**about, **place, "opened_at": moment(opened), **found}
    first = {**whole, "cleared": False}
    first.pop("lead", None)
    filed = closed + timedelta(hours=stage.random.uniform(1, 30))
    one.tell("incident.findings_recorded", filed, where["region"], first)
    if whole["cleared"]:
        solved = filed + timedelta(days=stage.random.uniform(1, 60))
        one.tell("incident.findings_recorded", solved, where["region"], whole)


def _found(plan: Mapping[str, Any], column: int, number: int, stage: Stage) -> list[dict[str, Any]]:
    """Return what came of each of a year's incidents, so that the plan's sums come out; nothing without a plan."""
    if not plan:
        return [{} for _ in range(number)]
    found: list[dict[str, Any]] = [
        {"filed": plan["filed"], "cleared": False, "preventable": False, "deaths": 0, "injured": 0}
        for _ in range(number)
    ]
    solved = stage.random.sample(found, _of(plan, "cleared", column))
    for each in solved:
        each["cleared"] = True
    for each in solved[: _of(plan, "from_grids", column)]:
        each["lead"] = "grid_information"
    for each in stage.random.sample(found, _of(plan, "preventable", column)):
        each["preventable"] = True
    for each in stage.random.sample(found, _of(plan, "street", column)):
        each["setting"] = "street"
    for name in ("deaths", "injured"):
        for _ in range(_of(plan, name, column)):
            stage.random.choice(found)[name] += 1
    return found


def _of(plan: Mapping[str, Any], name: str, column: int) -> int:
    return int(plan.get(name, (0, 0))[column])
