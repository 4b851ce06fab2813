"""Exact probabilities for the looks at odd figures."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, factorial, floor, lgamma, log, log1p, log10


def at_least(count: int, of: int, share: float) -> float:
    """Return P(X >= count) of the binomial law with `of` trials of chance `share`."""
    if count <= 0:
        return 1.0
    if share >= 1:
        return 1.0
    # The smaller tail is added up, so that tiny probabilities don't drown in rounding.
    if count > of * share:
        return min(1.0, sum(_term(each, of, share) for each in range(count, of + 1)))
    return max(0.0, 1.0 - sum(_term(each, of, share) for each in range(count)))


def benford(numbers: Sequence[float]) -> float:
    """Return how often chance gives first digits as far from Benford's law (Pearson's chi square, 8 degrees)."""
    digits = [first_digit(number) for number in numbers if number > 0]
    if not digits:
        return 1.0
    square = 0.0
    for digit in range(1, 10):
        expected = len(digits) * log10(1 + 1 / digit)
        square += (digits.count(digit) - expected) ** 2 / expected
    half = square / 2  # for an even number of degrees the tail is a finite sum
    return exp(-half) * sum(half**each / factorial(each) for each in range(4))


def first_digit(number: float) -> int:
    """Return the first digit of a number above 0 that isn't 0."""
    return int(f"{number:e}"[0])


def magnitudes(numbers: Sequence[float]) -> int:
    """Return over how many powers of ten the numbers above 0 spread."""
    powers = [floor(log10(number)) for number in numbers if number > 0]
    return max(powers) - min(powers) if powers else 0


def _term(count: int, of: int, share: float) -> float:
    """Return P(X = count), by logarithms: the number of ways outgrows a float."""
    if share <= 0:
        return 1.0 if count == 0 else 0.0
    ways = lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1)
    return exp(ways + count * log(share) + (of - count) * log1p(-share))
