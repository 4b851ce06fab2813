"""Whether the parts of a pattern of duty fit together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from services.patrol.domain.demand.pattern import LONGEST_DAYS

Path = tuple[str, ...]
Fault = tuple[Path, str, str]
"""Where, what is wrong, what to do."""


def pattern_faults(at: Path, pattern: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with one pattern."""
    if pattern["tide"] is not None:
        if pattern["rotation"] or pattern["needs"] or pattern["start"] or pattern["end"]:
            yield at, "has a tide and its own hours or people", "leave out start, end, needs and rotation"
        return
    for name in ("start", "end"):
        if not pattern[name]:
            yield (*at, name), "is missing", "give a time of the clock as '22:00', or a tide"
    if not (pattern["needs"] or pattern["rotation"]):
        yield at, "needs nobody", "give needs, a rotation or a tide"
    days = pattern["days"]
    if days == 0 and pattern["end"] <= pattern["start"]:
        yield (*at, "end"), "is not after start", "give days: 1 when it ends on the day after"
    if days == LONGEST_DAYS and pattern["end"] > pattern["start"]:
        yield (*at, "end"), "is more than a week after start", "end it at the time it starts, or earlier"
    yield from _rotation_faults((*at, "rotation"), pattern["rotation"])
    people = sum(need["count"] for need in pattern["needs"])
    rotation = pattern["rotation"] or {"teams": ()}
    people += min((_size(rotation, team) for team in rotation["teams"]), default=0)
    for skill, number in pattern["together"].items():
        if number > people:
            yield (*at, "together", skill), f"asks for {number} of {people} people", "ask for fewer, or need more"


def _size(rotation: Mapping[str, Any], team: Mapping[str, Any]) -> int:
    each = (rotation["each"] or {"count": 0})["count"] * len(team["groups"])
    return int(each + sum(need["count"] for need in team["needs"]))


def _rotation_faults(at: Path, rotation: Mapping[str, Any] | None) -> Iterator[Fault]:
    if rotation is None:
        return
    yield from twice((*at, "teams"), [team["id"] for team in rotation["teams"]], "id")
    for number, team in enumerate(rotation["teams"]):
        if team["groups"] and rotation["each"] is None:
            yield (*at, "teams", str(number), "groups"), "nobody is asked of them", "give `each` beside teams"
        elif not _size(rotation, team):
            yield (*at, "teams", str(number)), "brings nobody", "give groups or needs"


def when_faults(at: Path, when: Mapping[str, Any], markets: Collection[str]) -> Iterator[Fault]:
    """Yield what is wrong with its days."""
    for name in ("market", "no_market"):
        if when[name] and when[name] not in markets:
            known = ", ".join(sorted(markets)) or "none"
            remedy = f"use one of the county's calendar ({known}), or add it there first"
            yield (*at, name), f"{when[name]} is no market", remedy
    if when["first"] and when["last"] and when["last"] < when["first"]:
        yield (*at, "last"), "lies before first", "correct first or last"


def inside(at: Path, code: str, county: str) -> Iterator[Fault]:
    """Yield that a code or full id is of another county."""
    if not code.startswith(county):
        yield at, f"{code} is not in county {county}", f"give one that begins with {county}"


def twice(at: Path, ids: list[str], field: str) -> Iterator[Fault]:
    """Yield the ids that come again."""
    seen: set[str] = set()
    for number, id in enumerate(ids):
        if id in seen:
            yield (*at, str(number), field), f"{id} is given twice", "keep one"
        seen.add(id)
