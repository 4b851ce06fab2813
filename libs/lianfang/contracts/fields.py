"""Fields that the contracts of several contexts share."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length, Range, Regexp


def identifier_field(about: str, **options: Any) -> fields.String:
    """An id of ours or of a client."""
    return fields.String(validate=Length(1, 128), metadata={"description": about}, **options)


def code_field(about: str, **options: Any) -> fields.String:
    """A region code of 2 to 16 digits."""
    return fields.String(validate=Regexp(r"\d{2,16}\Z"), metadata={"description": about}, **options)


def category_field() -> fields.String:
    """A category of what is reported to the police (警情类别)."""
    return fields.String(
        required=True, validate=Regexp(r"\d{6}\Z"), metadata={"description": "six digits, first two: the class"}
    )


def team_field(about: str, **options: Any) -> fields.String:
    """A full team id, ``<county>.<zone>.<team>``."""
    return fields.String(
        validate=Regexp(r"\d{6}\.[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*\Z"), metadata={"description": about}, **options
    )


def reason_field(about: str, **options: Any) -> fields.String:
    """A word such as ``other_call``: never free text, which might name a person."""
    return fields.String(validate=Regexp(r"[a-z][a-z0-9_]{0,39}\Z"), metadata={"description": about}, **options)


def moment_field(about: str, **options: Any) -> fields.String:
    """A time, RFC 3339."""
    return fields.String(validate=Length(10, 40), metadata={"description": about, "format": "date-time"}, **options)


def words_field(about: str, **options: Any) -> fields.List[Any]:
    """A list of words."""
    return fields.List(fields.String(validate=Length(1, 64)), metadata={"description": about}, **options)


class AuditHead(Schema):
    """The newest row of an audit chain."""

    chain = identifier_field("name of the chain", required=True)
    number = fields.Integer(required=True, validate=Range(min=0), metadata={"description": "rows in the chain"})
    hash = fields.String(required=True, metadata={"description": "hash of the last row"})
