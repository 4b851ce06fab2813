"""What a report calls notable is more than chance, though many figures are tested at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.reports.notable import discoveries, notable
from tests.fixtures.analytics_reports import line, report

# Benjamini and Hochberg (1995), section 4.1, fifteen p-values of the thrombolysis trial; four are rejected.
PUBLISHED = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
    1.0,
]  # fmt: skip


def test_the_published_example_comes_out_as_published():
    assert discoveries(PUBLISHED, 0.05) == [True] * 4 + [False] * 11


@given(st.lists(st.floats(0, 1), max_size=30), st.randoms(use_true_random=False))
def test_the_order_of_figures_says_nothing(values, chance):
    shuffled = values[:]
    chance.shuffle(shuffled)
    assert sorted(zip(values, discoveries(values), strict=True)) == sorted(
        zip(shuffled, discoveries(shuffled), strict=True)
    )


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_what_is_found_is_no_less_than_bonferroni_and_no_more_than_one_by_one(values):
    found = discoveries(values)
    assert all(told for p, told in zip(values, found, strict=True) if p <= 0.05 / len(values))
    assert not any(told for p, told in zip(values, found, strict=True) if p > 0.05)


def test_the_clearest_change_comes_first_and_what_was_not_tested_is_not_told():
    made = report(line("a", 0.01), line("b", 0.0001), line("c"), line("d", 0.7))
    assert [each.line.figure for each in notable(made)] == ["b", "a"]


def test_a_figure_in_two_sections_is_tested_once():
    twice = report(line("a", 0.04), line("a", 0.04))
    assert len(notable(twice)) == 1
