"""A row of the file as somebody to be put in, or all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.patrol.app.people.importing.columns import Columns
from services.patrol.app.people.importing.problems import RowProblem
from services.patrol.app.people.personal import FIELDS, tidy
from services.patrol.domain.people.certificates import SKILL
from services.patrol.domain.people.joining import Station, problems

FORCES = {
    "officer": "officer", "民警": "officer", "auxiliary": "auxiliary", "辅警": "auxiliary",
    "volunteer": "volunteer", "义警": "volunteer", "志愿者": "volunteer",
}  # fmt: skip
ORIGINS = {
    "企业党员": "company_party", "社区双报到党员": "community_party", "离退休党员": "retired_party",
    "物业保安": "property_guard", "店员": "shop", "商户": "shop", "其他": "other",
}  # fmt: skip
_BETWEEN = re.compile(r"[;；、|]+")
_REF = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_NUMERIC_REF = re.compile(r"[0-9]{11,}[0-9Xx]?\Z")
MOST_SKILLS = 20


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody to be put in. skills: with the last day; said: personal fields that the file has, tidied."""

    line: int
    ref: str
    station: Station
    skills: tuple[tuple[str, date | None], ...]
    said: Mapping[str, str] = field(repr=False)


def read_row(line: int, cells: Sequence[str], columns: Columns, county: str) -> Row | list[RowProblem]:
    """Return who the row is about, or everything that is wrong with it."""
    if len(cells) != columns.width:
        message = f"the row has {len(cells)} cells and the header {columns.width}"
        return [RowProblem(line, "", message, 'put text with commas or quotes into "…", and keep empty cells')]
    wrong: list[RowProblem] = []
    station = _station(cells, columns)
    for each in problems(station):
        wrong.append(RowProblem(line, each.field, each.message, each.remedy))
    if not station.unit.startswith(f"{county}.") and not any(each.column == "unit" for each in wrong):
        wrong.append(RowProblem(line, "unit", f"is no unit of county {county}", "import each county by itself"))
    said, unsound = tidy({name: columns.cell(cells, name) for name in FIELDS if name in columns.places})
    for each in unsound:
        wrong.append(RowProblem(line, each.field, each.message, each.remedy))
    if not unsound and not said.get("name"):
        wrong.append(RowProblem(line, "name", "is empty", "give a name"))
    ref = columns.cell(cells, "ref")
    wrong += _ref(line, ref, said, bool(unsound))
    skills = _skills(line, columns.cell(cells, "skills"), wrong)
    if wrong:
        return wrong
    given = {name: said[name] for name in FIELDS if said.get(name)}  # an empty cell leaves what is stored
    return Row(line, ref, station, skills, given)


def _station(cells: Sequence[str], columns: Columns) -> Station:
    force, origin = columns.cell(cells, "force"), columns.cell(cells, "origin")
    return Station(
        columns.cell(cells, "unit"), FORCES.get(force.casefold(), force), ORIGINS.get(origin, origin),
        columns.cell(cells, "area"), _words(columns.cell(cells, "groups")), _words(columns.cell(cells, "usual")),
    )  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(word.strip() for word in _BETWEEN.split(text) if word.strip())


def _ref(line: int, ref: str, said: Mapping[str, str], unsound: bool) -> list[RowProblem]:
    if ref and (not _REF.match(ref) or _NUMERIC_REF.match(ref)):
        remedy = "write a login or a list's number of A-Z, 0-9, dot, _ and -, no phone and no id number"
        return [RowProblem(line, "ref", "is no login or number of a list", remedy)]
    if not ref and not unsound and not said.get("phone") and not said.get("id_number"):
        remedy = "give a ref, a phone or an id_number: by one of them they are known when the file comes again"
        return [RowProblem(line, "ref", "there is nothing to know this person by", remedy)]
    return []


def _skills(line: int, text: str, wrong: list[RowProblem]) -> tuple[tuple[str, date | None], ...]:
    found: dict[str, date | None] = {}
    for word in _BETWEEN.split(text):
        if not word.strip():
            continue
        skill, _, until = (part.strip() for part in word.replace("：", ":").partition(":"))
        try:
            day = date.fromisoformat(until) if until else None
        except ValueError:
            day = date.min
        if not SKILL.match(skill) or (day is not None and not 2000 <= day.year <= 9000):
            remedy = "write skill or skill:YYYY-MM-DD, several separated by ; such as first_aid:2027-05-31;drone"
            wrong.append(RowProblem(line, "skills", "holds what is no skill with its last day", remedy))
            return ()
        found[skill] = day
    if len(found) > MOST_SKILLS:
        wrong.append(RowProblem(line, "skills", "holds too many skills", f"at most {MOST_SKILLS}"))
    return tuple(found.items())
