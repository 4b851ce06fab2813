"""The scan against SaTScan's published ratio and against every cylinder tried by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from services.analytics.statistics.space_time_scan import likelihood_ratio, scan


def brute(days, places, points, length, longest, radius):
    """Return the highest ratio and its window, by trying all in plain Python."""
    total, best = len(days), (0.0, None)
    for centre in range(len(points)):
        distances = [math.dist(points[centre], each) for each in points]
        for reach in sorted({each for each in distances if each <= radius}):
            inside = {place for place, distance in enumerate(distances) if distance <= reach}
            for span in range(1, longest + 1):
                first = length - span
                seen = sum(1 for day, place in zip(days, places, strict=True) if day >= first and place in inside)
                by_day = sum(1 for day in days if day >= first)
                expected = by_day * sum(1 for place in places if place in inside) / total
                if seen > expected:
                    rest = total - seen
                    ratio = seen * math.log(seen / expected)
                    ratio += rest * math.log(rest / (total - expected)) if rest else 0.0
                    best = max(best, (ratio, (centre, tuple(sorted(inside)), span)), key=lambda each: each[0])
    return best


@pytest.fixture
def town():
    random = np.random.default_rng(4)
    return random.integers(0, 30, 150), random.integers(0, 25, 150), random.uniform(0, 5000, (25, 2))


def test_the_ratio_is_that_of_satscan_for_new_york():
    # 106 cases, 62.13 expected, 552 in all; SaTScan says 14.780276 with the expected count unrounded.
    found = likelihood_ratio(np.array([106.0]), np.array([62.13]), 552.0)
    assert found[0] == pytest.approx(14.780276, abs=0.005)


def test_fewer_than_expected_is_no_cluster():
    assert not likelihood_ratio(np.array([0.0, 3.0]), np.array([2.0, 3.0]), 10.0).any()


def test_the_best_cylinder_is_the_best_of_all(town):
    days, places, points = town
    found = scan(days, places, points, length=30, longest=7, radius=1500, simulations=1)
    ratio, window = brute(days.tolist(), places.tolist(), points.tolist(), 30, 7, 1500)
    assert found.ratio == pytest.approx(ratio)
    assert (tuple(sorted(found.places)), found.days) == window[1:]


def test_a_planted_cluster_is_found_with_the_least_p(town):
    days, places, points = town
    days = np.concatenate([days, np.full(14, 28)])
    places = np.concatenate([places, np.full(14, 9)])
    found = scan(days, places, points, length=30, longest=7, radius=1500, simulations=99)
    assert 9 in found.places
    assert found.days == 2
    assert found.p == 0.01


def test_p_is_even_where_nothing_is():
    random, points = np.random.default_rng(9), np.random.default_rng(8).uniform(0, 3000, (12, 2))
    chances = []
    for seed in range(120):
        found = scan(
            random.integers(0, 14, 60), random.integers(0, 12, 60), points, length=14, longest=4, radius=1000,
            simulations=39, seed=seed,
        )  # fmt: skip
        chances.append(found.p if found else 1.0)
    assert np.mean(np.array(chances) <= 0.1) == pytest.approx(0.1, abs=0.09)
    assert np.mean(chances) == pytest.approx(0.5, abs=0.1)


def test_the_same_seed_gives_the_same_answer_and_enough_is_enough(town):
    days, places, points = town
    full = scan(days, places, points, length=30, longest=7, radius=1500, simulations=199, seed=5)
    again = scan(days, places, points, length=30, longest=7, radius=1500, simulations=199, seed=5)
    early = scan(days, places, points, length=30, longest=7, radius=1500, simulations=199, seed=5, enough=10)
    assert full == again
    assert early.simulations < 199
    assert early.p == pytest.approx(10 / early.simulations)


def test_no_events_have_no_cluster():
    none = np.array([], dtype=int)
    assert scan(none, none, np.zeros((3, 2)), length=5, longest=2, radius=10) is None
