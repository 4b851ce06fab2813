"""What requests about scorecards hold."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from lianfang.web.paging import PageQuery

MOST_SUBJECTS, MOST_GIVEN, MOST_FEN = 3000, 20_000, 10**12
WORD = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="must be a word of a-z, 0-9 and _, such as wrong_count")
UNIT = validate.Regexp(
    r"\d{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\Z", error="must be a full id, such as 350924.aoyang.case"
)
PERSON = validate.Regexp(r"p-[0-9a-f]{32}\Z", error="must be a person's id: p- and 32 hexadecimal digits")
COUNTY = validate.Regexp(r"[0-9]{6}\Z", error="must be a county's code of 6 digits")
REGION = validate.Regexp(
    r"(?:[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}|[0-9]{16})?\Z", error="must be a region code"
)


def _about(text: str) -> dict[str, Any]:
    return {"metadata": {"description": text}}


class UnitBody(Schema):
    """A unit that is assessed."""

    id = fields.String(required=True, validate=UNIT)
    region = fields.String(load_default="", validate=REGION, **_about("where it answers for; empty: its county"))
    people = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, 100_000))


class PersonBody(Schema):
    """A person who is assessed."""

    id = fields.String(required=True, validate=PERSON)
    unit = fields.String(required=True, validate=UNIT)


class GivenBody(Schema):
    """A value that no event tells, such as callers' opinion, or the number of leads that solved a case."""

    subject = fields.String(required=True, validate=validate.Length(1, 128))
    measure = fields.String(required=True, validate=WORD)
    value = fields.Float(required=True, allow_nan=False)


class AssessBody(Schema):
    """A round of assessment."""

    county = fields.String(required=True, validate=COUNTY)
    period = fields.String(required=True, validate=validate.Length(4, 30), **_about("2026-Q1, 2026-03, 2026 …"))
    target_fen = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_FEN))
    civilisation_fen = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_FEN))
    units = fields.List(fields.Nested(UnitBody), required=True, validate=validate.Length(max=MOST_SUBJECTS))
    people = fields.List(fields.Nested(PersonBody), required=True, validate=validate.Length(max=MOST_SUBJECTS))
    given = fields.List(fields.Nested(GivenBody), load_default=list, validate=validate.Length(max=MOST_GIVEN))

    @validates_schema
    def _of_the_county(self, data: dict[str, Any], **_: Any) -> None:
        for name, key in (("units", "id"), ("people", "unit")):
            for each in data[name]:
                if not each[key].startswith(data["county"] + "."):
                    raise ValidationError(f"{each[key]} is not of county {data['county']}", name)
        for each in data["units"]:
            if each["region"] and not each["region"].startswith(data["county"]):
                raise ValidationError(f"{each['region']} is not in county {data['county']}", "units")


class RoundsQuery(PageQuery):
    """Which rounds."""

    region = fields.String(load_default="", validate=REGION, **_about("by default the caller's"))


class CardsQuery(PageQuery):
    """Which cards of a round."""

    kind = fields.String(load_default="", validate=validate.OneOf(("", "unit", "person")))
    unit = fields.String(load_default="", validate=validate.Length(max=128))


class AppealBody(Schema):
    """What is wrong with a card."""

    reason = fields.String(required=True, validate=WORD)
    measures = fields.List(
        fields.String(validate=WORD), required=True, validate=validate.Length(1, 50),
        **_about("the lines that are wrong"),
    )  # fmt: skip


class RejectBody(Schema):
    """Why a card stands."""

    why = fields.String(required=True, validate=WORD)


class UpholdBody(RejectBody):
    """Why it was wrong, and the right values."""

    values = fields.Dict(
        keys=fields.String(validate=WORD), values=fields.Float(allow_nan=False), required=True,
        validate=validate.Length(1, 50),
    )  # fmt: skip
