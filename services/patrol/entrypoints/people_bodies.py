"""What requests about people hold."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.contracts.personal import personal
from lianfang.web.paging import PageQuery
from services.patrol.domain.people.joining import MOST_GROUPS, MOST_USUAL
from services.patrol.domain.people.leaves import MOST_WISHES
from services.patrol.domain.people.person import VOLUNTEER_FORCES

_REASON = validate.Regexp(r"[a-z][a-z0-9_]{0,39}\Z", error="must be a word of a-z, 0-9 and _, such as moved")
_COUNTY = validate.Regexp(r"[0-9]{6}\Z", error="must be a county's code of 6 digits")


def _about(text: str) -> dict[str, Any]:
    return {"metadata": {"description": text}}


class StationBody(Schema):
    """Where somebody serves."""

    unit = fields.String(required=True, **_about("full id of the unit, county.zone.word"))
    origin = fields.String(load_default="", validate=validate.OneOf(("", *VOLUNTEER_FORCES)))
    area = fields.String(load_default="", **_about("region code they set out from"))
    groups = fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_GROUPS))
    usual = fields.List(fields.String(), load_default=list, validate=validate.Length(max=MOST_USUAL))


class PlaceBody(StationBody):
    """Where somebody serves, all of it, and as what."""

    force = fields.String(required=True, validate=validate.OneOf(("officer", "auxiliary", "volunteer")))


class SignUpBody(Schema):
    """Somebody asks to be a volunteer; stored encrypted but for the unit and the origin."""

    unit = fields.String(required=True, **_about("whose volunteers they want to join"))
    origin = fields.String(load_default="other", validate=validate.OneOf(VOLUNTEER_FORCES))
    area = fields.String(load_default="", **_about("region code they set out from"))
    name = personal(fields.String(required=True, validate=validate.Length(1, 100)))
    phone = personal(fields.String(required=True, validate=validate.Length(1, 40)))
    id_number = personal(fields.String(load_default="", validate=validate.Length(max=40)))
    address = personal(fields.String(load_default="", validate=validate.Length(max=300)))


class PersonalBody(Schema):
    """What names somebody; what is left out stays, what is empty is taken away."""

    name = personal(fields.String(validate=validate.Length(1, 100)))
    phone = personal(fields.String(validate=validate.Length(max=40)))
    id_number = personal(fields.String(validate=validate.Length(max=40)))
    address = personal(fields.String(validate=validate.Length(max=300)))


class ReasonBody(Schema):
    """Why, a word."""

    reason = fields.String(required=True, validate=_REASON)


class CertificateBody(Schema):
    """A proof of a skill."""

    skill = fields.String(required=True, validate=_REASON)
    until = fields.Date(load_default=None, allow_none=True, **_about("last local day it is valid; null: for ever"))
    number = personal(fields.String(load_default="", validate=validate.Length(max=100)))


class LeaveBody(Schema):
    """A time away."""

    start = fields.AwareDateTime(required=True, format="iso")
    end = fields.AwareDateTime(required=True, format="iso")


class WishBody(LeaveBody):
    """What somebody would like."""

    kind = fields.String(required=True, validate=validate.OneOf(("want", "avoid")))
    weight = fields.Integer(load_default=1, validate=validate.Range(1, 100))


class WishesBody(Schema):
    """All wishes."""

    wishes = fields.List(fields.Nested(WishBody), required=True, validate=validate.Length(max=MOST_WISHES))


class CorrectionBody(Schema):
    """A credit as it ought to be."""

    minutes = fields.Integer(required=True)
    points = fields.Integer(required=True)
    reason = fields.String(required=True, validate=_REASON)


class PeopleQuery(PageQuery):
    """Which people; region by default the caller's."""

    region = fields.String(load_default="", validate=validate.Regexp(r"[0-9]{0,16}\Z"))
    unit = fields.String(load_default="")
    group = fields.String(load_default="")
    force = fields.String(load_default="", validate=validate.OneOf(("", "officer", "auxiliary", "volunteer")))
    state = fields.String(load_default="", validate=validate.OneOf(("", "applied", "active", "suspended", "left")))


class PurposeQuery(Schema):
    """What for; a word for the audit row."""

    purpose = fields.String(required=True)


class PeriodQuery(Schema):
    """Of which time; by default all."""

    since = fields.AwareDateTime(load_default=None, format="iso", **_about("from this moment on"))
    until = fields.AwareDateTime(load_default=None, format="iso", **_about("before this moment"))


class ImportQuery(Schema):
    """How a file is taken."""

    county = fields.String(required=True, validate=_COUNTY)
    dry_run = fields.Boolean(load_default=False, **_about("make the report and change nothing"))
    whole = fields.Boolean(load_default=False, **_about("take nothing when a row is bad; else the good ones"))


class ImportKeyQuery(Schema):
    """Which import of the caller's."""

    key = fields.String(required=True, validate=validate.Length(1, 255), **_about("its Idempotency-Key"))
