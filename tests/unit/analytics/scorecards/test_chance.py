"""The probabilities are those of SciPy."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from services.analytics.domain.scorecards.chance import at_least, benford, first_digit, magnitudes


@given(st.integers(1, 3000), st.floats(0.001, 0.999), st.data())
def test_the_binomial_tail_is_exact(of, share, data):
    count = data.draw(st.integers(0, of))
    assert math.isclose(
        at_least(count, of, share), float(stats.binom.sf(count - 1, of, share)), rel_tol=1e-7, abs_tol=1e-12
    )


def test_benfords_p_is_that_of_pearsons_test():
    numbers = [2**n for n in range(1, 120)] + [5.0] * 30
    digits = [int(str(number)[0]) for number in map(int, numbers)]
    counts = [digits.count(digit) for digit in range(1, 10)]
    expected = [len(digits) * math.log10(1 + 1 / digit) for digit in range(1, 10)]
    assert math.isclose(benford(numbers), stats.chisquare(counts, expected).pvalue, rel_tol=1e-9)
    assert benford([2**n for n in range(1, 300)]) > 0.5  # powers of two are the textbook example
    assert benford([]) == 1.0


@pytest.mark.parametrize(("number", "digit"), [(30, 3), (0.0071, 7), (9.999, 9), (1e12, 1)])
def test_first_digits(number, digit):
    assert first_digit(number) == digit


def test_magnitudes():
    assert magnitudes([3, 4000]) == 3
    assert magnitudes([]) == 0
