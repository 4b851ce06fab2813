"""Lanes: one at a time and in order for what is about the same thing, side by side for the rest."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from lianfang.messaging.delivery import Delivery
from lianfang.messaging.lanes import Lanes


def delivery(number: int, subject: object, queue: str = "q") -> Delivery:
    headers: dict[str, Any] = {} if subject is None else {"cloudEvents_subject": subject}
    return Delivery(queue, b"", "", "", "", headers, 0, False, "", "", number, 1)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz"), st.integers(0, 5))), st.randoms())
def test_whatever_is_settled_when_each_subjects_deliveries_begin_in_order_and_one_at_a_time(coming, random):
    begun: dict[tuple[str, str], list[int]] = defaultdict(list)
    at_work: list[Delivery] = []

    def begin(one: Delivery) -> None:
        lane = one.queue, one.headers["cloudEvents_subject"]
        assert lane not in [(other.queue, other.headers["cloudEvents_subject"]) for other in at_work]
        begun[lane].append(one.tag)
        at_work.append(one)

    lanes = Lanes(begin)

    def settle_one() -> None:
        lanes.leave(at_work.pop(random.randrange(len(at_work))))

    for number, (queue, subject, settled) in enumerate(coming):
        lanes.enter(delivery(number, subject, queue))
        for _ in range(min(settled, len(at_work))):
            settle_one()
    while at_work:
        settle_one()
    assert sum(map(len, begun.values())) == len(coming), "each has begun"
    assert all(tags == sorted(tags) for tags in begun.values())


def test_what_names_no_subject_waits_for_nothing():
    begun: list[int] = []
    lanes = Lanes(lambda one: begun.append(one.tag))
    for number, subject in enumerate([None, None, b"x", b"x", 7, 7]):
        lanes.enter(delivery(number, subject))
    assert begun == [0, 1, 2, 3, 4, 5]
