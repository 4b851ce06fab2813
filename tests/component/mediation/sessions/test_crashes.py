"""The process dies between any two steps; what is left behind comes right."""

import pytest

from services.mediation.app.sessions.calendars import Taken
from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import person, room_of
from tests.fixtures.mediation_desk import Cases, booking, desk

RESOURCES = {room_of("hall", "main"), person("m-1")}
WRITES = 4
"""Calendar writes of a booking: a hold and a confirmation for the room and for the person."""


class Crash(BaseException):
    """The process is gone: no handler of exceptions runs that a real crash would not."""


class Mortal:
    """A store that dies before its n-th write of a calendar."""

    def __init__(self, store, lives):
        self._store, self.lives = store, lives

    def __getattr__(self, name):
        return getattr(self._store, name)

    def insert(self, collection, document):
        self._live(collection)
        return self._store.insert(collection, document)

    def replace(self, collection, document, revision):
        self._live(collection)
        return self._store.replace(collection, document, revision)

    def _live(self, collection):
        if collection == "calendars":
            if self.lives == 0:
                raise Crash
            self.lives -= 1


@pytest.fixture
def path(tmp_path):
    return tmp_path / "store.db"


def crashed_booking(path, clock, lives, cases, *, after_fact=False):
    """Book until death."""
    dying = desk(path, clock, lambda store: Mortal(store, lives))

    def write():
        cases.schedule(booking())
        if after_fact:
            raise Crash

    with pytest.raises(Crash):
        dying.calendars.book(booking(), "c", write)


def settle(here, cases):
    for _ in range(7):
        here.clock.forward(60)
        here.calendars.sweep(cases)


@pytest.mark.parametrize("lives", range(WRITES))
def test_after_a_crash_a_session_is_booked_whole_or_not_at_all(path, lives):
    here, cases = desk(path).furnish(), Cases()
    crashed_booking(path, here.clock, lives, cases)
    settle(here, cases)
    assert set(cases.scheduled) == (set() if lives < 2 else {"s1"})
    assert here.confirmed() == ({resource: [booking()] for resource in RESOURCES} if cases.scheduled else {})
    if not cases.scheduled:
        here.calendars.hold(booking("s2"), "d")


def test_a_crash_right_after_the_fact_is_healed(path):
    here, cases = desk(path).furnish(), Cases()
    crashed_booking(path, here.clock, 99, cases, after_fact=True)
    with pytest.raises(Taken):
        here.calendars.hold(booking("s2"), "d")
    settle(here, cases)
    assert set(here.confirmed()) == RESOURCES


@pytest.mark.parametrize("lives", range(WRITES))
def test_the_command_repeated_after_a_crash_finishes_what_was_begun(path, lives):
    here, cases = desk(path).furnish(), Cases()
    crashed_booking(path, here.clock, lives, cases)
    here.calendars.book(booking(), "c", lambda: cases.schedule(booking()))
    assert here.confirmed() == {resource: [booking()] for resource in RESOURCES}
    before = list(here.store.find("calendars").documents)
    here.calendars.book(booking(), "c", lambda: cases.schedule(booking()))
    assert here.store.find("calendars").documents == before


@pytest.mark.parametrize("lives", range(2))
def test_a_cancellation_cut_short_is_finished(path, lives):
    here, cases = desk(path).furnish(), Cases()
    for made in (booking(), booking("s2", hour=20)):
        here.calendars.book(made, "c", lambda made=made: cases.schedule(made))
    cases.cancel(booking())
    dying = desk(path, here.clock, lambda store: Mortal(store, lives))
    with pytest.raises(Crash):
        dying.calendars.release(booking(), "d")
    assert here.calendars.reconcile(cases) == 1
    assert here.confirmed() == {resource: [booking("s2", hour=20)] for resource in RESOURCES}
    assert here.calendars.reconcile(cases) == 0


def test_a_refusal_cut_short_leaves_holds_that_the_sweep_ends(path):
    here = desk(path).furnish()
    here.calendars.book(booking(people=("m-2",)), "c", lambda: None)
    dying = desk(path, here.clock, lambda store: Mortal(store, 1))
    with pytest.raises(Crash):
        dying.calendars.hold(booking("s2"), "d")
    with pytest.raises(Taken):
        here.calendars.hold(booking("s3", room="small"), "e")
    settle(here, Cases())
    here.calendars.hold(booking("s3", room="small"), "e")


def test_who_sleeps_over_the_end_of_the_hold_is_refused_by_the_case(path):
    here, cases = desk(path).furnish(), Cases()

    def late():
        settle(here, cases)
        here.calendars.book(booking("s2"), "d", lambda: cases.schedule(booking("s2")))
        cases.schedule(booking())

    with pytest.raises(Refused):
        here.calendars.book(booking(), "c", late)
    assert here.confirmed() == {resource: [booking("s2")] for resource in RESOURCES}


def test_who_sleeps_between_the_fact_and_the_confirmation_still_has_the_time(path):
    here, cases = desk(path).furnish(), Cases()

    def slow():
        cases.schedule(booking())
        here.clock.forward(100_000)
        with pytest.raises(Taken):
            here.calendars.hold(booking("s2"), "d")

    here.calendars.book(booking(), "c", slow)
    assert here.confirmed() == {resource: [booking()] for resource in RESOURCES}
