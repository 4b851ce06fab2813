"""What a studio, a mediator and a county's whole roster look like when they come in."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from lianfang.contracts.personal import personal
from services.mediation.domain.roster.mediator import MEDIATOR_KINDS, SKILLS
from services.mediation.domain.roster.studio import STUDIO_KINDS

_WORD = validate.Regexp(r"[a-z][a-z0-9-]{0,39}\Z", error="must be a word of a-z, 0-9 and -, such as aoyang-1")
_MEDIATOR_ID = validate.Regexp(r"m-[a-z0-9][a-z0-9-]{0,36}\Z", error="must be m- and a word, such as m-aoyang-1")
_REGION = validate.Regexp(
    r"([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})\Z",
    error="must be a region code of 2, 4, 6, 9, 12 or 16 digits",
)
_COUNTY = validate.Regexp(r"[0-9]{6}\Z", error="must be a county's code of 6 digits")
_LANGUAGE = validate.Regexp(r"[a-z][a-z-]{0,19}\Z", error="must be a word such as zh, fuding, she")


def _about(text: str) -> dict[str, Any]:
    return {"metadata": {"description": text}}


class RoomBody(Schema):
    """A room."""

    id = fields.String(required=True, validate=_WORD)
    name = fields.String(required=True, validate=validate.Length(1, 100))
    seats = fields.Integer(required=True, validate=validate.Range(1, 500))
    video = fields.Boolean(load_default=False, **_about("people can join by video link"))


class StudioBody(Schema):
    """A studio (调解室) without its id."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    kind = fields.String(required=True, validate=validate.OneOf(STUDIO_KINDS))
    county = fields.String(required=True, validate=_COUNTY)
    region = fields.String(required=True, validate=_REGION, **_about("code of where it stands"))
    lon = fields.Float(required=True, validate=validate.Range(-180, 180), **_about("degrees east, WGS 84"))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90), **_about("degrees north, WGS 84"))
    rooms = fields.List(fields.Nested(RoomBody), load_default=list, validate=validate.Length(max=50))
    active = fields.Boolean(load_default=True)

    @validates_schema
    def _rooms_differ(self, data: dict[str, Any], **_: Any) -> None:
        _no_doubles([room["id"] for room in data.get("rooms", []) if "id" in room], "rooms")


class AwayBody(Schema):
    """Local days away, both inclusive."""

    first = fields.Date(required=True)
    last = fields.Date(required=True)

    @validates_schema
    def _in_order(self, data: dict[str, Any], **_: Any) -> None:
        if "first" in data and "last" in data and data["last"] < data["first"]:
            raise ValidationError("ends before it begins", "last")


class MediatorBody(Schema):
    """A mediator (调解员) without the id. Name and phone are stored encrypted; left out, what is stored stays."""

    kind = fields.String(required=True, validate=validate.OneOf(MEDIATOR_KINDS))
    county = fields.String(required=True, validate=_COUNTY)
    studios = fields.List(fields.String(validate=_WORD), load_default=list, validate=validate.Length(max=20))
    regions = fields.List(fields.String(validate=_REGION), required=True, validate=validate.Length(1, 50))
    skills = fields.List(
        fields.String(validate=validate.OneOf(SKILLS)), load_default=list, validate=validate.Length(max=len(SKILLS))
    )
    languages = fields.List(
        fields.String(validate=_LANGUAGE), load_default=lambda: ["zh"], validate=validate.Length(max=20)
    )
    capacity = fields.Integer(required=True, validate=validate.Range(1, 500), **_about("most open cases at a time"))
    lon = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-180, 180))
    lat = fields.Float(load_default=None, allow_none=True, validate=validate.Range(-90, 90))
    active = fields.Boolean(load_default=True)
    away = fields.List(fields.Nested(AwayBody), load_default=list, validate=validate.Length(max=100))
    name = personal(fields.String(load_default="", validate=validate.Length(max=200)))
    phone = personal(fields.String(load_default="", validate=validate.Length(max=50)))

    @validates_schema
    def _whole_point(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("lon") is None) != (data.get("lat") is None):
            raise ValidationError("lon and lat go together", "lat" if data.get("lat") is None else "lon")


class NamedStudio(StudioBody):
    """A studio of a roster; its county is the roster's."""

    id = fields.String(required=True, validate=_WORD)
    county = fields.String(load_default="", validate=validate.OneOf([""]), **_about("leave it out"))


class NamedMediator(MediatorBody):
    """A mediator of a roster; the county is the roster's."""

    id = fields.String(required=True, validate=_MEDIATOR_ID)
    county = fields.String(load_default="", validate=validate.OneOf([""]), **_about("leave it out"))


class RosterBody(Schema):
    """All studios and mediators of a county."""

    county = fields.String(load_default="", validate=validate.Regexp(r"([0-9]{6})?\Z"))
    synthetic = fields.Boolean(load_default=False, **_about("made up: no such people"))
    studios = fields.List(fields.Nested(NamedStudio), required=True, validate=validate.Length(max=500))
    mediators = fields.List(fields.Nested(NamedMediator), required=True, validate=validate.Length(max=5000))


def check_studio_id(id: str) -> None:
    """Raise marshmallow's ValidationError unless `id` may be a studio's."""
    _WORD(id)


def check_mediator_id(id: str) -> None:
    """Raise marshmallow's ValidationError unless `id` may be a mediator's."""
    _MEDIATOR_ID(id)


def _no_doubles(ids: list[str], field: str) -> None:
    if doubles := sorted({id for id in ids if ids.count(id) > 1}):
        raise ValidationError(f"more than once: {', '.join(doubles)}", field)
