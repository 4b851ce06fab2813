"""A report: the figures of a place and a period as they were known when it was made, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.analytics.domain.figures.period import DAY, MONTH, WEEK, Period

DAILY, WEEKLY, MONTHLY = "daily", "weekly", "monthly"
KINDS = {DAILY: DAY, WEEKLY: WEEK, MONTHLY: MONTH}
"""Daily brief (每日简报), weekly analysis (每周分析), monthly summary (每月小结), with the kind of period."""

PREVIOUS, YEAR_BEFORE = "previous", "year_before"
AGAINST = (PREVIOUS, YEAR_BEFORE)
"""What is compared with: the period before (环比), the same one a year earlier (同比)."""

BEHIND = "behind"
RESTRICTED_OUT = "restricted_out"
TESTED = "tested"
REMARKS = {
    BEHIND: (
        "统计时部分事件尚未入库，数字可能偏低。",
        "Not all events had been taken in when this was made; figures may be too low.",
    ),
    RESTRICTED_OUT: ("受限警情和案件不计入本报告。", "Restricted incidents and cases are not in this report."),
    TESTED: (
        "“值得注意”的变化按 Benjamini–Hochberg 法控制错误发现率在 5% 以内；小数目的百分比仅供参考。",
        "Changes marked as notable keep the false discovery rate below 5 % (Benjamini–Hochberg); a percentage of "
        "small numbers says little.",
    ),
}
"""What is to be known of a whole report, in Chinese and in English, by its word."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of another period.

    against: a word of AGAINST. value: that period's, None when it can't be said. percent: the change in percent of
    it, None when there is none (it was 0). p: of the exact test that nothing changed, None where no test applies.
    remarks: words of domain/compare and of a value's notes: small numbers, nothing known of that time …
    """

    against: str
    value: float | None
    percent: float | None = None
    p: float | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One figure, or one part of it.

    zh, en: its names. value, numerator, denominator, facts, notes: as `Value` has them. part: which part of the
    figure, a category or the like, "" for the whole. part_zh, part_en: what that is called, "" when not known.
    """

    figure: str
    zh: str
    en: str
    unit: str
    value: float | None
    numerator: float | None
    denominator: float | None
    facts: int
    notes: tuple[str, ...] = ()
    part: str = ""
    part_zh: str = ""
    part_en: str = ""
    compared: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together."""

    zh: str
    en: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """See the module's text. kind: of KINDS. place: the region's name, "" when it is not known. remarks: words."""

    kind: str
    region: str
    period: str
    place: str
    zh: str
    en: str
    made_at: datetime
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """One per kind, place and period."""
        return id_of(self.kind, self.region, self.period)

    @property
    def days(self) -> Period:
        """Its period."""
        return Period.parse(self.period)


def id_of(kind: str, region: str, period: str) -> str:
    """Return the id of a report, ``weekly.350924.2026-W47``; the whole country's region is ``country``."""
    return f"{kind}.{region or 'country'}.{period}"
