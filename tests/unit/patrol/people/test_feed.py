"""A person's calendar: only theirs, and what they lost or was cancelled says so with a higher SEQUENCE."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from lianfang.feeds.secret import Feed, NoFeed
from services.patrol.app.people.feed import DutiesOf, sequence_of
from services.patrol.domain.people.ids import person_id
from services.patrol.domain.posts.post import Post
from services.patrol.domain.span import Span
from tests.fixtures.patrol_people import COUNTY, UNIT, shift_at

NOW = datetime(2026, 3, 2, tzinfo=UTC)
ME, OTHER = person_id("me"), person_id("other")
SPAN = Span(NOW, NOW + timedelta(days=2))


def read(*shifts):
    post = Post(f"{COUNTY}.chuanshan.night-patrol", COUNTY, UNIT, "船山路夜巡", "volunteer_patrol", COUNTY)
    render = DutiesOf(lambda _person, _span: shifts, lambda _id: post, lambda _id: True, lambda: NOW)
    content = render(Feed(ME, "勤务", "", "", ""))
    return content.decode(), list(Calendar.from_ical(content).walk("VEVENT"))


def test_a_shift_tells_time_post_and_place_and_nobody_else():
    content, (event,) = read(shift_at(SPAN, ME, OTHER))
    assert (str(event["SUMMARY"]), str(event["STATUS"]), event["SEQUENCE"]) == ("勤务 船山路夜巡", "CONFIRMED", 0)
    assert (event.start, event.end) == (NOW + timedelta(days=1), NOW + timedelta(days=1, hours=4))
    assert (event["GEO"].latitude, event["GEO"].longitude) == (28.668, 115.888)
    assert OTHER not in content


def test_what_was_lost_or_cancelled_is_cancelled():
    assert [str(event["STATUS"]) for event in read(shift_at(SPAN, OTHER, lost=(ME,)))[1]] == ["CANCELLED"]
    assert [str(event["STATUS"]) for event in read(shift_at(SPAN, ME, state="cancelled"))[1]] == ["CANCELLED"]


@pytest.mark.parametrize("end", ["published", "cancelled"])
def test_the_sequence_rises_with_every_change(end):
    story = [
        shift_at(SPAN, ME), shift_at(SPAN, OTHER, lost=(ME,)), shift_at(SPAN, ME, lost=(ME,)),
        shift_at(SPAN, OTHER, lost=(ME, ME)), shift_at(SPAN, ME, lost=(ME, ME), state=end),
    ]  # fmt: skip
    told = [sequence_of(shift, ME) for shift in story]
    assert [off for _, off in told] == [False, True, False, True, end == "cancelled"]
    sequences = [sequence for sequence, _ in told]
    assert sequences == sorted(set(sequences))


def test_the_calendar_of_one_who_left_opens_nothing():
    render = DutiesOf(lambda _person, _span: [], lambda _id: None, lambda _id: False, lambda: NOW)
    with pytest.raises(NoFeed):
        render(Feed("p-1", "勤务", "digest", "2026-03-02T00:00:00+00:00", "p-1"))
