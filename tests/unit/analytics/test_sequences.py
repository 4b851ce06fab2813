"""What has come of an aggregate is a set: order and repetition don't matter, what lacks is named."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.analytics.app.ports import Seen
from services.analytics.app.projection.sequences import see


def seen_of(numbers) -> Seen:
    seen = Seen()
    for number in numbers:
        seen = see(seen, number)
    return seen


@given(st.lists(st.integers(-1, 30)))
def test_what_lacks_is_every_number_below_the_last_that_has_not_come(numbers):
    seen = seen_of(numbers)
    come = {number for number in numbers if number > 0}
    lacking = {number for first, last in seen.missing for number in range(first, last + 1)}
    assert seen.last == max(come, default=0)
    assert lacking == set(range(1, seen.last + 1)) - come


@given(st.lists(st.integers(1, 12)).flatmap(lambda numbers: st.tuples(st.just(numbers), st.permutations(numbers))))
def test_order_and_repetition_change_nothing(pair):
    numbers, permuted = pair
    assert seen_of(numbers) == seen_of([*permuted, *numbers])
