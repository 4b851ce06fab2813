"""Idleness: figures with their denominators, and gaps that are found once and closed for the right reason."""

from __future__ import annotations

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.patrol.domain.patrols.coverage import covered, joined, together
from services.patrol.domain.patrols.watch import Watch, due, on_duty, settled, visited
from services.patrol.domain.span import Span
from tests.fixtures.clock import MORNING


def at(minutes: float):
    return MORNING + timedelta(minutes=minutes)


def span(start: float, end: float) -> Span:
    return Span(at(start), at(end))


def minutes(length: timedelta | None) -> float | None:
    return None if length is None else length / timedelta(minutes=1)


def watch(**more) -> Watch:
    return Watch("c.z.post:m1", "c.z.post", "c.z.unit", "c", "c", limit=30, **more)


def test_share_of_duty_within_the_limit():
    found = covered([span(0, 60), span(60, 120), span(200, 240)], [at(50), at(150), at(205)], timedelta(minutes=30),
                    span(0, 300), at(400))  # fmt: skip
    assert minutes(found.duty) == 160
    # 0-30 in sight, gap 30-50; 50-80 in sight, gap 80-120 (a hand-over at 60 hides nothing); 200-205, 205-235
    assert [(minutes(gap.start - MORNING), minutes(gap.end - MORNING)) for gap in found.gaps] == [
        (30, 50), (80, 120), (235, 240),
    ]  # fmt: skip
    assert minutes(found.within) == 160 - 20 - 40 - 5
    assert found.share == 95 / 160
    assert (found.visits, found.last, found.idle, minutes(found.longest)) == (3, at(205), None, 70)


def test_only_the_period_counts_but_idleness_may_have_begun_before():
    found = covered([span(0, 120)], [at(10)], timedelta(minutes=30), span(60, 90), at(100))
    assert (minutes(found.duty), minutes(found.within), found.visits) == (30, 0, 0)
    assert minutes(found.idle) == 90


def test_nobody_counts_without_a_limit_and_no_duty_has_no_share():
    assert covered([span(0, 60)], [], None, span(0, 60), at(60)).within is None
    assert covered([], [], timedelta(minutes=5), span(0, 60), at(60)).share is None
    whole = together([covered([span(0, 60)], [], None, span(0, 60), at(60)),
                      covered([span(0, 60)], [at(0)], timedelta(minutes=30), span(0, 60), at(60))])  # fmt: skip
    assert (minutes(whole.duty), whole.share, whole.visits) == (60, 0.5, 1)


spans = st.tuples(st.integers(0, 200), st.integers(1, 80)).map(lambda pair: span(pair[0], pair[0] + pair[1]))


@given(st.lists(spans, max_size=4), st.lists(st.integers(0, 300), max_size=6), st.integers(1, 60), spans)
def test_figures_agree_with_counting_minute_by_minute(duties, visits, limit, period):
    found = covered(duties, map(at, visits), timedelta(minutes=limit), period, at(250))
    duty = within = 0
    for minute in range(250):
        moment = at(minute)
        whole = next((each for each in joined(duties) if each.holds(moment)), None)
        if whole is None or not period.holds(moment):
            continue
        since = max([whole.start, *(at(visit) for visit in visits if at(visit) <= moment)])
        duty += 1
        within += moment - since < timedelta(minutes=limit)
    assert (minutes(found.duty), minutes(found.within)) == (duty, within)


def test_a_gap_is_found_once_and_a_visit_closes_it():
    now, _ = on_duty(watch(), {"s1": span(0, 240)}, at(0))
    assert due(now, at(0)) == at(30)
    now, happened = settled(now, at(30))
    assert [it.name for it in happened] == ["coverage_gap_found"]
    assert settled(now, at(31)) == (now, [])
    now, happened = visited(now, at(40), at(41))
    assert [(it.name, it.data["reason"]) for it in happened] == [("coverage_gap_closed", "visited")]
    assert due(now, at(41)) == at(70)


def test_a_late_report_shows_that_there_was_no_gap_and_a_newer_one_is_found_at_once():
    now, _ = on_duty(watch(), {"s1": span(0, 240)}, at(0))
    now, _ = settled(now, at(70))
    now, happened = visited(now, at(20), at(71))
    assert [(it.name, it.data.get("reason")) for it in happened] == [
        ("coverage_gap_closed", "late_report"), ("coverage_gap_found", None),
    ]  # fmt: skip
    assert now.gap == at(20)


def test_a_gap_ends_with_duty_and_no_duty_has_none():
    now, _ = on_duty(watch(), {"s1": span(0, 60)}, at(0))
    now, _ = settled(now, at(45))
    assert due(now, at(45)) == at(60)
    ended, happened = settled(now, at(60))
    assert [(it.data["reason"], ended.gap) for it in happened] == [("off_duty", None)]
    cancelled, happened = on_duty(now, {"s1": None}, at(50))
    assert (happened[0].data["reason"], due(cancelled, at(50))) == ("off_duty", None)


@given(
    st.lists(st.integers(0, 200), max_size=6), st.dictionaries(st.sampled_from("abc"), spans, max_size=3),
    st.integers(0, 260), st.randoms(use_true_random=False),
)  # fmt: skip
def test_any_order_of_visits_and_duties_leaves_the_same_watch(visits, duties, end, shuffle: random.Random):
    steps = [*visits, *duties.items()]
    found = []
    for _ in range(2):
        shuffle.shuffle(steps)
        now, open_gaps = watch(), 0
        for number, step in enumerate([*steps, None]):
            moment = at(end) if number == len(steps) else at(200 + number * (end - 200) / 20 if end > 200 else end)
            if step is None:
                now, happened = settled(now, moment)
            elif isinstance(step, int):
                now, happened = visited(now, min(at(step), moment), moment)
            else:
                now, happened = on_duty(now, dict([step]), moment)
            for it in happened:
                open_gaps += 1 if it.name == "coverage_gap_found" else -1
                assert open_gaps in (0, 1)
            assert open_gaps == (now.gap is not None)
        found.append((now.gap, now.duties))
    if end <= 200:
        assert found[0] == found[1]
