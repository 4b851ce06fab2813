"""The tests against published examples, and against their definition."""

from __future__ import annotations

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analytics.figures.exact import ExactTests

COUNTS = st.integers(0, 40)
TIMES = st.sampled_from((1.0, 7.0, 28.0, 31.0, 365.0))


def test_lung_cancer_in_fredericia():
    """R's documentation of poisson.test, after Andersen (1977): p = 0.07967, ratio in 0.8584264 to 4.2772659."""
    found = ExactTests().poisson(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert found.p == pytest.approx(0.07967, abs=5e-6)
    assert (found.low, found.high) == pytest.approx((0.8584264, 4.2772659), abs=5e-7)


def test_dodder_seeds_of_the_first_paper():
    """Przyborowski and Wilenski (1940), in Krishnamoorthy and Thomson (2004): 0 and 3 of equal samples, 2 × 1/8."""
    assert ExactTests().poisson(0, 100, 3, 100).p == pytest.approx(0.25)


def test_fishers_tea():
    """Fisher (1935): three of four cups told right; two-sided p = 0.4857."""
    assert ExactTests().shares(3, 4, 1, 4).p == pytest.approx(34 / 70)


@given(COUNTS, TIMES, COUNTS, TIMES)
def test_p_is_the_sum_of_all_splits_that_are_no_likelier(now, time, before, other):
    both, share = now + before, time / (time + other)
    chances = [comb(both, k) * share**k * (1 - share) ** (both - k) for k in range(both + 1)]
    expected = sum(each for each in chances if each <= chances[now] * (1 + 1e-7))
    assert ExactTests().poisson(now, time, before, other).p == pytest.approx(min(1.0, expected), rel=1e-6)


@given(COUNTS, TIMES, COUNTS, TIMES)
def test_exchanging_the_periods_turns_the_interval_over(now, time, before, other):
    one, two = ExactTests().poisson(now, time, before, other), ExactTests().poisson(before, other, now, time)
    assert one.p == pytest.approx(two.p, rel=1e-6)
    if one.low and one.high:
        assert (one.low * two.high, one.high * two.low) == pytest.approx((1, 1))
