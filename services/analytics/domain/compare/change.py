"""A change with what it is worth: no percentage without its test, and small numbers are said to be small.

The test of two counts is the exact conditional one of Przyborowski and Wilenski (1940): given the sum of both, the
later count is binomial with the share that its time (or its denominator) has of both. Two shares of a whole are
compared by Fisher's exact test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from services.analytics.domain.figures.figure import NO_TEST, POISSON, SHARES
from services.analytics.domain.figures.value import NO_RECORD, Value

SMALL = 5.0
"""Expected counts below this are small (the usual rule of thumb; Cochran 1954 for tables)."""
LEVEL = 0.05
CHANCE, RISE, FALL, UNTESTED = "within_chance", "rise", "fall", "not_tested"
SMALL_NUMBERS = "small_numbers"
FROM_NOTHING = "from_nothing"
UNEQUAL = "unequal_length"
REMARKS = {
    SMALL_NUMBERS: "Small numbers: fewer than 5 are expected; a large percentage says little.",
    FROM_NOTHING: "There was nothing before, so there is no percentage.",
    NO_RECORD: "Nothing at all was recorded then yet, so nothing is compared.",
    UNEQUAL: "The periods differ in length; the test allows for it, the percentage does not.",
}


@dataclass(frozen=True, slots=True)
class Tested:
    """An answer. p: two-sided. low, high: 95 % interval of the ratio of rates; None: no bound or not known."""

    p: float
    low: float | None = None
    high: float | None = None


class Tests(Protocol):
    """The exact tests; the adapter has them from SciPy."""

    def poisson(self, now: int, now_time: float, before: int, before_time: float) -> Tested:
        """Compare two counts, each with its time or other exposure."""

    def shares(self, now: int, now_whole: int, before: int, before_whole: int) -> Tested:
        """Compare two parts of their wholes."""


@dataclass(frozen=True, slots=True)
class Change:
    """How `now` differs from `before`.

    percent: of the values, None from nothing. difference: in the figure's unit. test: poisson, shares or none.
    expected: the smallest count that equality would lead to expect, None when nothing was tested.
    verdict: rise, fall, within_chance (p of 0.05 or more), not_tested. remarks: words of REMARKS.
    """

    now: Value
    before: Value
    percent: float | None
    difference: float | None
    test: str
    tested: Tested | None
    expected: float | None
    verdict: str
    remarks: tuple[str, ...]

    @property
    def small(self) -> bool:
        """Tell whether the numbers are too small to make much of."""
        return SMALL_NUMBERS in self.remarks


def change(now: Value, before: Value, tests: Tests) -> Change:
    """Compare two values of one figure. What was before any record is no value to compare with."""
    remarks = []
    difference = percent = None
    if NO_RECORD in before.notes:
        return Change(now, before, None, None, NO_TEST, None, None, UNTESTED, (NO_RECORD,))
    if now.value is not None and before.value is not None:
        difference = now.value - before.value
        percent = 100.0 * difference / before.value if before.value else None
        if not before.value:
            remarks.append(FROM_NOTHING)
    if now.period.days != before.period.days:
        remarks.append(UNEQUAL)
    test, tested, expected = _test(now, before, tests)
    if expected is not None and expected < SMALL:
        remarks.append(SMALL_NUMBERS)
    verdict = _verdict(tested, _direction(now, before))
    return Change(now, before, percent, difference, test, tested, expected, verdict, tuple(remarks))


def _test(now: Value, before: Value, tests: Tests) -> tuple[str, Tested | None, float | None]:
    kind = now.figure.compare
    if now.numerator is None or before.numerator is None:
        return NO_TEST, None, None
    a, b = round(now.numerator), round(before.numerator)
    exposures = _exposures(now, before)
    if kind == NO_TEST or exposures is None:
        return NO_TEST, None, None
    n, m = exposures
    if kind == POISSON:
        return POISSON, tests.poisson(a, n, b, m), expected_of_counts(a, n, b, m)
    n, m = round(n), round(m)
    if a > n or b > m:  # no part of its whole, as when a late event has come for one of them only
        return NO_TEST, None, None
    return SHARES, tests.shares(a, n, b, m), expected_of_shares(a, n, b, m)


def _exposures(now: Value, before: Value) -> tuple[float, float] | None:
    """Return what each count has to be seen against: its denominator, else its days. None when there is none."""
    if now.figure.denominator is None:
        return float(now.period.days), float(before.period.days)
    if not now.denominator or not before.denominator:
        return None
    return now.denominator, before.denominator


def expected_of_counts(a: int, n: float, b: int, m: float) -> float:
    """Return the smaller of the counts to be expected if the rates a/n and b/m were one."""
    return (a + b) * min(n, m) / (n + m)


def expected_of_shares(a: int, n: int, b: int, m: int) -> float:
    """Return the smallest expected count of the table of both parts and their rests."""
    parts, rests = a + b, n + m - a - b
    return min(parts, rests) * min(n, m) / (n + m)


def _direction(now: Value, before: Value) -> float:
    exposures = _exposures(now, before)
    if exposures is None or now.numerator is None or before.numerator is None:
        return 0.0
    return now.numerator / exposures[0] - before.numerator / exposures[1]


def _verdict(tested: Tested | None, direction: float) -> str:
    if tested is None:
        return UNTESTED
    if tested.p >= LEVEL or not direction:
        return CHANCE
    return RISE if direction > 0 else FALL
