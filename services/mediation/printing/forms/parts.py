"""What several forms have in common."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from lianfang.printing.forms import Form
from lianfang.printing.text import LINE, NAME, PROSE, Day, Text

_STEMS = "甲乙丙丁戊己庚辛壬癸"
MAX_PARTIES, MAX_ITEMS = 40, 60


class Side(fields.String):
    """A side of the dispute, ``a`` … ``j`` in, 甲方 … 癸方 out."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> str:
        side = super()._deserialize(value, attr, data, **more)
        place = ord(side) - ord("a") if len(side) == 1 else -1
        if not 0 <= place < len(_STEMS):
            raise ValidationError("is no side: a letter from a to j")
        return f"{_STEMS[place]}方"


class Party(Form):
    """A person of the dispute. acts_for: whom a guardian (监护人) or representative (代理人) stands for."""

    side = Side(required=True)
    name = Text(NAME)
    role = fields.String(
        load_default="party", validate=validate.OneOf(["party", "guardian", "representative", "witness"])
    )
    gender = Text(10, required=False)
    ethnicity = Text(NAME, required=False)
    birth_date = Day(required=False)
    id_number = Text(40, required=False)
    phone = Text(40, required=False)
    address = Text(LINE, required=False)
    workplace = Text(LINE, required=False)
    acts_for = Text(NAME, required=False)

    @validates_schema
    def _check_acts_for(self, data: dict[str, Any], **_: Any) -> None:
        if data["role"] in {"guardian", "representative"} and "acts_for" not in data:
            raise ValidationError("says whom the person acts for, and is missing", "acts_for")


class Performance(Form):
    """How, when and where the agreement is performed (人民调解法 art. 29)."""

    manner = Text(PROSE, lines=True)
    time = Text(LINE)
    place = Text(LINE, required=False)


class Law(Form):
    """A rule and what it says."""

    source = Text(LINE)
    text = Text(PROSE, lines=True)


class Route(Form):
    """Where a party may turn (诉讼, 仲裁, 行政 …), and what to know about it."""

    name = Text(NAME)
    body = Text(LINE, required=False)
    note = Text(LINE, required=False)


class Contact(Form):
    """Who answers questions."""

    name = Text(NAME)
    phone = Text(40)


class Letter(Form):
    """What every document has. organ: who issues it; issued_on: the date below the seal.

    version: of this document, from 1; draft: print 草稿 across every page.
    """

    number = Text(NAME)
    organ = Text(NAME)
    issued_on = Day(required=True)
    version = fields.Integer(load_default=1, strict=True, validate=validate.Range(min=1))
    draft = fields.Boolean(load_default=False)


def parties(least: int) -> fields.List[Any]:
    """A list of parties, all sides together."""
    return listed(fields.Nested(Party), least, MAX_PARTIES)


def listed(
    item: fields.Field[Any], least: int = 1, most: int = MAX_ITEMS, *, required: bool = True
) -> fields.List[Any]:
    """A list with at least `least` items."""
    return fields.List(item, required=required, validate=validate.Length(min=least, max=most))
