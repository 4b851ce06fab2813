"""What requests look like. Their place, category and region are never a reason to refuse; their types are."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from lianfang.contracts.incident.fields import SOURCES, STATES
from lianfang.contracts.personal import personal
from lianfang.web.paging import PageQuery
from services.incident.domain.findings import FILED

_REGION = r"(\d{2}|\d{4}|\d{6}|\d{9}|\d{12}|\d{16})?\Z"
_WORD_OR_NONE = validate.Regexp(
    r"([a-z][a-z0-9_]{0,39})?\Z", error="must be a word of a-z, 0-9 and _, such as street"
)
_WORD = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="must be a word of a-z, 0-9 and _, such as handled")


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"metadata": {"description": text}, **more}


class PlaceBody(Schema):
    """Where: a point, a code, a text, or nothing; the best that can be found counts."""

    lon = fields.Float(allow_none=True, **_about("degrees east, WGS 84"))
    lat = fields.Float(allow_none=True, **_about("degrees north, WGS 84"))
    grid = fields.String(
        load_default="", validate=validate.Length(max=32), **_about("code of a grid or wider region")
    )
    text = personal(
        fields.String(load_default="", validate=validate.Length(max=500), **_about("as the caller put it"))
    )

    @validates_schema
    def _whole_point(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("lon") is None) != (data.get("lat") is None):
            raise ValidationError("lon and lat go together", "lat" if data.get("lat") is None else "lon")


class ReporterBody(Schema):
    """Who reports; stored encrypted, and in no event or log."""

    name = personal(fields.String(load_default="", validate=validate.Length(max=200)))
    phone = personal(fields.String(load_default="", validate=validate.Length(max=50)))
    address = personal(fields.String(load_default="", validate=validate.Length(max=500)))


class ReportBody(Schema):
    """A 110 call, a grid report or a shop alert."""

    source = fields.String(required=True, validate=validate.OneOf(SOURCES))
    category = fields.String(
        load_default="", validate=validate.Length(max=200), **_about("six digits; anything else becomes 990000")
    )
    priority = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(1, 4),
        **_about("1 the most urgent; absent: by category"),
    )  # fmt: skip
    description = personal(
        fields.String(load_default="", validate=validate.Length(max=10_000), **_about("stored encrypted"))
    )
    place = fields.Nested(PlaceBody, load_default=dict)
    reporter = fields.Nested(ReporterBody, load_default=dict)
    shop = fields.String(
        load_default="", validate=validate.Length(max=128), **_about("full id of the shop that raises the alert")
    )
    accused = fields.List(
        fields.String(validate=validate.Length(1, 128)), load_default=list, validate=validate.Length(max=20),
        **_about("units, stations or teams that a complaint is about; none of theirs is asked"),
    )  # fmt: skip
    duress = fields.Boolean(load_default=False, **_about("the caller is under duress: restricted"))


class CorrectionBody(Schema):
    """A better place."""

    place = fields.Nested(PlaceBody, required=True)


class MoveBody(Schema):
    """What goes with a team's answer."""

    device_time = fields.AwareDateTime(format="iso", load_default=None, **_about("the device's clock, RFC 3339"))
    reason = fields.String(load_default="", validate=_WORD, **_about("a word: other_call, handled …"))


class CloseBody(Schema):
    """How it ended."""

    outcome = fields.String(required=True, validate=_WORD, **_about("a word: handled, false_alarm, duplicate …"))


class FindingsBody(Schema):
    """What came of it, the whole of it as it is known now; people are counted, none is named."""

    filed = fields.String(
        load_default="none", validate=validate.OneOf(FILED), **_about("the kind of case that was filed")
    )
    cleared = fields.Boolean(load_default=False, **_about("the case was solved"))
    preventable = fields.Boolean(
        load_default=False, **_about("of the kinds that prevention should have kept from happening")
    )
    setting = fields.String(load_default="", validate=_WORD_OR_NONE, **_about("where it was done: street, home …"))
    lead = fields.String(
        load_default="", validate=_WORD_OR_NONE, **_about("what solved it: grid_information, camera …")
    )
    deaths = fields.Integer(load_default=0, validate=validate.Range(0, 10_000), **_about("people who died"))
    injured = fields.Integer(load_default=0, validate=validate.Range(0, 10_000), **_about("people injured"))

    @validates_schema
    def _of_a_case(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("filed", "none") != "none":
            return
        for name in ("cleared", "preventable", "lead"):
            if data.get(name):
                raise ValidationError("goes with a case: say which kind was filed", name)


class SendBody(Schema):
    """Which unit goes."""

    unit = fields.String(
        required=True, validate=validate.Regexp(r"[0-9]{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\Z"),
        **_about("full id of the unit's post, as the recommendations give it"),
    )  # fmt: skip
    reason = fields.String(
        load_default="", validate=_WORD, **_about("a word, needed when it is not the first recommended")
    )


class ReleaseQuery(Schema):
    """Why it is let go."""

    reason = fields.String(load_default="not_needed", validate=_WORD, **_about("a word"))


class ListQuery(PageQuery):
    """Filters of the list of incidents."""

    region = fields.String(load_default="", validate=validate.Regexp(_REGION), **_about("a region's code"))
    state = fields.String(load_default="", validate=validate.OneOf(["", *STATES]))
    since = fields.AwareDateTime(format="iso", load_default=None, **_about("opened at or after, RFC 3339"))
    until = fields.AwareDateTime(format="iso", load_default=None, **_about("opened before, RFC 3339"))


class ReporterQuery(Schema):
    """Why somebody reads what names a person; kept in the audit row."""

    purpose = fields.String(load_default="", validate=_WORD)
