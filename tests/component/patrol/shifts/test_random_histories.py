"""Whatever people, time, two replicas and crashes do to shifts, what was promised holds after each step."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts.swapping import Propose
from tests.fixtures.patrol_mortal import Crash, Mortal
from tests.fixtures.patrol_shifts import (
    HOURS,
    START,
    broken_promises,
    command,
    pid,
    published,
    shift_office,
    slot,
)

NUMBERS = (1, 2, 3, 101, 102, 103, 104)
SLOTS = [
    slot("s1"), slot("s2", START + timedelta(hours=2)), slot("s3", START + timedelta(hours=16)),
    slot("s4", START + timedelta(hours=20)),
]  # fmt: skip
TAKEN = {
    ("s1", 0): 1, ("s1", 1): 101, ("s2", 0): 2, ("s2", 1): 102, ("s3", 0): 3, ("s3", 1): 101, ("s4", 0): 2,
}  # fmt: skip
DEEDS = (
    "drop", "accept", "accept", "decline", "take", "assign", "arrive", "depart", "leave", "swap", "wait", "wait",
    "jump", "both fire", "die",
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 3), st.sampled_from(NUMBERS), st.integers(0, 20)),
    min_size=6, max_size=20,
)  # fmt: skip


class Run:
    """Two processes of one office; the second dies when it is told to, and is started again."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "store.db"
        self.office = shift_office(self.path, NUMBERS, asks_at_once=1)
        self.other = shift_office(self.path, like=self.office)
        self.office.clock.now = START - timedelta(hours=3)
        self.office.uses.open_shifts(published(SLOTS, TAKEN))
        self.ids = [each.id for each in sorted(self.office.shifts(), key=lambda shift: shift.start)]
        self.lives = -1

    def do(self, deed: str, which: int, number: int, more: int) -> None:
        """Do it, by one of the two processes."""
        id, person, clock = self.ids[which], pid(number), self.office.clock
        if deed == "wait":
            clock.forward(60 * (1 + more))
        elif deed == "jump":
            self.office.to(clock.now + timedelta(minutes=30 * (1 + more)))
        elif deed == "both fire":
            self.office.fire()
            self.other.fire()
        elif deed == "die":
            self.lives = more % 6
        else:
            self._order(deed, id, person, more)

    def _order(self, deed: str, id: str, person: str, more: int) -> None:
        lives, self.lives = self.lives, -1
        process = self.office if more % 2 else self.other
        if lives >= 0:
            process = shift_office(self.path, like=self.office, wrapped=lambda store: Mortal(store, lives))
        duty, now = process.uses.duty, self.office.clock.now
        with suppress(Refused, Crash):
            match deed:
                case "drop":
                    duty.drop_out(id, self._holder(id, more) or person, "ill", command())
                case "accept" | "decline":
                    id, who = self._asked(id, person, more)
                    if deed == "accept":
                        duty.accept(id, who, command())
                    else:
                        duty.decline(id, who, "no", command())
                case "take":
                    duty.take(id, person, None, command())
                case "assign":
                    duty.assign(id, person, more % 2, "flood" if more % 3 else "", command())
                case "arrive":
                    came = self._holder(id, more) if more % 3 else person
                    duty.arrive(id, came, now - timedelta(minutes=more), command())
                case "depart":
                    duty.depart(id, person, now, command())
                case "leave":
                    duty.leave(person, slot("x", now, length=HOURS * 8).span)
                case "swap":
                    self._swap(process, id, person, more)

    def _asked(self, id: str, person: str, more: int) -> tuple[str, str]:
        """Return a shift and somebody who is asked for it, or as given when nobody is."""
        shifts = self.office.shifts()
        found = [(s.id, a.person) for s in shifts for p in s.places for a in p.asks if a.answer == "waiting"]
        return sorted(found)[more % len(found)] if found else (id, person)

    def _holder(self, id: str, more: int) -> str:
        return self.office.get(id).places[more % 2].person

    def _swap(self, process, id: str, person: str, more: int) -> None:
        shift, other = process.get(id), process.get(self.ids[(self.ids.index(id) + 2) % 4])
        place = shift.places[more % 2]
        back = other.places[more % 2]
        swap = f"w-{more}"
        taker = back.person or person
        order = Propose(swap, place.person, taker, *((other.id, back.number) if back.person else ("", None)))
        process.uses.swaps.propose(id, order, command())
        process.uses.swaps.agree(id, swap, taker, command())
        process.uses.swaps.approve(id, swap, command())


@given(steps)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_promises_hold_after_every_step_and_all_comes_to_rest(todo):
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        for step in todo:
            run.do(*step)
            assert not broken_promises(run.office), step
        run.office.to(max(run.office.clock.now, START) + timedelta(days=3))
        assert not broken_promises(run.office)
        shifts = run.office.shifts()
        assert {shift.state for shift in shifts} <= {"ended", "cancelled"}
        assert not any(ask.answer == "waiting" for s in shifts for p in s.places for ask in p.asks)
        assert not any(place.pledged or place.state in ("assigned", "here") for s in shifts for place in s.places)
        served = {(p.person, s.id, p.number) for s in shifts for p in s.places if p.state == "served"}
        assert served == set(run.office.credited.given)
        holds = {place.hold for s in shifts for place in s.places if place.hold}
        kept = {each.id for number in NUMBERS for each in run.office.uses.diaries.of(pid(number)).entries}
        assert kept == holds
        for name in ("shift_started", "shift_ended", "shift_published"):
            subjects = [event["subject"] for event in run.office.events(name)]
            assert len(subjects) == len(set(subjects))


@given(st.lists(st.integers(0, 2), min_size=1, max_size=8), st.integers(1, 2))
@settings(max_examples=6, deadline=None)
def test_a_no_show_is_replaced_without_any_human_but_who_accepts(answers, at_once):
    with tempfile.TemporaryDirectory() as folder:
        office = shift_office(Path(folder) / "store.db", NUMBERS, asks_at_once=at_once)
        shift = office.publish(SLOTS[0], taken=TAKEN)[0]
        office.to(START + timedelta(minutes=15, seconds=1))
        for answer in answers:
            now = office.get(shift.id)
            asked = [ask.person for ask in now.places[1].asks if ask.answer == "waiting"]
            assert asked or now.places[1].person or now.places[1].told
            assert len(asked) <= at_once
            if answer == 2 and asked:
                office.uses.duty.accept(shift.id, asked[0], command())
            elif answer == 1 and asked:
                office.uses.duty.decline(shift.id, asked[0], "no", command())
            else:
                office.to(office.clock.now + timedelta(minutes=6))
            if office.get(shift.id).places[1].person:
                assert office.get(shift.id).places[1].person != pid(101)
                break
        assert not broken_promises(office)
