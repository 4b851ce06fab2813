"""One calendar: holds, confirmations and releases."""

from datetime import timedelta

import pytest

from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions import day as days
from services.mediation.domain.sessions.day import Clash, Day, Verdict, confirm, drop, look_after, release
from tests.fixtures.mediation_desk import NOON, booking

EMPTY = Day("person:m-1", "2026-03-02")
LATER = NOON + timedelta(minutes=5)


def hold(day: Day, made=None, now=NOON, attempt="a") -> Day:
    return days.hold(day, made or booking(), now, "c", attempt)


def stand(day: Day, made=None) -> Day:
    return confirm(hold(day, made), made or booking(), NOON, "c")


def states(day: Day) -> list[tuple[str, str]]:
    return [(entry.booking.key, entry.state) for entry in day.entries]


def test_a_hold_keeps_others_out_however_late_it_is():
    with pytest.raises(Clash) as clash:
        hold(hold(EMPTY), booking("s2"), NOON + timedelta(days=1))
    assert clash.value.entry.booking.session_id == "s1"


def test_touching_times_do_not_clash():
    after = stand(stand(stand(EMPTY, booking(hour=14)), booking("s2", hour=15)), booking("s3", hour=13))
    assert len(after.entries) == 3


def test_a_repeat_changes_nothing():
    held = hold(EMPTY)
    assert hold(held, now=LATER) is held
    once = confirm(held, booking(), NOON, "c")
    assert confirm(once, booking(), LATER, "c") is hold(once, now=LATER, attempt="b") is once


def test_only_what_is_held_is_confirmed():
    with pytest.raises(Refused) as refused:
        confirm(EMPTY, booking(), NOON, "c")
    assert refused.value.reason == "not_held"


def test_what_was_released_stays_as_cancelled_and_gives_its_time_back():
    for before in (hold(EMPTY), stand(EMPTY)):
        cancelled = release(before, "s1/0", NOON, "c")
        assert states(cancelled) == [("s1/0", "cancelled")]
        assert release(cancelled, "s1/0", LATER, "c") is cancelled
        assert states(hold(cancelled, booking("s2")))[-1] == ("s2/0", "held")
        with pytest.raises(Refused, match="cancelled"):
            hold(cancelled, attempt="b")
        with pytest.raises(Refused, match="cancelled"):
            confirm(cancelled, booking(), NOON, "c")


def test_an_attempt_lets_go_of_its_own_hold_only():
    both = hold(hold(EMPTY), attempt="b")
    left = drop(both, "s1/0", "a")
    assert states(left) == [("s1/0", "held")]
    assert drop(left, "s1/0", "a") is left
    assert drop(left, "s1/0", "b").entries == ()
    confirmed = confirm(both, booking(), NOON, "c")
    assert drop(confirmed, "s1/0", "b") is confirmed


def test_a_session_is_moved_over_its_own_time_and_not_back():
    moved = booking(hour=14.5, sequence=1)
    after = stand(stand(EMPTY), moved)
    assert states(after) == [("s1/1", "confirmed")]
    with pytest.raises(Refused, match="moved"):
        confirm(after, booking(), NOON, "c")
    with pytest.raises(Refused, match="moved"):
        hold(after)


def test_a_move_that_is_only_tried_does_not_stop_the_session():
    tried = hold(hold(EMPTY), booking(hour=20, sequence=1))
    assert ("s1/0", "confirmed") in states(confirm(tried, booking(), NOON, "c"))


@pytest.mark.parametrize("before", [hold, stand])
def test_a_session_cannot_stand_elsewhere_under_the_same_sequence(before):
    with pytest.raises(Refused) as refused:
        hold(before(EMPTY), booking(hour=16))
    assert refused.value.reason == "session_stands"


def test_a_hold_left_behind_is_confirmed_when_its_session_takes_place():
    held = hold(EMPTY)
    due = held.due()
    assert due is not None
    assert look_after(held, due - timedelta(seconds=1), lambda _: Verdict.STANDS, "sweep") is None
    assert states(look_after(held, due, lambda _: Verdict.STANDS, "sweep")) == [("s1/0", "confirmed")]


def test_a_hold_left_behind_is_kept_while_its_session_may_come_about_and_dropped_when_it_never_will():
    held = hold(EMPTY)
    kept = look_after(held, held.due(), lambda _: Verdict.OPEN, "sweep")
    assert (states(kept), kept.due()) == ([("s1/0", "held")], LATER)
    gone = look_after(kept, LATER, lambda _: Verdict.NEVER, "sweep")
    assert (gone.entries, gone.due()) == ((), None)


def test_a_sweep_does_not_bring_back_a_session_that_was_moved():
    old = hold(EMPTY)
    moved = stand(hold(EMPTY, booking(hour=20, sequence=1)), booking(hour=20, sequence=1))
    both = Day(EMPTY.resource, EMPTY.day, (*old.entries, *moved.entries))
    assert states(look_after(both, LATER, lambda _: Verdict.STANDS, "sweep")) == [("s1/1", "confirmed")]
