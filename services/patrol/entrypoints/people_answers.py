"""What answers about people hold, for the OpenAPI document."""

from __future__ import annotations

from marshmallow import Schema, fields

from lianfang.contracts.personal import personal


class CertificateAnswer(Schema):
    """A proof of a skill."""

    skill = fields.String()
    until = fields.Date(allow_none=True)
    verified = fields.Boolean()


class LeaveAnswer(Schema):
    """A time away: asked, granted, refused, withdrawn."""

    id = fields.String()
    start = fields.AwareDateTime()
    end = fields.AwareDateTime()
    state = fields.String()
    kind = fields.String()


class WishAnswer(Schema):
    """A wish."""

    kind = fields.String()
    start = fields.AwareDateTime()
    end = fields.AwareDateTime()
    weight = fields.Integer()


class PersonAnswer(Schema):
    """A person without a name."""

    id = fields.String(required=True)
    county = fields.String(required=True)
    unit = fields.String(required=True)
    force = fields.String(required=True)
    state = fields.String(required=True)
    origin = fields.String(required=True)
    area = fields.String(required=True)
    groups = fields.List(fields.String(), required=True)
    usual = fields.List(fields.String(), required=True)
    certificates = fields.List(fields.Nested(CertificateAnswer), required=True)
    leaves = fields.List(fields.Nested(LeaveAnswer), required=True)
    wishes = fields.List(fields.Nested(WishAnswer), required=True)


class PeopleAnswer(Schema):
    """A page of people."""

    items = fields.List(fields.Nested(PersonAnswer), required=True)
    next = fields.String(required=True, allow_none=True)


class PersonalAnswer(Schema):
    """What names a person."""

    name = personal(fields.String(required=True))
    phone = personal(fields.String(required=True))
    id_number = personal(fields.String(required=True))
    address = personal(fields.String(required=True))
    certificates = personal(fields.Dict(keys=fields.String(), values=fields.String(), required=True))


class CorrectionAnswer(Schema):
    """What a credit was before it was corrected."""

    minutes = fields.Integer()
    points = fields.Integer()
    reason = fields.String()
    by = fields.String()
    at = fields.AwareDateTime()


class CreditAnswer(Schema):
    """What somebody served in a shift."""

    id = fields.String(required=True)
    person = fields.String(required=True)
    county = fields.String(required=True)
    shift = fields.String(required=True)
    place = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    points = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    corrections = fields.List(fields.Nested(CorrectionAnswer), required=True)


class CreditsAnswer(Schema):
    """Hours and points of a period, with every shift."""

    turns = fields.Integer(required=True)
    minutes = fields.Integer(required=True)
    points = fields.Integer(required=True)
    items = fields.List(fields.Nested(CreditAnswer), required=True)


class RowProblemAnswer(Schema):
    """What is wrong where; never a value."""

    line = fields.Integer()
    column = fields.String()
    message = fields.String()
    remedy = fields.String()


class ImportAnswer(Schema):
    """What an import did, or how far it is: running, done, refused. ignored: columns not known, from 1."""

    id = fields.String(required=True)
    county = fields.String(required=True)
    state = fields.String(required=True)
    dry_run = fields.Boolean(required=True)
    whole = fields.Boolean(required=True)
    encoding = fields.String(required=True)
    size = fields.Integer(required=True)
    read = fields.Integer(required=True)
    rows = fields.Integer(required=True)
    new = fields.Integer(required=True)
    changed = fields.Integer(required=True)
    unchanged = fields.Integer(required=True)
    bad = fields.Integer(required=True)
    errors = fields.List(fields.Nested(RowProblemAnswer), required=True)
    ignored = fields.List(fields.Integer(), required=True)


class PersonFeedAnswer(Schema):
    """A calendar's secret address; null when this repeats a request: it is told once."""

    path = fields.String(required=True, allow_none=True)
