"""Figures that look made to fit, each with the reason. A flag accuses nobody and changes no score.

- at_limit: many values at exactly what is required, few just above it (visits of exactly 30 minutes). Were the
  minutes measured, each whole value from the limit on would be about as frequent as the next.
- rounded: many values that end in 0 or 5; of measured minutes two in ten do.
- late: many entries in the last days of the period.
- day: more in one local day than the day can hold.
- first_digits: first digits far from Benford's law; asked only of numbers that spread over two powers of ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta, tzinfo

from services.analytics.domain.scorecards.card import Flag
from services.analytics.domain.scorecards.chance import at_least, benford, magnitudes
from services.analytics.domain.scorecards.rules import Check, FlagRules
from services.analytics.domain.wanted import Row, Span

SHOWN = 50
LEAST_FOR_DIGITS = 100


def flags(rules: FlagRules, rows: Mapping[str, Sequence[Row]], span: Span, zone: tzinfo) -> tuple[Flag, ...]:
    """Return what looks odd. rows: by the check's word. zone: whose days are meant."""
    found = []
    for check in rules.checks:
        flag = _KINDS[check.kind](check, rows.get(check.word, ()), rules, span, zone)
        if flag is not None:
            found.append(flag)
    return tuple(found)


def _at_limit(check: Check, rows: Sequence[Row], rules: FlagRules, _span: Span, _zone: tzinfo) -> Flag | None:
    near = [row for row in rows if check.limit <= row.value < check.limit + 1 + check.beside]
    exact = [row for row in near if row.value < check.limit + 1]
    what = f"{check.limit:g}"
    return _judged(
        check, exact, len(near), 1 / (1 + check.beside), rules,
        f"恰好为{what}的有{len(exact)}条，而{what}至{check.limit + check.beside:g}之间共{len(near)}条",
        f"{len(exact)} of {len(near)} values from {what} to {check.limit + check.beside:g} are exactly {what}",
    )  # fmt: skip


def _rounded(check: Check, rows: Sequence[Row], rules: FlagRules, _span: Span, _zone: tzinfo) -> Flag | None:
    # What was required is a reason of its own to stop there, and at_limit looks at that.
    free = [row for row in rows if not check.limit <= row.value < check.limit + 1]
    round_ = [row for row in free if int(row.value) % 5 == 0]
    return _judged(
        check, round_, len(free), 0.2, rules,
        f"{len(free)}条中有{len(round_)}条以0或5结尾",
        f"{len(round_)} of {len(free)} values end in 0 or 5",
    )  # fmt: skip


def _late(check: Check, rows: Sequence[Row], rules: FlagRules, span: Span, _zone: tzinfo) -> Flag | None:
    if span.days <= check.last_days:
        return None
    since = span.end - timedelta(days=check.last_days)
    late = [row for row in rows if row.at >= since]
    return _judged(
        check, late, len(rows), check.last_days / span.days, rules,
        f"{len(rows)}条中有{len(late)}条集中在周期最后{check.last_days}天",
        f"{len(late)} of {len(rows)} entries lie in the last {check.last_days} days of the period",
    )  # fmt: skip


def _day(check: Check, rows: Sequence[Row], _rules: FlagRules, _span: Span, zone: tzinfo) -> Flag | None:
    sums: dict[tuple[str, date], float] = {}
    for row in rows:
        key = (row.other, row.at.astimezone(zone).date())
        sums[key] = sums.get(key, 0.0) + row.value
    over = {key: total for key, total in sums.items() if total > check.limit}
    if not over:
        return None
    events = [row.event_id for row in rows if (row.other, row.at.astimezone(zone).date()) in over]
    worst = max(over.values())
    return Flag(
        check.word, len(over), len(sums), 0.0, 0.0,
        f"有{len(over)}天的合计超过{check.limit:g}，最多{worst:g}",
        f"{len(over)} days add up to more than {check.limit:g}, the most to {worst:g}", tuple(events[:SHOWN]),
    )  # fmt: skip


def _first_digits(check: Check, rows: Sequence[Row], rules: FlagRules, _span: Span, _zone: tzinfo) -> Flag | None:
    numbers = [row.value for row in rows if row.value > 0]
    if len(numbers) < max(rules.least, LEAST_FOR_DIGITS) or magnitudes(numbers) < 2:
        return None
    p = benford(numbers)
    if p >= rules.alpha:
        return None
    return Flag(
        check.word, len(numbers), len(numbers), 0.0, p, "首位数字的分布明显偏离本福特定律",
        "first digits are far from Benford's law", tuple(row.event_id for row in rows[:SHOWN]),
    )  # fmt: skip


def _judged(
    check: Check, odd: Sequence[Row], of: int, share: float, rules: FlagRules, zh: str, en: str
) -> Flag | None:  # fmt: skip
    if of < rules.least:
        return None
    p = at_least(len(odd), of, share)
    if p >= rules.alpha:
        return None
    events = tuple(row.event_id for row in odd[:SHOWN])
    return Flag(check.word, len(odd), of, round(of * share, 2), p, zh, en, events)


_KINDS: Mapping[str, Callable[[Check, Sequence[Row], FlagRules, Span, tzinfo], Flag | None]] = {
    "at_limit": _at_limit, "rounded": _rounded, "late": _late, "day": _day, "first_digits": _first_digits,
}  # fmt: skip
KINDS_OF_CHECKS = tuple(_KINDS)
