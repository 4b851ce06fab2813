"""The topics put together as a process has them: what is decided about people reaches their shifts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianfang.persistence.cipher import FieldCipher, generate_key
from lianfang.persistence.sqlite.adapter import SqliteStore
from services.patrol.domain.people import joining
from services.patrol.domain.people.joining import Station
from services.patrol.domain.span import Span
from services.patrol.wiring import Outside, assemble
from tests.fixtures.clock import Clock
from tests.fixtures.patrol_shifts import START, UNIT, ZONE, OnePost, command, pid, published, slot


@pytest.fixture
def app(tmp_path):
    """The service's use cases, with a volunteer and an officer on one shift in three days."""
    store, keys = SqliteStore(tmp_path / "store.db"), (generate_key(),)
    made = assemble(Outside(store, Clock(), lambda _pending: None, FieldCipher(list(keys)), keys, print, ZONE))
    for number in (1, 101, 102):
        station = Station(UNIT, "officer" if number < 100 else "volunteer")

        def put_in(person, station=station, number=number):
            return joining.put_in(person, pid(number), station)

        made.people._execute(pid(number), command(), put_in)
    uses = made.shift_uses
    uses.open_shifts._drafts = replace(uses.open_shifts._drafts, posts=OnePost())
    uses.open_shifts(published((slot(),), {("s1", 0): 1, ("s1", 1): 101}))
    yield made
    store.close()


def shift_of(app):
    (found,) = app.shift_uses.shifts.of_unit(UNIT, slot().span)
    return found


@pytest.mark.parametrize(("gone", "why"), [("suspend", "suspended"), ("dismiss", "left")])
def test_who_is_suspended_or_leaves_is_taken_out_and_the_next_one_asked(app, gone, why):
    once = command(gone)
    for _ in range(2):
        getattr(app.people, gone)(pid(101), "conduct", once)
    shift = shift_of(app)
    assert shift.people == (pid(1),)
    assert shift.places[1].before == ((pid(101), why),)
    assert [ask.person for ask in shift.places[1].asks] == [pid(102)]


def test_a_late_repeat_of_a_suspension_takes_nobody_out_who_is_back(app):
    once = command("suspend")
    app.people.suspend(pid(101), "conduct", once)
    app.people.act(pid(101), command(), joining.approve)
    app.shift_uses.duty.assign(shift_of(app).id, pid(101), 1, "back", command())
    app.people.suspend(pid(101), "conduct", once)
    assert pid(101) in shift_of(app).people


def test_granted_leave_takes_a_person_out(app):
    app.people.put_leave(pid(101), "l-1", Span(START, slot().end), "leave", command())
    assert shift_of(app).people == (pid(1),)
