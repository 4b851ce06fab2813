"""Nobody and no room is booked twice, and what is refused is told."""

import pytest

from services.mediation.app.sessions.calendars import Taken
from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import person, room_of
from tests.fixtures.mediation_desk import NOON, Cases, any_version, booking, command, desk

ROOM, PERSON = room_of("hall", "main"), person("m-1")


@pytest.fixture
def here(tmp_path):
    return desk(tmp_path / "store.db").furnish()


def refuse():
    raise Refused("stale", "the case has changed")


def take(here, made):
    here.calendars.hold(made, "c")
    here.calendars.confirm(made, "c")


def test_a_booking_takes_the_room_and_everybody_in_it(here):
    made = booking(people=("m-1", "m-2"))
    take(here, made)
    assert here.confirmed() == {ROOM: [made], PERSON: [made], person("m-2"): [made]}


def test_what_is_taken_is_named_with_the_nearest_free_times(here):
    take(here, booking(hour=14, hours=2, room="small"))
    with pytest.raises(Taken) as taken:
        here.calendars.hold(booking("s2", hour=14.5), "d")
    assert taken.value.resource == PERSON
    assert taken.value.until == booking(hour=16).start
    assert [slot.start for slot in taken.value.free[:2]] == [booking(hour=13).start, booking(hour=16).start]


def test_a_refused_booking_leaves_nothing_held(here):
    take(here, booking(people=("m-2",)))
    with pytest.raises(Taken) as taken:
        here.calendars.hold(booking("s2"), "d")
    assert taken.value.resource == ROOM
    here.calendars.hold(booking("s3", room="small"), "e")


def test_the_same_command_may_try_again_after_a_refusal(here):
    blocker = booking(people=("m-2",))
    take(here, blocker)
    with pytest.raises(Taken):
        here.calendars.hold(booking("s2"), "d")
    here.calendars.release(blocker, "c")
    here.calendars.hold(booking("s2"), "d")
    with pytest.raises(Taken):
        here.calendars.hold(booking("s3"), "e")


def test_a_booking_across_midnight_blocks_both_days(here):
    take(here, booking(hour=23, hours=2))
    with pytest.raises(Taken):
        here.calendars.hold(booking("s2", hour=24.5), "d")
    assert here.confirmed()[ROOM] == [booking(hour=23, hours=2)]


def test_free_times_tell_what_is_left_of_the_day(here):
    take(here, booking(hour=10, hours=2))
    here.calendars.hold(booking("s2", hour=14), "d")
    free = here.calendars.free([ROOM, person("m-3")], NOON.date(), 60)
    assert [(slot.start.hour, slot.end.hour) for slot in free] == [(8, 10), (12, 14), (15, 20)]
    assert here.calendars.free([person("m-3")], NOON.date(), 13 * 60) == []


def test_when_the_case_refuses_its_holds_are_given_up(here):
    with pytest.raises(Refused):
        here.calendars.book(booking(), "c", refuse)
    here.calendars.hold(booking("s2"), "d")


def test_a_refused_repeat_leaves_the_booking_that_stands(here):
    made = booking()
    assert here.calendars.book(made, "c", lambda: 7) == 7

    with pytest.raises(Refused):
        here.calendars.book(made, "c", refuse)
    assert here.confirmed()[ROOM] == [made]


def test_two_sweeps_settle_a_hold_once(here, tmp_path):
    other = desk(tmp_path / "store.db", here.clock)
    cases = Cases()
    here.calendars.hold(booking(), "c")
    cases.schedule(booking())
    here.clock.forward(61)
    assert [here.calendars.sweep(cases).calendars, other.calendars.sweep(cases).calendars] == [2, 0]
    assert set(here.confirmed()) == {ROOM, PERSON}


def test_dead_holds_are_swept_away(here):
    cases = Cases()
    here.calendars.hold(booking(), "c")
    here.clock.forward(61)
    here.calendars.sweep(cases)
    here.clock.forward(300)
    here.calendars.sweep(cases)
    assert here.calendars.sweep(cases).calendars == 0
    with pytest.raises(Refused):
        cases.schedule(booking())
    assert here.agenda.session("s1") is None
    assert len(here.calendars.free([ROOM], NOON.date(), 12 * 60)) == 1


def test_a_write_that_failed_after_it_was_done_keeps_its_time(here):
    cases = Cases()

    def write():
        cases.schedule(booking())
        raise OSError("the answer was lost")

    with pytest.raises(OSError, match="lost"):
        here.calendars.book(booking(), "c", write, lambda: cases.takes_place(booking()))
    with pytest.raises(Taken):
        here.calendars.hold(booking("s2"), "d")
    here.clock.forward(61)
    here.calendars.sweep(cases)
    assert here.confirmed()[ROOM] == [booking()]


def test_a_repeat_that_is_refused_leaves_what_the_first_attempt_holds(here):
    here.calendars.hold(booking(), "c")
    with pytest.raises(Refused):
        here.calendars.book(booking(), "c", refuse)
    with pytest.raises(Taken):
        here.calendars.hold(booking("s2"), "d")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"room": "cellar"}, "room"), ({"studio": "nowhere"}, "room"), ({"people": ("m-9",)}, "people"),
        ({"room": "small", "video": "https://video.example/1"}, "room"),
    ],
)  # fmt: skip
def test_only_what_is_on_the_roster_can_be_booked(here, changed, field):
    with pytest.raises(Refused) as refused:
        here.roster.check_booking(booking(**changed))
    assert refused.value.field == field


def test_who_is_away_cannot_be_booked(here):
    kept = here.roster.mediator("m-1").item
    told = {"first": NOON.date(), "last": NOON.date()}
    body = {
        name: getattr(kept, name)
        for name in (
            "kind",
            "county",
            "studios",
            "regions",
            "skills",
            "languages",
            "capacity",
            "lon",
            "lat",
            "active",
        )
    }
    here.roster.put_mediator("m-1", {**body, "away": [told], "name": "", "phone": ""}, command(), any_version)
    with pytest.raises(Refused, match="away"):
        here.roster.check_booking(booking())
    here.roster.check_booking(booking(hour=24 + 10))
