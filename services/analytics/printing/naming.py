"""Names as they stand in reports."""

from __future__ import annotations

from services.analytics.domain.reports.in_words import ZH
from services.analytics.domain.reports.report import Line, Report


def name_of(line: Line, language: str) -> str:
    """Return the name of a line: the figure's, and of which part."""
    name, part = (line.zh, line.part_zh) if language == ZH else (line.en, line.part_en)
    return f"{name} · {part or line.part}" if line.part else name


def place_of(report: Report) -> str:
    """Return the place with its code; the name alone is not told apart from its namesakes."""
    code = report.region or "全国"
    return f"{report.place}（{code}）" if report.place else code
