"""Field records of a history: counts of people, activities, surveys, expenses, hazardous waters and equipment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from lianfang.runtime.history.stage import ZONE, Stage, moment

_MONTH = "12"
_COUNTED_DAY = 15
_FOUR_ONES = ("sign", "buoy", "rope", "poles")


def population(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell a count in each grid in December of both years; registered, estimated: sums over all grids."""
    for column, year in enumerate(stage.years):
        estimated = stage.split(line["estimated"][column], len(stage.places))
        registered = stage.split(line["registered"][column], len(stage.places), estimated)
        at = datetime(year, int(_MONTH), _COUNTED_DAY, 10, tzinfo=ZONE).astimezone(UTC)
        for place, known, taken in zip(stage.places, registered, estimated, strict=True):
            month = f"{year}-{_MONTH}"
            grid = stage.teller.about(f"{place.region}:{line['group']}:{month}")
            told = at + timedelta(minutes=stage.random.uniform(0, 3_000))
            grid.tell("grid.population_counted", told, place.region, {
                "region": place.region, "group": line["group"], "month": month, "registered": known,
                "estimated": taken, "number": 1, "at": moment(told),
            })  # fmt: skip


def activities(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell what teams did; people: how many all of a year reached, by default 10 to 60 each."""
    for column, year in enumerate(stage.years):
        number = line["counts"][column]
        reached = [stage.random.randint(10, 60) for _ in range(number)]
        if "people" in line and number:
            reached = stage.split(line["people"][column], number)
        for count, at in enumerate(stage.moments(year, number)):
            id, place = stage.teller.id(line["id"], year, count), stage.place(line["zone"])
            stage.teller.about(id).tell("grid.activity_recorded", at, place.region, {
                "activity": id, "kind": line["activity"], "topic": line["topic"], "region": place.region,
                "people": reached[count], **_told(stage, line, place.zone, at),
            })  # fmt: skip


def surveys(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell answers to one question, asked in so many rounds a year; answered, agreeing: sums of a year."""
    for column, year in enumerate(stage.years):
        rounds = min(line["rounds"], line["answered"][column])
        answered = stage.split(line["answered"][column] - rounds, rounds)
        answered = [each + 1 for each in answered]
        agreeing = stage.split(line["agreeing"][column], len(answered), answered)
        for count, at in enumerate(stage.moments(year, len(answered))):
            id, place = stage.teller.id(line["id"], year, count), stage.place(line["zone"])
            stage.teller.about(id).tell("grid.survey_recorded", at, place.region, {
                "survey": id, "question": line["question"], "region": place.region, "answered": answered[count],
                "agreeing": agreeing[count], **_told(stage, line, place.zone, at),
            })  # fmt: skip


def expenses(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell what was paid for one purpose, in so many payments a year; yuan: the sum of a year."""
    for column, year in enumerate(stage.years):
        payments = min(line["rounds"], line["yuan"][column])
        paid = stage.split(line["yuan"][column] - payments, payments)
        for count, at in enumerate(stage.moments(year, payments)):
            id, place = stage.teller.id(line["id"], year, count), stage.place(line["zone"])
            stage.teller.about(id).tell("grid.expense_recorded", at, place.region, {
                "expense": id, "purpose": line["purpose"], "region": place.region, "yuan": paid[count] + 1,
                **_told(stage, line, place.zone, at),
            })  # fmt: skip


def waters(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell hazardous waters that lack some of the four ones, and what is put there; pieces: of a year."""
    for column, year in enumerate(stage.years):
        number = line["counts"][column]
        pieces = stage.split(line["pieces"][column] - number, number) if number else []
        for count, at in enumerate(stage.moments(year, number)):
            _water(line, stage, (year, count), at, pieces[count] + 1)


def _water(line: Mapping[str, Any], stage: Stage, key: tuple[int, int], at: datetime, pieces: int) -> None:
    id, place = stage.teller.id(line["id"], *key), stage.place(line["zone"])
    water, missing = stage.teller.about(id), stage.random.sample(_FOUR_ONES, min(pieces, len(_FOUR_ONES)))
    team, by = stage.team(place, line["team"]), stage.teller.person(line["id"], place.zone)
    about = {"hazard": id, "kind": "drowning_water", "region": place.region, "team": team,
             "place": f"{stage.county}.water-{key[0]}-{key[1]:04}"}  # fmt: skip
    due = moment(at + timedelta(days=15))
    found = {"source": "inspection", "at": moment(at), "due": due, "missing": missing, "by": by, "flags": []}
    water.tell("grid.hazard_found", at, place.region, {**about, **found})
    placed = at + timedelta(hours=stage.random.uniform(2, 70))
    water.tell("grid.hazard_equipped", placed, place.region,
               {**about, "items": missing, "pieces": pieces, "missing": [], "at": moment(placed)})  # fmt: skip
    water.tell("grid.hazard_resolved", placed, place.region, {
        **about, "outcome": "removed", "found_at": moment(at), "due": due, "at": moment(placed), "in_time": True,
        "by": by, "flags": [],
    })  # fmt: skip


def _told(stage: Stage, line: Mapping[str, Any], zone: str, at: datetime) -> dict[str, Any]:
    word = line["team"]
    team = f"{stage.county}.{word}" if "." in word else f"{stage.county}.{zone}.{word}"
    return {"team": team, "by": stage.teller.person(line["id"], zone), "at": moment(at), "flags": []}
