"""The upper Poisson CUSUM against Lucas' tables, a reference implementation's output, and simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.analytics.statistics.poisson_cusum import Cusum, NoDesign, design, follow, reference_value, run_length


def test_run_lengths_are_those_of_lucas_tables():
    # Lucas (1985), tables 2 and 3, first block, row h = 10, k = 0.25: 438, and 333 with the head start h / 2.
    assert round(run_length(0.25, 0.25, 10)) == 438
    assert round(run_length(0.25, 0.25, 10, start=5)) == 333


def test_run_lengths_are_those_of_the_r_package_iacsspcr():
    # Printed by its example `arl(h=6, k=2, lambda=1.88, shift=0)` and the same with shift 0.9627.
    raised = 1.88 + 0.9627 * np.sqrt(1.88)
    found = [
        run_length(1.88, 2, 6, scale=1), run_length(1.88, 2, 6, start=3, scale=1),
        run_length(raised, 2, 6, scale=1), run_length(raised, 2, 6, start=3, scale=1),
    ]  # fmt: skip
    assert [round(each, 2) for each in found] == [37.2, 29.19, 5.49, 3.33]


def test_simulated_charts_run_as_long_as_the_chain_says():
    chart = design(0.6, 2.0, 100)
    random, lengths = np.random.default_rng(7), []
    for _ in range(1500):
        value, steps = 0.0, 0
        while value < chart.h:
            value, steps = max(0.0, value + random.poisson(0.6) - chart.k), steps + 1
        lengths.append(steps)
    assert np.mean(lengths) == pytest.approx(chart.arl, abs=4 * np.std(lengths) / np.sqrt(len(lengths)))


@settings(max_examples=25, deadline=None)
@given(mean=st.floats(0.05, 12), ratio=st.floats(1.3, 3), wanted=st.sampled_from([50.0, 370.0, 5000.0]))
def test_a_design_is_the_shortest_chart_that_is_patient_enough(mean, ratio, wanted):
    chart = design(round(mean, 2), round(ratio, 1), wanted)
    assert chart.arl >= wanted
    assert chart.k > chart.mean
    assert chart.h == 0.25 or run_length(chart.mean, chart.k, chart.h - 0.25) < wanted


def test_a_design_finds_a_rise_soon():
    chart = design(2.0, 2.0, 1000)
    assert run_length(4.0, chart.k, chart.h) < 15


def test_the_reference_value_lies_between_the_means():
    assert reference_value(2.0, 4.0) == 3.0  # 2 / ln 2 = 2.885, to quarters
    with pytest.raises(ValueError, match="means must satisfy"):
        reference_value(2.0, 2.0)


def test_a_chart_too_long_to_compute_is_refused():
    with pytest.raises(NoDesign):
        design(900.0, 1.001, 1e9)


def test_a_rise_signals_and_says_since_when():
    path = follow([1, 0, 4, 0, 0, 3, 3, 3], Cusum(1.0, 1.5, 4.0, 100))
    assert path.values == (0, 0, 2.5, 1.0, 0, 1.5, 3.0, 4.5)
    assert path.signals
    assert path.since == 5


def test_calm_counts_signal_nothing():
    assert not follow([1, 1, 0, 2, 1, 0], Cusum(1.0, 1.5, 4.0, 100)).signals
    assert not follow([], Cusum(1.0, 1.5, 4.0, 100)).signals
