"""Numbers and periods as a reader sees them, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable

from services.analytics.domain.compare.change import FROM_NOTHING, SMALL_NUMBERS, UNEQUAL
from services.analytics.domain.figures.period import DAY, MONTH, WEEK, Period
from services.analytics.domain.figures.value import BEFORE_DATA, GAPS, NO_RECORD, NO_WHOLE, OTHER_PERIOD, UNFINISHED
from services.analytics.domain.reports.report import PREVIOUS, REMARKS, YEAR_BEFORE, Compared

ZH, EN = "zh", "en"
LANGUAGES = (ZH, EN)
NONE = "—"
UNITS = {
    "count": ("", ""), "percent": ("%", "%"), "minutes": ("分钟", "min"), "hours": ("小时", "h"),
    "points": ("分", "points"), "people": ("人", "people"), "per_hundred": ("每百", "per hundred"),
    "yuan": ("元", "yuan"),
}  # fmt: skip
"""The words of units; one that is not here is shown as it is."""

_REMARKS = {
    SMALL_NUMBERS: ("数目小", "small numbers"),
    FROM_NOTHING: ("原为零", "from nothing"),
    UNEQUAL: ("天数不等", "unequal length"),
    BEFORE_DATA: ("当时尚无数据", "before the first data"),
    NO_RECORD: ("当时尚无任何记录", "before any record"),
    GAPS: ("缺事件，可能偏低", "events are missing, may be too low"),
    UNFINISHED: ("未结束", "not over"),
    NO_WHOLE: ("无分母", "no denominator"),
    OTHER_PERIOD: ("按其他周期规定", "set for another period"),
}
"""Words of comparisons and values, short enough for a table; one that is not here is shown as it is."""

_AGAINST = {
    PREVIOUS: {ZH: "环比", EN: "vs previous"},
    YEAR_BEFORE: {ZH: "同比", EN: "vs a year before"},
}
_LEAST_P = 0.001


def number(value: float | None) -> str:
    """Return a number: whole ones as they are, others with two decimals at most, a dash for none."""
    if value is None:
        return NONE
    rounded = round(value, 2)
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.2f}".rstrip("0")


def unit(word: str, language: str) -> str:
    """Return the name of a unit."""
    zh, en = UNITS.get(word, (word, word))
    return zh if language == ZH else en


def change(compared: Compared, language: str) -> str:
    """Return a change with its p-value: ``+12.5 %, p = 0.34, small numbers``."""
    parts = [NONE if compared.percent is None else f"{round(compared.percent, 1) + 0.0:+.1f} %".replace("-", "−")]
    if compared.p is not None:
        parts.append(f"p < {_LEAST_P}" if compared.p < _LEAST_P else f"p = {compared.p:.3f}")
    told = remarks(compared.remarks, language)
    return _joined([*parts, *([told] if told else [])], language)


def remarks(words: Iterable[str], language: str) -> str:
    """Return the words of values and comparisons in a few words each."""
    return _joined([_REMARKS.get(word, (word, word))[language == EN] for word in words], language)


def whole(words: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the sentences of a report's own remarks."""
    return tuple(REMARKS[word][language == EN] for word in words if word in REMARKS)


def _joined(parts: list[str], language: str) -> str:
    return ("，" if language == ZH else ", ").join(parts)


def against(word: str, language: str) -> str:
    """Return what is compared with."""
    return _AGAINST[word][language]


def days(period: Period, language: str) -> str:
    """Return a period: ``2026年11月22日``, ``2026年第47周（11月16日至11月22日）``, ``2026年11月``."""
    first, last = period.first, period.last
    if language == EN:
        return period.text if period.kind in (DAY, MONTH) else f"{period.text} ({first} to {last})"
    if period.kind == DAY:
        return f"{first.year}年{first.month}月{first.day}日"
    if period.kind == MONTH:
        return f"{first.year}年{first.month}月"
    span = f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    if period.kind == WEEK:
        year, week, _ = first.isocalendar()
        return f"{year}年第{week}周（{span}）"
    return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"


def with_unit(value: float | None, word: str, language: str) -> str:
    """Return a number with its unit: ``12 件``, ``95.24 %``."""
    name = unit(word, language)
    return number(value) if value is None or not name else f"{number(value)} {name}"


def fraction(numerator: float | None, denominator: float | None) -> str:
    """Return what a value was made of: ``40 / 42``, or a dash when it has no denominator."""
    return NONE if denominator is None else f"{number(numerator)} / {number(denominator)}"
