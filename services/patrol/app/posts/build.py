"""From what the schemas loaded to posts, patterns and days as the domain knows them, and to JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from services.patrol.domain.demand.calendar import Market, Occasion
from services.patrol.domain.demand.pattern import Pattern, Rotation, Team
from services.patrol.domain.demand.tide import Row, Tide
from services.patrol.domain.demand.when import When
from services.patrol.domain.posts.post import Mark, Post
from services.patrol.domain.rosters.problem import Need

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manned:
    """A post and when it is manned by whom."""

    post: Post
    patterns: tuple[Pattern, ...]


def plain(value: Any) -> Any:
    """Return loaded data JSON-able; loading it again gives the same."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def content_hash(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON-able document, the same whatever the order of its names."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def manned(pack: Mapping[str, Any]) -> dict[str, Manned]:
    """Return the posts of a loaded pack by id."""
    duties = {name: [_pattern(each) for each in patterns] for name, patterns in pack["duties"].items()}
    return {post["id"]: _manned(post, duties) for post in pack["posts"]}


def rows_of(data: Sequence[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Return the rows of a tide."""
    return tuple(Row(_when(each["when"]), tuple(each["hours"])) for each in data)


def markets(calendar: Mapping[str, Any]) -> dict[str, Market]:
    """Return the markets of a loaded calendar by id."""
    return {each["id"]: Market(**_frozen(each)) for each in calendar["markets"]}


def occasions(calendar: Mapping[str, Any]) -> tuple[Occasion, ...]:
    """Return the events of a loaded calendar."""
    return tuple(
        Occasion(
            each["id"], each["name"], frozenset(each["tags"]), each["first"], each["last"],
            (each["lunar"][0], each["lunar"][1]) if each["lunar"] else None, each["days"],
        )
        for each in calendar["events"]
    )  # fmt: skip


def _manned(data: Mapping[str, Any], duties: Mapping[str, Sequence[Pattern]]) -> Manned:
    place = (data["lon"], data["lat"]) if data["lon"] is not None else None
    post = Post(
        id=data["id"], county=data["id"][:6], unit=data["unit"], name=data["name"], kind=data["kind"],
        region=data["region"], team=data["team"], place=place, marks=tuple(map(_mark, data["marks"])),
        capabilities=tuple(data["capabilities"]), mode=data["mode"], stop=(data["stop"][0], data["stop"][1]),
    )  # fmt: skip
    patterns = [pattern for name in data["duties"] for pattern in duties[name]]
    return Manned(post, tuple(_with_tide(each, data["tides"].get(each.kind)) for each in patterns))


def _with_tide(pattern: Pattern, rows: Sequence[Mapping[str, Any]] | None) -> Pattern:
    if rows is None or pattern.tide is None:
        return pattern
    tide = pattern.tide
    return Pattern(
        pattern.kind, pattern.when, together=pattern.together,
        tide=Tide(tide.need, rows_of(rows), tide.begins, tide.lengths),
    )  # fmt: skip


def _mark(data: Mapping[str, Any]) -> Mark:
    return Mark(data["id"], (data["lon"], data["lat"]), data["region"] or "", data["tolerance"], data["idle"])


def _pattern(data: Mapping[str, Any]) -> Pattern:
    when, together = _when(data["when"]), dict(data["together"])
    if data["tide"] is not None:
        tide = data["tide"]
        made = Tide(_need(tide["need"]), rows_of(tide["rows"]), tide["begins"], tuple(sorted(set(tide["lengths"]))))
        return Pattern(data["kind"], when, together=together, tide=made)
    start, end, days = time.fromisoformat(data["start"]), time.fromisoformat(data["end"]), data["days"]
    return Pattern(
        data["kind"], when, start, end, days if days is not None else int(end <= start),
        tuple(map(_need, data["needs"])), together, _rotation(data["rotation"]),
    )  # fmt: skip


def _rotation(data: Mapping[str, Any] | None) -> Rotation | None:
    if data is None:
        return None
    teams = []
    for team in data["teams"]:
        each = [_need({**data["each"], "groups": [group]}) for group in team["groups"]]
        teams.append(Team(team["id"], (*each, *map(_need, team["needs"]))))
    return Rotation(tuple(teams), data["anchor"], data["keeps_turns"])


def _need(data: Mapping[str, Any]) -> Need:
    return Need(**_frozen(data))


def _when(data: Mapping[str, Any]) -> When:
    return When(**_frozen(data))


def _frozen(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: frozenset(value) if isinstance(value, list) else value for name, value in data.items()}
