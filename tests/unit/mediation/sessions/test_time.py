"""Spans, days, opening hours, free time."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import Slot, calendars_of, check, overlaps
from services.mediation.domain.sessions.free import free_slots, nearest
from services.mediation.domain.sessions.hours import Hours
from tests.fixtures.mediation_desk import NOON, ZONE, booking

DAY = date(2026, 3, 2)


def slot(start: int, end: int) -> Slot:
    """Minutes after noon."""
    return Slot(NOON + timedelta(minutes=start), NOON + timedelta(minutes=end))


def test_a_booking_across_midnight_lies_in_both_days_of_each_resource_in_one_order():
    late = booking(hour=23, hours=2, people=("m-2", "m-1"))
    assert calendars_of(late, ZONE) == tuple(
        (resource, day)
        for resource in ("person:m-1", "person:m-2", "room:hall/main")
        for day in (DAY, DAY + timedelta(1))
    )


def test_a_booking_that_ends_at_midnight_does_not_touch_the_next_day():
    assert {day for _, day in calendars_of(booking(hour=22, hours=2), ZONE)} == {DAY}


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"start": datetime(2026, 3, 2, 9)}, "start"),  # noqa: DTZ001 - the point of the case
        ({"end": NOON}, "end"),
        ({"end": NOON + timedelta(days=3)}, "end"),
        ({"room": ""}, "room"),
        ({"room": "", "studio": "", "people": ()}, "people"),
    ],
)
def test_a_booking_that_makes_no_sense_is_refused_with_its_field(changed, field):
    with pytest.raises(Refused) as refused:
        check(replace(booking(), **changed))
    assert refused.value.field == field
    assert refused.value.remedy


def test_hours_refuse_only_when_they_bind():
    night = Slot(NOON.replace(hour=22), NOON.replace(hour=23))
    Hours().check(night, ZONE)
    with pytest.raises(Refused, match="opening hours"):
        Hours(binding=True).check(night, ZONE)
    Hours(binding=True).check(Slot(NOON, NOON.replace(hour=20)), ZONE)


def test_a_closed_day_has_no_window():
    hours = Hours(time(9), time(17), frozenset({0, 1, 2, 3, 4}), binding=True)
    assert [window.start.date().isoformat() for window in hours.windows(DAY + timedelta(4), 4, ZONE)] == [
        "2026-03-06", "2026-03-09",
    ]  # fmt: skip
    saturday = Slot(NOON + timedelta(days=5), NOON + timedelta(days=5, hours=1))
    with pytest.raises(Refused):
        hours.check(saturday, ZONE)


spans = st.tuples(st.integers(-30, 300), st.integers(1, 90)).map(lambda each: slot(each[0], each[0] + each[1]))


@given(busy=st.lists(spans, max_size=6), length=st.integers(1, 60))
def test_free_time_is_what_is_not_busy_and_long_enough(busy, length):
    window = slot(0, 240)
    free_minutes = [
        minute for minute in range(240) if not any(overlaps(slot(minute, minute + 1), each) for each in busy)
    ]
    expected = []
    for minute in free_minutes:
        if expected and expected[-1][1] == minute:
            expected[-1][1] = minute + 1
        else:
            expected.append([minute, minute + 1])
    kept = [slot(start, end) for start, end in expected if end - start >= length]
    assert free_slots(window, busy, timedelta(minutes=length)) == kept


def test_the_nearest_free_times_are_told_nearest_first():
    free = [slot(0, 30), slot(60, 90), slot(200, 300)]
    assert nearest(free, NOON + timedelta(minutes=50), timedelta(minutes=20), 2) == [slot(60, 80), slot(10, 30)]
    assert nearest([slot(0, 10)], NOON, timedelta(minutes=20)) == []
