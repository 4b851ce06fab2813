"""A history plan: counts of the year before and of this one, line by line, as YAML (scenarios/*/history.yaml)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import gt
from pathlib import Path
from typing import Any

from marshmallow import RAISE, Schema, fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from lianfang.contracts.grid_records import ACTIVITIES, GROUPS
from lianfang.contracts.incident.fields import SOURCES
from lianfang.contracts.mediation.fields import SOURCES as DISPUTE_SOURCES
from lianfang.datafile import DataFile, NotValid, load, read
from lianfang.runtime.history import disputes, field_records, forces, incidents
from lianfang.runtime.history.stage import Stage

_TEAM = Regexp(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?\Z", error="is no team; write case, or county.patrol")
_WORD = Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="is no word; write small letters, digits and _")
_CODE = Regexp(r"\d{6,16}\Z", error="is no region code; write 6 to 16 digits")
_CATEGORY = Regexp(r"\d{6}\Z", error="is no category; write six digits")


def pair(**options: Any) -> fields.List[Any]:
    """Two whole numbers: of the year before, and of this one."""
    both = Length(equal=2, error="are not two numbers; give that of the year before and that of this year")
    return fields.List(fields.Integer(strict=True, validate=Range(0, 1_000_000)), validate=both, **options)


class _Strict(Schema):
    class Meta:
        """Unknown names are mistakes."""

        unknown = RAISE


class _Line(_Strict):
    kind = fields.String(required=True)
    id = fields.String(required=True, validate=_WORD)
    zone = fields.String(load_default="", validate=Regexp(r"([a-z][a-z0-9-]*)?\Z", error="is no zone"))
    team = fields.String(load_default="community", validate=_TEAM)


class _Counted(_Line):
    counts = pair(required=True)


class _Findings(_Strict):
    filed = fields.String(load_default="none", validate=OneOf(("none", "criminal", "administrative")))
    cleared, from_grids, preventable, street, deaths, injured = pair(), pair(), pair(), pair(), pair(), pair()


def _weights(of: tuple[str, ...], default: str) -> fields.Dict:
    return fields.Dict(
        fields.String(validate=OneOf(of)), fields.Integer(strict=True, validate=Range(1)),
        load_default=lambda: {default: 1},
    )  # fmt: skip


def _categories() -> fields.List[Any]:
    return fields.List(fields.String(validate=_CATEGORY), required=True, validate=Length(min=1))


class _Incidents(_Counted):
    categories = _categories()
    sources = _weights(SOURCES, "call")
    priority = fields.Integer(load_default=3, validate=Range(1, 4))
    outcome = fields.String(load_default="handled", validate=_WORD)
    findings = fields.Nested(_Findings)


class _Disputes(_Counted):
    categories = _categories()
    sources = _weights(DISPUTE_SOURCES, "visit")
    settled = pair(required=True)


class _Population(_Line):
    group = fields.String(required=True, validate=OneOf(GROUPS))
    registered, estimated = pair(required=True), pair(required=True)


class _Activities(_Counted):
    activity = fields.String(required=True, validate=OneOf(ACTIVITIES))
    topic = fields.String(required=True, validate=_WORD)
    people = pair()


class _Surveys(_Line):
    question = fields.String(required=True, validate=_WORD)
    answered, agreeing = pair(required=True), pair(required=True)
    rounds = fields.Integer(load_default=4, validate=Range(1, 52))


class _Expenses(_Line):
    purpose = fields.String(required=True, validate=_WORD)
    yuan = pair(required=True)
    rounds = fields.Integer(load_default=12, validate=Range(1, 366))


class _Waters(_Counted):
    pieces = pair(required=True)


class _Strength(_Line):
    posts = fields.Dict(fields.String(validate=_TEAM), pair(), required=True)


class _Registry(_Line):
    items = fields.Dict(fields.String(validate=_WORD), pair(), required=True)


class _Patrols(_Counted):
    post = fields.String(required=True, validate=Regexp(r"[a-z][a-z0-9-]*\Z", error="is no post"))


Told = Callable[[Mapping[str, Any], Stage], None]
LINES: Mapping[str, tuple[type[_Line], Told]] = {
    "incidents": (_Incidents, incidents.incidents),
    "disputes": (_Disputes, disputes.disputes),
    "population": (_Population, field_records.population),
    "activities": (_Activities, field_records.activities),
    "surveys": (_Surveys, field_records.surveys),
    "expenses": (_Expenses, field_records.expenses),
    "waters": (_Waters, field_records.waters),
    "strength": (_Strength, forces.strength),
    "registry": (_Registry, forces.registry),
    "patrols": (_Patrols, forces.patrols),
}
"""Kinds of lines: what each looks like and who tells it."""
PARTS = (
    ("settled", "counts"), ("cleared", "counts"), ("preventable", "counts"), ("street", "counts"),
    ("from_grids", "cleared"), ("registered", "estimated"), ("agreeing", "answered"), ("counts", "pieces"),
)  # fmt: skip
"""What is part of what; a water has a piece at least."""


class PlanSchema(_Strict):
    """The file. pack: folder of the region pack; zones: or places by zone, where a scenario has no pack."""

    county = fields.String(required=True, validate=Regexp(r"\d{6}\Z", error="is no county; write six digits"))
    before = fields.Integer(required=True, validate=Range(1990, 2200))
    now = fields.Integer(required=True, validate=Range(1990, 2200))
    synthetic = fields.Boolean(required=True)
    pack = fields.String()
    zones = fields.Dict(fields.String(validate=_TEAM), fields.List(fields.String(validate=_CODE)))
    lines = fields.List(fields.Raw(), required=True, validate=Length(min=1))


@dataclass(frozen=True, slots=True)
class Plan:
    """See the module's text. folder: where the file lies."""

    folder: Path
    county: str
    years: tuple[int, int]
    pack: str
    zones: Mapping[str, list[str]]
    lines: tuple[Mapping[str, Any], ...]


def read_plan(path: Path) -> Plan:
    """Return a plan. Raises NotValid with every fault, its line and remedy."""
    file = read(path)
    data = load(PlanSchema(), file.data, file)
    faults = []
    if bool(data.get("pack")) == bool(data.get("zones")):
        faults.append(file.wrong(("county",), "needs either pack or zones", "say where things happen"))
    lines = []
    for number, raw in enumerate(data["lines"]):
        try:
            lines.append(_line(raw, number, file))
        except NotValid as error:
            faults += error.wrongs
    if faults:
        raise NotValid(faults)
    years = (data["before"], data["now"])
    return Plan(path.parent, data["county"], years, data.get("pack", ""), data.get("zones", {}), tuple(lines))


def _line(raw: Any, number: int, file: DataFile) -> Mapping[str, Any]:
    at = ("lines", str(number))
    kind = raw.get("kind") if isinstance(raw, dict) else None
    if not isinstance(kind, str) or kind not in LINES:
        raise NotValid([file.wrong((*at, "kind"), f"there is no {kind!r}", f"take one of {', '.join(LINES)}")])
    try:
        line: Mapping[str, Any] = load(LINES[kind][0](), raw)
    except NotValid as error:
        wrongs = [file.wrong((*at, *each.field.split(".")), each.what, each.remedy) for each in error.wrongs]
        raise NotValid(wrongs) from None
    numbers = {**line, **line.get("findings", {})}
    for part, whole in PARTS:
        if part in numbers and whole in numbers and any(map(gt, numbers[part], numbers[whole])):
            raise NotValid([file.wrong((*at, part), f"is more than {whole}", "a part is no more than its whole")])
    return line
