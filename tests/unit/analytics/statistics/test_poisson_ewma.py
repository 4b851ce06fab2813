"""The Poisson EWMA against the chain of Borror, Champ and Rigdon as spc states it, their design, and simulation."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import pdtr

from services.analytics.statistics.poisson_ewma import Ewma, NoDesign, design, follow, run_length, spread


def classic(weight, factor, normal, mean, slices=41):
    """Return the run length by the formula of `cewma_2_arl` in spc 0.7.1, entry by entry."""
    reach = factor * math.sqrt(weight * normal / (2 - weight))
    low, width = normal - reach, 2 * reach / slices

    def below(value):
        return pdtr(math.floor(value), mean) if value >= 0 else 0.0

    chain = np.eye(slices)
    for i in range(slices):
        for j in range(slices):
            kept = (1 - weight) * (2 * i + 1)
            upper = below(low + width / 2 / weight * (2 * (j + 1) - kept))
            chain[i, j] -= upper - below(low + width / 2 / weight * (2 * j - kept))
    after = np.linalg.solve(chain, np.ones(slices))
    edges = [below((low + j * width - (1 - weight) * normal) / weight) for j in range(slices + 1)]
    return 1 + float(np.diff(edges) @ after)


def simulated(mean, chart_mean, weight, high, low, runs=4000, held=False):
    """Return the mean run length of simulated charts and its standard error."""
    random = np.random.default_rng(3)
    values, lengths = np.full(runs, chart_mean), np.zeros(runs)
    alive, step = np.arange(runs), 0
    while len(alive):
        step += 1
        values = weight * random.poisson(mean, len(alive)) + (1 - weight) * values
        if held:
            values = np.maximum(values, chart_mean)
        out = (values > high) | (values < low)
        lengths[alive[out]] = step
        alive, values = alive[~out], values[~out]
    return lengths.mean(), lengths.std() / math.sqrt(runs)


@pytest.mark.parametrize(
    ("weight", "factor", "normal", "mean", "slices"),
    [(0.2, 2.8275, 4, 4, 101), (0.2, 2.8275, 4, 6, 31), (0.1, 2.7, 9.3, 8.2, 41)],
)
def test_run_lengths_are_those_of_the_reference_implementation(weight, factor, normal, mean, slices):
    assert run_length(mean, normal, weight, factor, states=slices) == pytest.approx(
        classic(weight, factor, normal, mean, slices)
    )


def test_a_chain_of_31_slices_gives_the_published_351_and_the_default_the_simulated_322():
    # Borror, Champ and Rigdon (1998): mean 4, weight 0.2, factor 2.8275 for a run length of 351. So coarse a chain
    # gives that (355.1); the charts themselves run shorter: the default chain, the formula of spc (the test above)
    # and the simulation (the test below) agree. The paper's number is checked, but nothing is designed by it.
    assert run_length(4, 4, 0.2, 2.8275, states=31) == pytest.approx(351, rel=0.015)
    assert run_length(4, 4, 0.2, 2.8275) == pytest.approx(322.17, abs=0.01)


def test_simulated_charts_run_as_long_as_the_chain_says():
    reach = 2.8275 * spread(4, 0.2)
    mean, error = simulated(4, 4, 0.2, 4 + reach, 4 - reach)
    assert run_length(4, 4, 0.2, 2.8275, states=601) == pytest.approx(mean, abs=4 * error)
    assert run_length(4, 4, 0.2, 2.8275) == pytest.approx(mean, abs=4 * error)
    assert mean + 4 * error < 351


def test_upper_charts_run_as_long_as_the_chain_says():
    chart = design(1.5, 0.1, 200)
    mean, error = simulated(1.5, 1.5, 0.1, chart.high, -math.inf, held=True)
    assert chart.arl == pytest.approx(mean, abs=4 * error + 0.03 * mean)


def test_a_design_is_patient_and_finds_a_drift():
    chart = design(3.0, 0.1, 1000)
    assert chart.arl >= 1000
    assert run_length(5.0, 3.0, 0.1, chart.factor, upper_only=True) < 15


def test_charts_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="weight"):
        run_length(4, 4, 0.0, 3)
    with pytest.raises(NoDesign):
        design(0.001, 1.0, 1e300)


def test_a_drift_signals_and_says_since_when():
    path = follow([0, 2, 0, 0, 0, 0, 3, 3, 3, 3], Ewma(1.0, 0.5, 2.0, 2.5, 100))
    assert path.signals
    assert path.since == 6
    assert max(path.values[:6]) < 2.5
