"""A report as CSV (RFC 4180), with a byte order mark, by which spreadsheets know that it is UTF-8."""

from __future__ import annotations

import csv
import io

from services.analytics.domain.reports.in_words import EN, ZH
from services.analytics.domain.reports.report import AGAINST, Line, Report, Section
from services.analytics.printing.naming import name_of

MEDIA_TYPE = "text/csv; charset=utf-8"
_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection)."""

COLUMNS = (
    "report", "region", "period", "section_zh", "section_en", "figure", "part", "name_zh", "name_en", "unit",
    "value", "numerator", "denominator", "facts", "notes",
    *(f"{against}_{part}" for against in AGAINST for part in ("value", "percent", "p", "remarks")),
)  # fmt: skip


def csv_of(report: Report) -> bytes:
    """Return the report: a head and a row for each line; numbers are not rounded."""
    out = io.StringIO()
    write = csv.writer(out)
    write.writerow(COLUMNS)
    write.writerows(_row(report, section, line) for section in report.sections for line in section.lines)
    return f"{_MARK}{out.getvalue()}".encode()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet runs: what looks like a formula gets an apostrophe before it."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _row(report: Report, section: Section, line: Line) -> list[str]:
    texts = (
        report.kind, report.region, report.period, section.zh, section.en, line.figure, line.part,
        name_of(line, ZH), name_of(line, EN), line.unit,
    )  # fmt: skip
    numbers = [_number(each) for each in (line.value, line.numerator, line.denominator, line.facts)]
    row = [*map(harmless, texts), *numbers, harmless(" ".join(line.notes))]
    compared = {each.against: each for each in line.compared}
    for against in AGAINST:
        each = compared.get(against)
        if each is None:
            row += [""] * 4
        else:
            row += [_number(each.value), _number(each.percent), _number(each.p), harmless(" ".join(each.remarks))]
    return row


def _number(value: float | None) -> str:
    return "" if value is None else repr(value)
