from __future__ import annotations

import pytest

from services.analytics.domain.compare.change import change
from services.analytics.domain.figures.figure import Figure, Selection
from services.analytics.domain.figures.period import Period
from services.analytics.domain.figures.value import Counted, value_of
from services.analytics.figures.exact import ExactTests

ROWS = Selection(("incident_reported",))
COUNT = Figure("n", "incidents", "数", "count", "d", "count", "month", "s", ROWS, compare="poisson")
SHARE = Figure("s", "incidents", "率", "share", "d", "percent", "month", "s", ROWS, ROWS, compare="shares")
MEDIAN = Figure(
    "m", "response", "时", "median", "d", "minutes", "week", "s", Selection(("task",), measure="median")
)


def value(figure, number, period, whole=None):
    counted = None if whole is None else Counted(whole, int(whole))
    return value_of(figure, "350924", Period.parse(period), Counted(number, int(number or 0)), counted, ())


def compare(figure, now, before, periods=("2026-03", "2025-03"), wholes=(None, None)):
    return change(
        value(figure, now, periods[0], wholes[0]), value(figure, before, periods[1], wholes[1]), ExactTests()
    )


def test_the_published_fall_of_accidents_is_within_chance():
    """寿宁: −18.18 % are 22 and 18 accidents at the least, which chance alone does more often than not."""
    found = compare(COUNT, 18, 22)
    assert (round(found.percent, 2), found.verdict, found.small) == (-18.18, "within_chance", False)
    assert found.tested.p > 0.5


def test_half_of_few_is_said_to_be_small():
    """寿宁: deaths −50 % may be 2 and 1."""
    found = compare(COUNT, 1, 2)
    assert (found.percent, found.small, found.verdict, found.expected) == (-50, True, "within_chance", 1.5)


def test_the_food_street_did_change():
    """南昌: dispute calls from 90-odd to 10-odd."""
    found = compare(COUNT, 14, 95)
    assert (found.verdict, found.small) == ("fall", False)
    assert found.tested.p < 1e-12
    assert found.tested.high < 0.3


def test_from_nothing_there_is_no_percentage():
    found = compare(COUNT, 9, 0)
    assert (found.percent, found.difference, found.verdict) == (None, 9, "rise")
    assert "from_nothing" in found.remarks


def test_a_longer_month_is_allowed_for():
    found = compare(COUNT, 310, 280, ("2026-03", "2026-02"))
    assert found.tested.p == pytest.approx(1.0)
    assert "unequal_length" in found.remarks


def test_shares_are_compared_as_shares():
    found = compare(SHARE, 380, 300, wholes=(387, 387))
    assert (found.test, found.verdict) == ("shares", "rise")
    assert found.difference == pytest.approx(100 * 80 / 387)


def test_few_that_failed_are_small_although_most_succeeded():
    assert compare(SHARE, 99, 98, wholes=(100, 100)).small


@pytest.mark.parametrize("wholes", [(0, 10), (10, 0)])
def test_without_a_whole_nothing_is_tested(wholes):
    found = compare(SHARE, 0, 0, wholes=wholes)
    assert (found.percent, found.tested, found.verdict) == (None, None, "not_tested")


def test_more_than_the_whole_is_not_tested():
    assert compare(SHARE, 11, 5, wholes=(10, 10)).verdict == "not_tested"


def test_medians_are_not_tested():
    found = compare(MEDIAN, 4.0, 5.0)
    assert (round(found.percent), found.verdict, found.small) == (-20, "not_tested", False)
