"""A county's roster is taken over as a whole, or not at all."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from marshmallow import RAISE, ValidationError

from lianfang.persistence.aggregate import Command
from services.mediation.app.roster.roster import NotOnRoster, Roster
from services.mediation.app.roster.schemas import RosterBody

_ITEMS = uuid.UUID("6a1d0f57-0d58-5c9b-8a55-5f0f6f3c1d02")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a roster. field: dotted path, ``mediators.3.studios``."""

    field: str
    message: str
    remedy: str


class BadRoster(Exception):
    """The roster has problems; nothing of it was stored."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("; ".join(f"{each.field}: {each.message}" for each in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. inactive: who was on the roster and is not named in it any more."""

    county: str
    studios: int
    mediators: int
    inactive: int


def read_roster(path: Path) -> dict[str, Any]:
    """Return what a JSON or YAML file holds, checked field by field. Raises BadRoster, OSError."""
    try:
        # YAML reads dates as dates, JSON and the schema know texts.
        told = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadRoster([Problem("", f"{path.name} is no YAML: {error}", "Correct the file.")]) from None
    try:
        loaded: dict[str, Any] = RosterBody(unknown=RAISE).load(told)
    except ValidationError as error:
        remedy = "See docs/mediation.md for what a roster holds."
        raise BadRoster([Problem(field, text, remedy) for field, text in _flat(error.messages, "")]) from None
    return loaded


def import_roster(roster: Roster, county: str, body: Mapping[str, Any], command: Command) -> Imported:
    """Make the county's roster what `body` says, which RosterBody has loaded; who is not in it becomes inactive.

    Everything is checked before anything is written. The writes are one by one, each with an id made of the
    command's, so an import that was cut short is finished by repeating it. Raises BadRoster, ReusedId.
    """
    if problems := list(_problems(roster, county, body)):
        raise BadRoster(problems)

    def derive(id: str) -> Command:
        return replace(command, id=str(uuid.uuid5(_ITEMS, f"{command.id}/{id}")))

    for item in body["studios"]:
        roster.put_studio(item["id"], {**item, "county": county}, derive(item["id"]), _no_check)
    for item in body["mediators"]:
        roster.put_mediator(item["id"], {**item, "county": county}, derive(item["id"]), _no_check)
    studios, mediators = ({item["id"] for item in body[name]} for name in ("studios", "mediators"))
    inactive = roster.deactivate(county, studios, mediators, derive)
    return Imported(county, len(studios), len(mediators), inactive)


def _no_check(_version: int) -> None:
    """An import replaces whatever version there is."""


def _problems(roster: Roster, county: str, body: Mapping[str, Any]) -> Iterator[Problem]:
    if body["county"] not in ("", county):
        yield Problem("county", f"it is the roster of {body['county']}", f"Send it to /v1/roster/{body['county']}.")
    for name, find in (("studios", roster.studio), ("mediators", roster.mediator)):
        seen: set[str] = set()
        for number, item in enumerate(body[name]):
            if item["id"] in seen:
                yield Problem(f"{name}.{number}.id", f"{item['id']} comes twice", "Keep one of them.")
            seen.add(item["id"])
            if (other := _county_of(find, item["id"])) not in ("", county):
                yield Problem(
                    f"{name}.{number}.id", f"{item['id']} belongs to county {other}", "Choose another id."
                )
    yield from _outside(county, body)
    known = {item["id"] for item in body["studios"]}
    for number, item in enumerate(body["mediators"]):
        for at, studio in enumerate(item["studios"]):
            if studio not in known:
                field = f"mediators.{number}.studios.{at}"
                yield Problem(field, f"there is no studio {studio}", "Name one of `studios`, or add it there.")


def _outside(county: str, body: Mapping[str, Any]) -> Iterator[Problem]:
    remedy = f"Give a code that begins with {county}."
    for number, item in enumerate(body["studios"]):
        if not item["region"].startswith(county):
            yield Problem(f"studios.{number}.region", f"{item['region']} is not in county {county}", remedy)
    for number, item in enumerate(body["mediators"]):
        for at, region in enumerate(item["regions"]):
            if not region.startswith(county):
                field = f"mediators.{number}.regions.{at}"
                yield Problem(field, f"{region} is not in county {county}", remedy)


def _county_of(find: Any, id: str) -> str:
    try:
        found: str = find(id).item.county
    except NotOnRoster:
        return ""
    return found


def _flat(messages: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _flat(inner, path if name == "_schema" else f"{path}.{name}".lstrip("."))
    elif isinstance(messages, list):
        for inner in messages:
            yield from _flat(inner, path)
    else:
        yield path, str(messages)
