"""What is asked about reports, and what answers about them look like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from lianfang.web.paging import PageQuery
from services.analytics.app.reports.storage import Kept
from services.analytics.domain.reports.in_words import LANGUAGES, ZH
from services.analytics.domain.reports.notable import notable
from services.analytics.domain.reports.report import KINDS, Line, Report

_KIND = validate.OneOf(list(KINDS))
_REGION = validate.Regexp(r"[0-9]{0,16}\Z", error="must be a region's code; the country is empty")


class ReportBody(Schema):
    """Which report is wanted."""

    kind = fields.String(required=True, validate=_KIND, metadata={"description": "daily, weekly or monthly"})
    region = fields.String(required=True, validate=_REGION, metadata={"description": "code, a township's or above"})
    period = fields.String(
        required=True, validate=validate.Length(1, 20),
        metadata={"description": "2026-11-22, 2026-W47 or 2026-11, after the kind; it must be over"},
    )  # fmt: skip


class ReportsQuery(PageQuery):
    """Which reports are listed."""

    kind = fields.String(load_default="", validate=validate.OneOf(["", *KINDS]))
    region = fields.String(load_default="", validate=_REGION)


class LanguageQuery(Schema):
    """In which language a page is."""

    lang = fields.String(load_default=ZH, validate=validate.OneOf(LANGUAGES))


class PrintingAnswer(Schema):
    """How far the PDF is: pending, made, failed (with the reason)."""

    state = fields.String()
    reason = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)
    size = fields.Integer(allow_none=True)


class ReportSummary(Schema):
    """A report in a list. page, csv, pdf: paths."""

    id = fields.String()
    kind = fields.String()
    region = fields.String()
    place = fields.String()
    period = fields.String()
    zh = fields.String()
    en = fields.String()
    made_at = fields.String()
    page = fields.String()
    csv = fields.String()
    pdf = fields.String(allow_none=True)
    printing = fields.Nested(PrintingAnswer)


class ReportsAnswer(Schema):
    """A page of reports."""

    items = fields.List(fields.Nested(ReportSummary))
    next = fields.String(allow_none=True)


class ComparedAnswer(Schema):
    """A figure beside that of another period: percent never without its p."""

    against = fields.String()
    value = fields.Float(allow_none=True)
    percent = fields.Float(allow_none=True)
    p = fields.Float(allow_none=True)
    remarks = fields.List(fields.String())


class LineAnswer(Schema):
    """A figure or a part of it."""

    figure = fields.String()
    part = fields.String()
    part_zh = fields.String()
    part_en = fields.String()
    zh = fields.String()
    en = fields.String()
    unit = fields.String()
    value = fields.Float(allow_none=True)
    numerator = fields.Float(allow_none=True)
    denominator = fields.Float(allow_none=True)
    facts = fields.Integer()
    notes = fields.List(fields.String())
    compared = fields.List(fields.Nested(ComparedAnswer))
    notable = fields.List(fields.String(), metadata={"description": "comparisons that are more than chance"})


class SectionAnswer(Schema):
    """Figures that belong together."""

    zh = fields.String()
    en = fields.String()
    lines = fields.List(fields.Nested(LineAnswer))


class ReportAnswer(ReportSummary):
    """A whole report."""

    remarks = fields.List(fields.String())
    sections = fields.List(fields.Nested(SectionAnswer))


def summary(kept: Kept) -> dict[str, Any]:
    """Return a report for a list."""
    report, printing = kept.report, kept.printing
    path = f"/v1/reports/{report.id}"
    made = printing.sha256 != ""
    return {
        "id": report.id, "kind": report.kind, "region": report.region, "place": report.place,
        "period": report.period, "zh": report.zh, "en": report.en, "made_at": report.made_at,
        "page": f"{path}/page", "csv": f"{path}/csv", "pdf": f"{path}/pdf" if made else None,
        "printing": {
            "state": printing.state, "reason": printing.reason or None, "sha256": printing.sha256 or None,
            "size": printing.size if made else None,
        },
    }  # fmt: skip


def whole(kept: Kept) -> dict[str, Any]:
    """Return all of a report."""
    report = kept.report
    found = _notable(report)
    sections = [
        {"zh": each.zh, "en": each.en, "lines": [_line(line, found) for line in each.lines]}
        for each in report.sections
    ]
    return summary(kept) | {"remarks": list(report.remarks), "sections": sections}


def _notable(report: Report) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in notable(report):
        found.setdefault(each.line.figure, []).append(each.compared.against)
    return found


def _line(line: Line, found: Mapping[str, list[str]]) -> dict[str, Any]:
    compared = [
        {"against": each.against, "value": each.value, "percent": each.percent, "p": each.p,
         "remarks": list(each.remarks)} for each in line.compared
    ]  # fmt: skip
    return {
        "figure": line.figure, "part": line.part, "part_zh": line.part_zh, "part_en": line.part_en,
        "zh": line.zh, "en": line.en, "unit": line.unit, "value": line.value, "numerator": line.numerator,
        "denominator": line.denominator, "facts": line.facts,
        "notes": list(line.notes), "compared": compared,
        "notable": [] if line.part else found.get(line.figure, []),
    }  # fmt: skip
