"""Forces of a history: who serves where, how many stations there are, and patrols."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from lianfang.runtime.history.stage import ZONE, Aggregate, Stage, moment

_OFFICERS = 0.5
"""Share of officers; the others are auxiliaries. Made up."""


def strength(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell people who join before the first year is over, and move, join or leave in the second.

    posts: how many serve in each unit (<zone>.<team>) at the end of both years.
    """
    before, now = stage.years
    serving: dict[str, list[tuple[Aggregate, str]]] = {}
    for unit, (first, _) in line["posts"].items():
        serving[unit] = [_joins(line, stage, (before, unit, number), unit) for number in range(first)]
    free = []
    for unit, (_, last) in line["posts"].items():
        while len(serving[unit]) > last:
            free.append((serving[unit].pop(), unit))
    for unit, (_, last) in line["posts"].items():
        for number in range(len(serving[unit]), last):
            if free:
                _moves(stage, now, free.pop(0)[0], unit)
            else:
                _joins(line, stage, (now, unit, number), unit)
    for (person, force), unit in free:
        _tell(stage, person, "person_left", now, unit, force, "left", reason="moved")


def _joins(
    line: Mapping[str, Any], stage: Stage, key: tuple[int, str, int], unit: str
) -> tuple[Aggregate, str]:  # fmt: skip
    person = stage.teller.about(stage.teller.person(line["id"], *key))
    force = "officer" if stage.random.random() < _OFFICERS else "auxiliary"
    _tell(stage, person, "person_joined", key[0], unit, force, "active", how="imported")
    return person, force


def _moves(stage: Stage, year: int, who: tuple[Aggregate, str], unit: str) -> None:
    _tell(stage, who[0], "person_changed", year, unit, who[1], "active", fields=["unit"])


def _tell(
    stage: Stage, person: Aggregate, name: str, year: int, unit: str, force: str, state: str, **more: Any
) -> None:
    at = datetime(year, 3, 1, 9, tzinfo=ZONE).astimezone(UTC) + timedelta(minutes=stage.random.uniform(0, 40_000))
    about = {"person": person.subject, "unit": f"{stage.county}.{unit}", "force": force, "state": state}
    person.tell(f"patrol.{name}", at, stage.county, {**about, **more})


def registry(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell a release of the registry in both years; counts: of each kind of item, such as station."""
    releases, previous = stage.teller.about(f"{stage.county}-history"), ""
    for number, year in enumerate(stage.years, 1):
        counts = {kind: both[number - 1] for kind, both in line["items"].items()}
        content = sha256(repr((year, counts)).encode()).hexdigest()
        release = f"{stage.county}-h{number:04}-{content[:12]}"
        at = datetime(year, 2, 1, 9, tzinfo=ZONE).astimezone(UTC)
        releases.tell("grid.release_published", at, stage.county, {
            "release_id": release, "county": stage.county, "number": number, "pages": 1, "content_hash": content,
            "counts": counts, "previous": previous,
        })  # fmt: skip
        previous = release


def patrols(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell patrols of both years, each begun and finished."""
    for column, year in enumerate(stage.years):
        for count, at in enumerate(stage.moments(year, line["counts"][column])):
            id, place = stage.teller.id(line["id"], year, count), stage.place(line["zone"])
            patrol, unit = stage.teller.about(id), stage.team(place, line["team"])
            person = stage.teller.person(line["id"], place.zone, count % 20)
            about = {"patrol": id, "shift": stage.teller.id(line["id"], "shift", year, count), "unit": unit,
                     "post": f"{unit.rpartition('.')[0]}.{line['post']}", "region": place.region}  # fmt: skip
            end = at + timedelta(minutes=stage.random.uniform(60, 180))
            patrol.tell("patrol.patrol_started", at, place.region, {**about, "person": person, "at": moment(at)})
            patrol.tell("patrol.patrol_finished", end, place.region, {
                **about, "person": person, "at": moment(end), "visits": 6, "marks": 4, "preferred": 4, "shorter": 1,
                "longer": 0, "unmeasured": 1,
            })  # fmt: skip
