"""Numbers as counties print them, and whether a computed one is the same to that precision."""

from __future__ import annotations

import pytest

from services.analytics.shown.printed import agrees, shown


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("−18.18 %", -100 * 2 / 11), ("−40.9 %", -100 * 45 / 110), ("+17 %", 17.39), ("94 %", 94.0),
        ("≥ 98 %", 98.0), ("≥ 98 %", 99.9), ("300+", 300), ("300+", 399), ("90+", 94), ("10+", 13),
        ("3,225", 3225), ("67.05 %", 67.045454), ("0.5 %", 0.45),
    ],
)  # fmt: skip
def test_what_is_printed_is_it(printed, number):
    assert agrees(printed, number)


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("−18.18 %", 18.18), ("−18.18 %", -18.186), ("−40.9 %", -41.0), ("+17 %", 17.6), ("3,225", 3225.6),
        ("≥ 98 %", 97.99), ("300+", 299), ("300+", 400), ("90+", 100), ("10+", 20), ("7", None),
    ],
)  # fmt: skip
def test_what_is_near_it_is_not(printed, number):
    assert not agrees(printed, number)


@pytest.mark.parametrize("printed", ["", "many", "1.2.3", "≥", "-5 %"])
def test_what_is_no_printed_number_is_refused(printed):
    with pytest.raises(ValueError, match="no printed number"):
        agrees(printed, 1.0)


def test_numbers_are_shown_without_zeros_behind_and_with_a_real_minus():
    assert [shown(each) for each in (3225.0, -18.1818, 94.0, 0.5, None)] == ["3,225", "−18.18", "94", "0.5", "–"]
