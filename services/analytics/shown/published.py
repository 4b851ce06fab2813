"""What a county published (scenarios/*/published.yaml): texts as printed, and the figure to come to each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import RAISE, Schema, fields
from marshmallow.validate import Length, OneOf

from lianfang.datafile import load, read

VALUE, NUMERATOR, CHANGE, BOTH = "value", "numerator", "change", "both"
ARROW = " → "


@dataclass(frozen=True, slots=True)
class Published:
    """One result. why: why no figure computes it, "" for those that one does."""

    what: str
    printed: str
    figure: str = ""
    ask: str = VALUE
    region: str = ""
    why: str = ""


class _Result(Schema):
    class Meta:
        """Unknown names are mistakes."""

        unknown = RAISE

    what = fields.String(required=True, validate=Length(min=1))
    printed = fields.String(required=True, validate=Length(min=1))
    figure = fields.String(load_default="")
    ask = fields.String(load_default=VALUE, validate=OneOf((VALUE, NUMERATOR, CHANGE, BOTH)))
    region = fields.String(load_default="")
    why = fields.String(load_default="")


class _File(Schema):
    results = fields.List(fields.Nested(_Result), required=True)


def read_published(path: Path) -> list[Published]:
    """Return a county's results. Raises NotValid."""
    file = read(path)
    data: dict[str, Any] = load(_File(), file.data, file)
    return [Published(**each) for each in data["results"]]
