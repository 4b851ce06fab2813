"""No two bookings of a resource ever overlap, however the steps of several processes fall among each other.

What must never happen is that two people are each told that a room is theirs. A person is told what the case says,
so a session counts as booked when its case says that it takes place, and whenever it says so, the session must
stand, held or confirmed, in every calendar it lies in. Beyond what people need, no two *confirmed* bookings of a
resource overlap either, in whichever days' calendars they lie, not even for the moment of a step; for that to be
true of processes that follow the rules, `confirm` and `release` are called here as the service calls them: after
the case has the session, or has cancelled it.
"""

import multiprocessing
import tempfile
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from itertools import combinations
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.mediation.app.sessions import storage
from services.mediation.app.sessions.calendars import Taken
from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import calendars_of, overlaps
from tests.fixtures.mediation_desk import ZONE, Cases, booking, desk

BOOKINGS = [
    booking(f"s{number}", hour=hour, hours=hours, room=room, people=people)
    for number, (hour, hours, room, people) in enumerate(
        [
            (14, 1, "main", ("m-1",)), (14, 2, "main", ("m-2",)), (15, 1, "small", ("m-1", "m-2")),
            (23, 2, "main", ("m-1",)), (24, 1, "small", ("m-1",)), (14.5, 10, "small", ("m-3",)),
        ]
    )
]  # fmt: skip
MOVED = [booking(f"s{number}", hour=15.5, sequence=1) for number in range(3)]
DEEDS = ["hold", "confirm", "release", "book", "book", "sweep", "reconcile", "wait", "leap", "set back", "die"]
operations = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from(DEEDS),
        st.sampled_from(BOOKINGS + MOVED), st.integers(0, 2),
    ),
    min_size=2, max_size=12,
)  # fmt: skip


class Interleaved:
    """A store that lets something else happen right before some of its writes."""

    def __init__(self, store, between):
        self._store, self._between = store, between

    def __getattr__(self, name):
        return getattr(self._store, name)

    def insert(self, collection, document):
        self._between()
        return self._store.insert(collection, document)

    def replace(self, collection, document, revision):
        self._between()
        return self._store.replace(collection, document, revision)


class Died(BaseException):
    """A process is gone in the midst of what it did."""


class Run:
    """Two processes over one file work off one list; the next operation begins in the midst of the one before."""

    def __init__(self, path, todo):
        self.todo = deque(todo)
        self.depth, self.skip, self.behind, self.cases = 0, 0, 0, Cases()
        first = desk(path, wrapped=lambda store: Interleaved(store, self.between))
        self.desks = [first, desk(path, first.clock, lambda store: Interleaved(store, self.between))]

    def between(self):
        if self.skip > 0:
            self.skip -= 1
        elif self.todo and self.depth < 4:
            if self.todo[0][1] == "die":
                self.todo.popleft()
                raise Died
            self.next()

    def next(self):
        which, action, made, self.skip = self.todo.popleft()
        self.depth += 1
        with suppress(Taken, Refused, Died):
            self.do(self.desks[which].calendars, action, made)
        self.depth -= 1
        self.check()

    def do(self, calendars, action, made):
        match action:
            case "wait":
                self.desks[0].clock.forward(200)
            case "leap":
                self.desks[0].clock.forward(100_000)
            case "set back":
                self.desks[0].clock.forward(-1000)
                self.behind += 1000
            case "sweep" | "reconcile":
                getattr(calendars, action)(self)
            case "book":
                calendars.book(made, action, lambda: self.write(made), lambda: self.takes_place(made))
            case "hold":
                calendars.hold(made, action)
            case "confirm" if self.takes_place(made):
                calendars.confirm(made, action)
            case "release" if self.cases.cancel(made):
                calendars.release(made, action)

    def write(self, made):
        """Put the session into its case; anything may happen right before and right after."""
        self.between()
        self.cases.schedule(made)
        self.check()
        self.between()

    def takes_place(self, made):
        found = self.cases.takes_place(made)
        self.between()
        return found

    def give_up(self, made):
        self.between()
        given_up = self.cases.give_up(made)
        self.between()
        return given_up

    def check(self):
        for resource, taken in self.desks[0].confirmed().items():
            for one, other in combinations(taken, 2):
                assert not overlaps(one, other), (resource, one.key, other.key)
        standing = set()
        for day, _ in storage.entries(self.desks[0].store):
            live = [entry.booking for entry in day.entries if entry.takes]
            standing.update((day.resource, day.day, made.key) for made in live)
            for one, other in combinations(live, 2):
                assert one.session_id == other.session_id or not overlaps(one, other), (day.resource, one, other)
        for made in self.cases.scheduled.values():
            for resource, day in calendars_of(made, ZONE):
                assert (resource, day.isoformat(), made.key) in standing, (resource, day, made.key)

    def settle(self):
        """Set the clock right, let the sweep come by as it does; return what is left of holds and of cancelled."""
        self.desks[0].clock.forward(self.behind)
        for _ in range(8):
            self.desks[0].clock.forward(200)
            self.desks[1].calendars.sweep(self.cases)
            self.desks[1].calendars.reconcile(self.cases)
        return [
            entry
            for _, entry in storage.entries(self.desks[0].store)
            if entry.takes and entry.booking.end > self.desks[0].clock()
            and not (entry.state == "confirmed" and self.cases.takes_place(entry.booking))
        ]  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(operations)
def test_no_two_bookings_of_a_resource_overlap_at_any_moment(todo):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "store.db", todo)
        while run.todo:
            run.next()
        assert run.settle() == []
        run.check()


def book_all(path: str, name: str) -> list[str]:
    """Book the same eight hours as all the others do; return those that were won."""
    here, won = desk(Path(path)), []
    for number in range(8):
        made = booking(f"{name}-{number}", hour=8 + number)
        with suppress(Taken):
            here.calendars.book(made, name, lambda: None)
            won.append(made.session_id)
    return won


def test_real_processes_share_the_day_without_a_double_booking(tmp_path):
    path = tmp_path / "store.db"
    here = desk(path)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        won = [id for found in pool.map(book_all, [str(path)] * 2, "ab") for id in found]
    for taken in here.confirmed().values():
        assert sorted(made.session_id for made in taken) == sorted(won)
        assert not any(overlaps(one, other) for one, other in combinations(taken, 2))
    assert won
