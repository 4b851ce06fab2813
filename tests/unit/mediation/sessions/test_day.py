"""One calendar: holds, confirmations and releases."""

from datetime import timedelta

import pytest

from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.day import Clash, Day, confirm, drop, hold, look_after, release
from tests.fixtures.mediation_desk import NOON, always, booking, never

EMPTY = Day("person:m-1", "2026-03-02")
LATER = NOON + timedelta(minutes=5)


def states(day: Day) -> list[tuple[str, str]]:
    return [(entry.booking.key, entry.state) for entry in day.entries]


def test_a_hold_keeps_others_out_until_it_expires():
    held = hold(EMPTY, booking(), NOON, "c")
    with pytest.raises(Clash) as clash:
        hold(held, booking("s2"), LATER - timedelta(seconds=1), "d")
    assert clash.value.entry.booking.session_id == "s1"
    assert states(hold(held, booking("s2"), LATER, "d")) == [("s1/0", "held"), ("s2/0", "held")]


def test_touching_times_do_not_clash():
    day = confirm(EMPTY, booking(hour=14), NOON, "c")
    after = confirm(confirm(day, booking("s2", hour=15), NOON, "c"), booking("s3", hour=13), NOON, "c")
    assert len(after.entries) == 3


@pytest.mark.parametrize("step", [hold, confirm])
def test_a_repeat_changes_nothing(step):
    once = step(EMPTY, booking(), NOON, "c")
    assert step(once, booking(), NOON + timedelta(minutes=2), "c") is once


def test_a_confirmation_after_the_hold_expired_takes_the_time_only_if_it_is_free():
    held = hold(EMPTY, booking(), NOON, "c")
    assert states(confirm(held, booking(), LATER, "c")) == [("s1/0", "confirmed")]
    other = hold(held, booking("s2"), LATER, "d")
    with pytest.raises(Clash):
        confirm(other, booking(), LATER, "c")


def test_a_released_hold_vanishes_and_a_released_session_stays_as_cancelled():
    assert release(hold(EMPTY, booking(), NOON, "c"), "s1/0", NOON, "c").entries == ()
    cancelled = release(confirm(EMPTY, booking(), NOON, "c"), "s1/0", NOON, "c")
    assert states(cancelled) == [("s1/0", "cancelled")]
    assert release(cancelled, "s1/0", LATER, "c") is cancelled
    assert states(hold(cancelled, booking("s2"), NOON, "d"))[-1] == ("s2/0", "held")


@pytest.mark.parametrize("step", [hold, confirm])
def test_a_late_repeat_does_not_bring_a_cancelled_session_back(step):
    cancelled = release(confirm(EMPTY, booking(), NOON, "c"), "s1/0", NOON, "c")
    with pytest.raises(Refused, match="cancelled"):
        step(cancelled, booking(), NOON, "c")


def test_what_is_given_up_is_a_hold_only():
    confirmed = confirm(EMPTY, booking(), NOON, "c")
    assert drop(confirmed, "s1/0") is confirmed
    assert drop(hold(EMPTY, booking(), NOON, "c"), "s1/0").entries == ()


def test_a_session_is_moved_over_its_own_time_and_not_back():
    day = confirm(EMPTY, booking(), NOON, "c")
    moved = booking(hour=14.5, sequence=1)
    after = confirm(hold(day, moved, NOON, "d"), moved, NOON, "d")
    assert states(after) == [("s1/1", "confirmed")]
    with pytest.raises(Refused, match="moved"):
        confirm(after, booking(), NOON, "c")


@pytest.mark.parametrize("step", [hold, confirm])
def test_a_session_cannot_stand_elsewhere_under_the_same_sequence(step):
    with pytest.raises(Refused) as refused:
        step(confirm(EMPTY, booking(), NOON, "c"), booking(hour=16), NOON, "c")
    assert refused.value.reason == "session_stands"


def test_a_hold_left_behind_is_confirmed_when_its_session_takes_place():
    held = hold(EMPTY, booking(), NOON, "c")
    due = held.due()
    assert due is not None
    assert look_after(held, due - timedelta(seconds=1), always, "sweep") is None
    assert states(look_after(held, due, always, "sweep")) == [("s1/0", "confirmed")]


def test_a_hold_left_behind_without_a_session_is_kept_until_it_expires_and_then_dropped():
    held = hold(EMPTY, booking(), NOON, "c")
    kept = look_after(held, held.due(), never, "sweep")
    assert (states(kept), kept.due()) == ([("s1/0", "held")], LATER)
    gone = look_after(kept, LATER, never, "sweep")
    assert (gone.entries, gone.due()) == ((), None)


def test_a_sweep_never_confirms_over_another_session():
    held = hold(EMPTY, booking(), NOON, "c")
    taken = confirm(held, booking("s2"), LATER, "d")
    assert states(look_after(taken, LATER, always, "sweep")) == [("s2/0", "confirmed")]
