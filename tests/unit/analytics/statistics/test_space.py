"""Hot spots, densities and forecasts against PySAL, SciPy and published definitions."""

from __future__ import annotations

import numpy as np
import pytest
from esda.getisord import G_Local
from hypothesis import given
from hypothesis import strategies as st
from libpysal.weights import DistanceBand, fill_diagonal
from scipy.stats import gaussian_kde

from services.analytics.statistics.density import density, width_of
from services.analytics.statistics.forecasting import flag, score
from services.analytics.statistics.geometry import in_metres, near
from services.analytics.statistics.getis_ord import gi_star


@pytest.fixture
def places():
    return np.random.default_rng(11).uniform(0, 10_000, (120, 2))


@pytest.fixture
def counts():
    return np.random.default_rng(12).poisson(3.0, 120).astype(float)


def test_z_is_that_of_pysal(places, counts):
    around = fill_diagonal(DistanceBand(places, 2000, binary=True, silence_warnings=True), 1.0)
    theirs = G_Local(counts, around, star=None, transform="B", permutations=0)
    ours = gi_star(counts, near(places, 2000))
    np.testing.assert_allclose(ours.z, theirs.Zs, rtol=1e-9)


def test_a_planted_hot_spot_is_the_peak(places, counts):
    around = near(places, 1500)
    planted = around.indices[around.indptr[5] : around.indptr[6]]
    counts[planted] += 12
    peaks = gi_star(counts, around).peaks(around, 0.01)
    assert peaks
    assert all(np.hypot(*(places[each] - places[5])) <= 1500 for each in peaks)


def test_even_counts_have_no_hot_spot(places):
    found = gi_star(np.full(120, 4.0), near(places, 1500))
    assert not found.z.any()
    assert found.peaks(near(places, 1500), 0.05) == []


def test_few_hot_spots_are_found_where_there_are_none(places):
    random, around = np.random.default_rng(1), near(places, 1500)
    wrong = sum(bool(gi_star(random.permutation(np.arange(120.0)), around).peaks(around, 0.05)) for _ in range(200))
    assert wrong <= 25


def test_one_place_alone_is_refused():
    with pytest.raises(ValueError, match="can't be compared"):
        gi_star(np.array([1.0]), near(np.zeros((1, 2)), 10))


def test_density_is_that_of_scipy(places):
    events = np.random.default_rng(5).normal(5000, 900, (300, 2))
    weights = np.random.default_rng(6).uniform(0.5, 2, 300)
    theirs = gaussian_kde(events.T, weights=weights)
    theirs.covariance = np.eye(2) * 700.0**2  # scipy's own width depends on the data
    theirs.cho_cov = np.linalg.cholesky(theirs.covariance)
    expected = theirs(places.T) * weights.sum()
    np.testing.assert_allclose(density(events, weights, places, 700.0), expected, rtol=1e-9)


def test_density_sums_to_the_number_of_events():
    grid = np.stack(np.meshgrid(np.arange(-4000, 4001, 100.0), np.arange(-4000, 4001, 100.0)), -1).reshape(-1, 2)
    found = density(np.array([[0.0, 0.0], [300.0, -200.0]]), np.array([2.0, 1.0]), grid, 500.0)
    assert found.sum() * 100 * 100 == pytest.approx(3.0, rel=1e-6)
    with pytest.raises(ValueError, match="width"):
        density(grid, np.ones(len(grid)), grid, 0.0)


def test_the_width_is_silvermans():
    events = np.random.default_rng(2).normal(0, 1000, (4000, 2))
    assert width_of(events, np.ones(4000), 10.0) == pytest.approx(1000 * 4000 ** (-1 / 6), rel=0.03)
    assert width_of(events[:1], np.ones(1), 10.0) == 10.0


def test_metres_are_those_of_the_sphere():
    points = in_metres([(119.5, 27.4), (119.6, 27.4), (119.5, 27.5)])
    assert np.hypot(*(points[1] - points[0])) == pytest.approx(9872, rel=0.002)
    assert np.hypot(*(points[2] - points[0])) == pytest.approx(11_120, rel=0.002)


@pytest.mark.parametrize(("hits", "flagged", "pai"), [(25, 50, 0.5), (20, 10, 2.0)])
def test_the_index_is_hit_rate_by_share_of_area(hits, flagged, pai):
    # By the definition, (n / N) / (a / A), as `pai` of the R package ptools states it.
    counts = np.zeros(100)
    counts[0], counts[99] = hits, 100 - hits
    found = score(range(flagged), np.ones(100), counts)
    assert found.hit_rate == hits / 100
    assert found.pai == pytest.approx(pai)


def test_efficiency_is_one_for_whoever_had_known():
    areas, counts = np.array([1.0, 1.0, 2.0, 4.0]), np.array([5.0, 1.0, 3.0, 1.0])
    assert score([0], areas, counts).efficiency == pytest.approx(1.0)
    assert score([1], areas, counts).efficiency == pytest.approx(0.2)


def test_without_events_nothing_is_said():
    found = score([0], np.ones(3), np.zeros(3))
    assert (found.hits, found.hit_rate, found.pai, found.efficiency) == (0, None, None, None)
    with pytest.raises(ValueError, match="area"):
        score([0], np.zeros(3), np.zeros(3))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=40), st.floats(0.05, 1.0))
def test_flagged_places_fit_the_area_and_none_better_is_left_out(expected, share):
    values = np.array(expected, dtype=float)
    flagged = flag(values, np.ones(len(values)), share)
    assert len(flagged) <= max(1, int(share * len(values) + 1e-6))
    assert all(values[each] > 0 for each in flagged)
    left = set(range(len(values))) - set(flagged)
    if flagged and len(flagged) == max(1, int(share * len(values) + 1e-6)):
        assert max((values[each] for each in left), default=0) <= min(values[each] for each in flagged)
