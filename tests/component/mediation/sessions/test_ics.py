"""Calendars that other programs read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from lianfang.feeds.secret import NoFeed
from services.mediation.app.sessions import ics
from services.mediation.domain.sessions.day import CANCELLED, CONFIRMED, Entry
from tests.fixtures.mediation_desk import NOON, STUDIO, any_version, booking, command, desk

LINK = "https://video.example/room/7;x=1,2"


@pytest.fixture
def here(tmp_path):
    return desk(tmp_path / "store.db").furnish()


def events(content: bytes):
    return {event["UID"]: event for event in Calendar.from_ical(content).walk("VEVENT")}


def feed(here, owner="person:m-1", name="f"):
    return here.feeds.put(owner, "调解日程", command(name))


def take(here, made):
    here.calendars.book(made, "c", lambda: None)


def test_a_session_says_when_where_and_the_number_of_its_case_only(here):
    take(here, booking(video=LINK))
    (event,) = events(here.feeds.read(feed(here))).values()
    assert event["UID"] == "s1@mediation.lianfang"
    assert event.start == datetime(2026, 3, 2, 6, tzinfo=UTC)
    assert event.end - event.start == timedelta(hours=1)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert (event["SUMMARY"], event["LOCATION"]) == ("调解 寿宁调〔2026〕00012号", "演练调解室 一号")
    assert (event["STATUS"], event["SEQUENCE"]) == ("CONFIRMED", 0)
    assert event["URL"] == event.conferences[0].uri == LINK
    assert event["CONFERENCE"].params["FEATURE"] == "AUDIO,VIDEO"
    assert "case-s1" not in here.feeds.read(feed(here, name="again")).decode()


def test_uid_stays_and_sequence_rises_when_a_session_is_moved_and_then_cancelled(here):
    secret = feed(here)
    before, after = booking(), booking(hour=24 + 9, sequence=1)
    take(here, before)
    take(here, after)
    here.calendars.release(before, "d")
    (moved,) = events(here.feeds.read(secret)).values()
    assert (moved["SEQUENCE"], moved["STATUS"], moved.start) == (2, "CONFIRMED", after.start)
    here.calendars.release(after, "e")
    (cancelled,) = events(here.feeds.read(secret)).values()
    assert (cancelled["UID"], cancelled["SEQUENCE"], cancelled["STATUS"]) == (moved["UID"], 3, "CANCELLED")


def test_a_feed_shows_its_owners_sessions_once_and_no_holds(here):
    take(here, booking(hour=23, hours=2))
    take(here, booking("s2", room="small", people=("m-2",)))
    here.calendars.hold(booking("s3", hour=10), "c")
    assert set(events(here.feeds.read(feed(here)))) == {"s1@mediation.lianfang"}
    studio = events(here.feeds.read(feed(here, "studio:hall")))
    assert set(studio) == {"s1@mediation.lianfang", "s2@mediation.lianfang"}
    assert set(events(here.feeds.read(feed(here, "room:hall/small")))) == {"s2@mediation.lianfang"}


def test_only_a_hash_of_the_secret_is_stored(here):
    secret = feed(here)
    assert len(secret) >= 43
    stored = here.store.find("feeds").documents
    assert len(stored) == 1
    assert secret not in str(stored)


def test_a_repeat_does_not_tell_the_secret_again_and_does_not_end_it(here):
    secret = feed(here)
    assert feed(here) == ""
    assert events(here.feeds.read(secret)) == {}


def test_a_new_secret_ends_the_old_one_and_revoking_ends_all(here):
    old, new = feed(here, name="a"), feed(here, name="b")
    with pytest.raises(NoFeed):
        here.feeds.read(old)
    here.feeds.read(new)
    here.feeds.revoke("person:m-1", command())
    with pytest.raises(NoFeed):
        here.feeds.read(new)
    with pytest.raises(NoFeed):
        here.feeds.revoke("person:m-2", command())


def test_studios_of_like_names_are_kept_apart(here):
    here.roster.put_studio("hall-2", STUDIO, command(), any_version)
    take(here, booking(studio="hall-2", people=("m-2",)))
    assert events(here.feeds.read(feed(here, "studio:hall"))) == {}


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120)
entries = st.builds(
    lambda session, hours, sequence, number, location, video, state: Entry(
        booking(
            session, hours=hours, sequence=sequence, number=number, location=location,
            video=f"https://video.example/{video}" if video else "",
        ),
        state, NOON, "c",
    ),
    st.uuids().map(str), st.integers(1, 20), st.integers(0, 5), texts, texts,
    st.text("abc/?&=;,:%0", max_size=90), st.sampled_from([CONFIRMED, CANCELLED]),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(entries, max_size=4, unique_by=lambda each: each.booking.session_id))
def test_every_calendar_reads_back_and_keeps_the_standard(given_entries):
    content = ics.calendar("日程", "person:m-1@mediation.lianfang", given_entries)
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))  # RFC 5545, 3.1
    assert b"\n" not in content.replace(b"\r\n", b"")
    read = Calendar.from_ical(content)
    assert read.errors == []
    assert (read["VERSION"], read["METHOD"]) == ("2.0", "PUBLISH")
    found = events(content)
    assert len(found) == len(given_entries)
    for entry in given_entries:
        event = found[ics.uid_of(entry.booking.session_id)]
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "STATUS", "SUMMARY"} <= set(event)
        assert (event.start, event.end) == (entry.booking.start, entry.booking.end)
        assert event.get("LOCATION", "") == entry.booking.location
        assert event.get("URL", "") == entry.booking.video
