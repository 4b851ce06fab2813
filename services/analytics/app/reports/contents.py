"""What each kind of report holds, and when it is due: data, from a file that is checked when it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields, validate

from lianfang import datafile
from lianfang.datafile import NotValid
from services.analytics.app.reports.ports import Figures
from services.analytics.domain.reports.report import AGAINST, KINDS

DEFAULT = Path(__file__).parent / "contents.yaml"


@dataclass(frozen=True, slots=True)
class Heading:
    """A section: its names and its figures, each as an id, or ``id/split`` for its parts."""

    zh: str
    en: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """One kind of report. due: local time of the day after the period. against: what its figures stand beside."""

    zh: str
    en: str
    due: time
    against: tuple[str, ...]
    sections: tuple[Heading, ...]


class _Name(Schema):
    zh = fields.String(required=True, validate=validate.Length(1, 40))
    en = fields.String(required=True, validate=validate.Length(1, 60))


class _Section(_Name):
    figures = fields.List(fields.String(), required=True, validate=validate.Length(1, 60))


class _Kind(_Name):
    due = fields.Time(required=True, format="%H:%M")
    against = fields.List(fields.String(validate=validate.OneOf(AGAINST)), required=True)
    sections = fields.List(fields.Nested(_Section), required=True, validate=validate.Length(1, 30))


_File: type[Schema] = Schema.from_dict(
    {kind: fields.Nested(_Kind, required=True) for kind in KINDS}, name="ReportContents"
)


def load(figures: Figures | None = None, path: Path = DEFAULT) -> Mapping[str, Contents]:
    """Return the contents by kind. figures: the catalogue to check ids against. Raises NotValid with all faults."""
    file = datafile.read(path)
    loaded: dict[str, Any] = datafile.load(_File(), file.data, file)
    contents = {kind: _contents(said) for kind, said in loaded.items()}
    wrong = [
        file.wrong((kind, "sections", str(place), "figures", str(number)), what, "take one of the catalogue")
        for kind, each in contents.items()
        for place, section in enumerate(each.sections)
        for number, id in enumerate(section.figures)
        if figures is not None and (what := _unknown(figures, id))
    ]  # fmt: skip
    if wrong:
        raise NotValid(wrong)
    return contents


def _unknown(figures: Figures, text: str) -> str:
    """Return what is wrong with a figure of a section, "" for nothing."""
    id, _, split = text.partition("/")
    figure = figures.figure(id)
    if figure is None:
        return f"there is no figure {id!r}"
    return f"the figure {id} is not split by {split!r}" if split and split not in figure.splits else ""


def _contents(said: Mapping[str, Any]) -> Contents:
    sections = tuple(Heading(each["zh"], each["en"], tuple(each["figures"])) for each in said["sections"])
    return Contents(said["zh"], said["en"], said["due"], tuple(said["against"]), sections)
