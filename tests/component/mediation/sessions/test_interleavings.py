"""No two bookings of a resource ever overlap, however the steps of several processes fall among each other."""

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
from services.mediation.domain.sessions.booking import overlaps
from tests.fixtures.mediation_desk import booking, desk

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
operations = st.lists(
    st.tuples(
        st.integers(0, 1), st.sampled_from(["hold", "confirm", "release", "book", "sweep", "wait"]),
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


class Run:
    """Two processes over one file work off one list; the next operation begins in the midst of the one before."""

    def __init__(self, path, todo):
        self.todo = deque(todo)
        self.depth, self.skip, self.facts = 0, 0, set()
        first = desk(path, wrapped=lambda store: Interleaved(store, self.between))
        self.desks = [first, desk(path, first.clock, lambda store: Interleaved(store, self.between))]

    def between(self):
        if self.skip > 0:
            self.skip -= 1
        elif self.todo and self.depth < 4:
            self.next()

    def next(self):
        which, action, made, self.skip = self.todo.popleft()
        self.depth += 1
        with suppress(Taken, Refused):
            self.do(self.desks[which].calendars, action, made)
        self.depth -= 1
        self.check()

    def do(self, calendars, action, made):
        match action:
            case "wait":
                self.desks[0].clock.forward(200)
            case "sweep":
                calendars.sweep(lambda each: each.key in self.facts)
            case "book":
                calendars.book(made, action, lambda: self.facts.add(made.key))
            case _:
                getattr(calendars, action)(made, action)

    def check(self):
        for resource, taken in self.desks[0].confirmed().items():
            for one, other in combinations(taken, 2):
                assert not overlaps(one, other), (resource, one.key, other.key)
        now = self.desks[0].clock()
        for day, _ in storage.entries(self.desks[0].store):
            live = [entry.booking for entry in day.entries if entry.takes(now)]
            for one, other in combinations(live, 2):
                assert one.session_id == other.session_id or not overlaps(one, other), (day.resource, one, other)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(operations)
def test_no_two_bookings_of_a_resource_overlap_at_any_moment(todo):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder) / "store.db", todo)
        while run.todo:
            run.next()


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
