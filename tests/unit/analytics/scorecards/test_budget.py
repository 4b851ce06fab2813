"""The check says what the grades cost, to the fen; it isn't neutral unless the coefficients average 1."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.scorecards.budget import budget
from tests.unit.analytics.scorecards.conftest import person_card

GRADES = ("1.2", "1.0", "0.6", "0.5")


def test_the_published_example_of_four_grades():
    found = budget(1_000_000, [person_card(n, each) for n, each in enumerate(GRADES)])
    assert (found.base, [share.fen for share in found.shares]) == (250_000, [300_000, 250_000, 150_000, 125_000])
    assert (found.paid, found.balance) == (825_000, 175_000)
    assert found.factor == Decimal("1.2121")


def test_all_excellent_promises_more_than_there_is():
    found = budget(1_000_000, [person_card(n, "1.2") for n in range(5)])
    assert found.balance == -200_000


def test_who_has_no_grade_is_not_among_those_who_share():
    found = budget(1000, [person_card(1, "1.0"), person_card(2, "0", grade="")])
    assert (found.people, found.base, found.balance) == (1, 1000, 0)
    assert budget(1000, []).factor is None


@given(st.integers(0, 10**10), st.lists(st.sampled_from(GRADES), min_size=1, max_size=40))
def test_paid_and_left_over_are_the_pool_and_each_amount_is_within_half_a_fen(pool, drawn):
    found = budget(pool, [person_card(n, each) for n, each in enumerate(drawn)])
    assert sum(share.fen for share in found.shares) + found.balance == pool
    assert all(abs(found.base * share.coefficient - share.fen) <= Decimal("0.5") for share in found.shares)
