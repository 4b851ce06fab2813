"""The form of a report: what the template prints, made of a report and checked before the compiler sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.printing.forms import Form
from lianfang.printing.text import LINE, NAME, Text
from services.analytics.domain.reports import in_words
from services.analytics.domain.reports.in_words import ZH
from services.analytics.domain.reports.notable import notable
from services.analytics.domain.reports.report import Compared, Line, Report
from services.analytics.printing.naming import name_of, place_of

_FEW = validate.Length(max=60)


class _Row(Form):
    name = Text(LINE)
    value = Text(NAME)
    fraction = Text(NAME)
    changes = fields.List(Text(NAME), required=True, validate=_FEW)
    note = Text(LINE, required=False)


class _Section(Form):
    title = Text(NAME)
    rows = fields.List(fields.Nested(_Row), required=True, validate=validate.Length(max=400))


class ReportForm(Form):
    """What `report.typ` prints; all numbers are texts already. made_on: ISO date of the PDF."""

    title = Text(NAME)
    place = Text(NAME)
    period = Text(NAME)
    made = Text(NAME)
    made_on = fields.String(required=True, validate=validate.Regexp(r"\d{4}-\d{2}-\d{2}\Z"))
    against = fields.List(Text(NAME), required=True, validate=_FEW)
    notable = fields.List(Text(LINE), required=True)
    sections = fields.List(fields.Nested(_Section), required=True, validate=_FEW)
    remarks = fields.List(Text(LINE), required=True, validate=_FEW)


FORMS: Mapping[str, type[Schema]] = {"report": ReportForm}
"""The form of each template, by the template's name."""


def form_of(report: Report, zone: tzinfo) -> dict[str, Any]:
    """Return a report as the template's data, in Chinese. zone: of the time that is told."""
    made = report.made_at.astimezone(zone)
    compared = [each.against for each in _first_compared(report)]
    return {
        "title": report.zh, "place": place_of(report), "period": in_words.days(report.days, ZH),
        "made": f"{made:%Y-%m-%d %H:%M}", "made_on": made.date().isoformat(),
        "against": [in_words.against(word, ZH) for word in compared],
        "notable": [
            f"{name_of(each.line, ZH)}：{in_words.against(each.compared.against, ZH)} "
            f"{in_words.change(each.compared, ZH)}" for each in notable(report)
        ],
        "sections": [
            {"title": section.zh, "rows": [_row(line, len(compared)) for line in section.lines]}
            for section in report.sections
        ],
        "remarks": list(in_words.whole(report.remarks, ZH)),
    }  # fmt: skip


def _first_compared(report: Report) -> tuple[Compared, ...]:
    """Return the comparisons of a line that has all of them: those of a report are the same in each."""
    lines = (line for section in report.sections for line in section.lines)
    return max((line.compared for line in lines), key=len, default=())


def _row(line: Line, compared: int) -> dict[str, Any]:
    changes = [in_words.change(each, ZH) for each in line.compared]
    note = in_words.remarks(line.notes, ZH)
    return {
        "name": name_of(line, ZH), "value": in_words.with_unit(line.value, line.unit, ZH),
        "fraction": in_words.fraction(line.numerator, line.denominator),
        "changes": changes + [in_words.NONE] * (compared - len(changes)), **({"note": note} if note else {}),
    }  # fmt: skip
