"""Visits and their record: any order of arrival gives the same; clocks are corrected; lateness is never refused."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.patrol.domain.patrols.patrol import Patrol, add, finish, told
from services.patrol.domain.patrols.record import record
from services.patrol.domain.patrols.visit import Visit, merged, near, timed
from services.patrol.domain.policy import CheckIn
from services.patrol.domain.refused import Refused
from services.patrol.domain.span import Span
from tests.fixtures.clock import MORNING

RULES = CheckIn()
STOP = (10, 16)
PERSON = f"p-{1:032x}"


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def visit(id: str, mark: str, at: float, received: float | None = None, **more) -> Visit:
    moment = MORNING + minutes(at)
    return Visit(id, mark, PERSON, moment, moment, MORNING + minutes(at if received is None else received), **more)


def patrol(**more) -> Patrol:
    fields = {"duty": Span(MORNING, MORNING + timedelta(hours=4)), "started": MORNING}
    return Patrol("p1", "s1", "c.z.post", "c.z.unit", "c", "c", PERSON, **{**fields, **more})


visits = st.builds(
    visit, st.sampled_from("abcd"), st.sampled_from(["m1", "m2", "m3"]), st.integers(0, 60), st.integers(0, 300),
    left=st.none() | st.integers(0, 90).map(lambda n: MORNING + minutes(n)),
    flags=st.sampled_from([(), ("late_report",), ("far",)]), proof=st.sampled_from(["code", "position"]),
)  # fmt: skip


@given(st.lists(visits, max_size=12), st.lists(st.integers(0, 240), max_size=3), st.randoms(use_true_random=False))
def test_any_order_and_any_repeats_give_the_same_patrol(some, ends, shuffle: random.Random):
    def played(steps):
        now = patrol()
        for step in steps:
            if isinstance(step, Visit):
                now, _ = add(now, [step])
            else:
                now, _ = finish(now, MORNING + minutes(step), STOP)
        return now

    steps = [*some, *ends]
    other = [*steps, *shuffle.sample(steps, len(steps) // 2)]
    shuffle.shuffle(other)
    one, two = played(steps), played(other)
    assert (one.visits, one.finished) == (two.visits, two.finished)
    assert set(one.untold) == set(two.untold) == {each.key for each in one.visits if each.counts}
    assert record(one.visits, one.started, one.finished, STOP) == record(
        two.visits, two.started, two.finished, STOP
    )


@given(st.lists(visits, max_size=12))
def test_a_visit_is_told_of_once_however_often_it_comes(some):
    now, told_of = patrol(), []
    for each in [*some, *some]:
        now, happened = add(now, [each])
        told_of += [(it.data["mark"], it.data["at"]) for it in happened]
    assert len(told_of) == sum(each.counts for each in merged(some))


def test_what_comes_again_changes_nothing():
    now, _ = add(patrol(), [visit("a", "m1", 5)])
    again, happened = add(now, [visit("a", "m1", 5, received=30)])
    assert again is now
    assert happened == []
    assert told(now, now.untold).untold == ()


def test_stops_are_measured_and_none_is_refused_for_its_length():
    been = merged([
        visit("a", "m1", 0, left=MORNING + minutes(12)), visit("b", "m2", 20), visit("c", "m2", 24),
        visit("d", "m3", 30, left=MORNING + minutes(50)), visit("e", "m1", 55),
        visit("f", "m2", 60, flags=("far",)), visit("g", "m2", 70, left=MORNING + minutes(86.5)),
    ])  # fmt: skip
    was = record(been, MORNING, MORNING + minutes(60), STOP)
    assert [(stop.mark, stop.minutes, stop.length) for stop in was.stops] == [
        ("m1", 12, "preferred"), ("m2", 4, "shorter"), ("m3", 20, "longer"), ("m1", None, "unmeasured"),
        ("m2", 16, "preferred"),
    ]  # fmt: skip
    assert (was.visits, was.unproven, was.marks) == (6, 1, 3)
    assert was.lengths == {"preferred": 2, "shorter": 1, "longer": 1, "unmeasured": 1}
    assert was.stops[-1].flags == ("after_finish",)


def test_a_proven_report_stands_for_one_that_was_not():
    far = visit("a", "m1", 5, proof="position", distance=400, flags=("far",))
    near_by = replace(far, proof="code", distance=None, flags=(), received=far.received + minutes(3))
    assert merged([far, near_by]) == merged([near_by, far]) == (near_by,)


@pytest.mark.parametrize(
    ("at", "received", "sent", "time", "flags"),
    [
        (0, 1, None, 0, ()),
        (0, 60, 60, 0, ("late_report",)),
        (0, 5000, 5000, 0, ("late_report", "too_old")),
        (10, 0, None, 0, ("clock_ahead",)),
        (1, 0, None, 0, ()),
        (60, 60, 120, 0, ("clock_skew", "late_report")),
        (-100, 0, -95, -5, ("clock_skew",)),
    ],
    ids=["at once", "offline", "long offline", "clock ahead", "a little ahead", "fast clock", "slow clock"],
)
def test_times_of_phones_are_kept_corrected_and_flagged(at, received, sent, time, flags):
    shown = None if sent is None else MORNING + minutes(sent)
    found = timed(MORNING + minutes(at), None, MORNING + minutes(received), shown, RULES)
    assert (found.time, found.flags) == (MORNING + minutes(time), flags)


def test_a_position_counts_within_tolerance_and_accuracy_and_else_tells_the_distance():
    mark = (115.88, 28.67)
    north = (115.88, 28.67 + 100 / 111_195)
    assert near(mark, 50, north, 60, RULES).flags == ()
    far = near(mark, 50, north, 10, RULES)
    assert (far.metres, far.flags) == (100, ("far",))
    assert "100 m" in far.message
    assert near(mark, 50, mark, 500, RULES).flags == ("inaccurate",)


def test_a_patrol_ends_after_it_began_and_check_ins_never():
    with pytest.raises(Refused, match="after it has begun"):
        finish(patrol(), MORNING - minutes(1), STOP)
    with pytest.raises(Refused, match="no patrol"):
        finish(patrol(kind="check_ins"), MORNING, STOP)
