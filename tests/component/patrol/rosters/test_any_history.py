"""Whatever planners do, and whichever process dies at which write: never two rosters on one day of a unit."""

from __future__ import annotations

from contextlib import suppress
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from services.patrol.domain.refused import Refused
from tests.fixtures.patrol_roster_desk import Crash, Mortal, World, command, day, office
from tests.fixtures.patrol_rosters import UNIT

ALIVE = 10_000
lives = st.just(ALIVE) | st.integers(0, 7)
periods = st.tuples(st.integers(1, 5), st.integers(0, 2)).map(lambda pair: (pair[0], sum(pair)))
which = st.integers(0, 3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("make"), st.just(ALIVE), periods),
        st.tuples(st.just("publish"), lives, which),
        st.tuples(st.just("publish"), lives, which),
        st.tuples(st.just("replan"), lives, which),
        st.tuples(st.just("withdraw"), lives, which),
        st.tuples(st.just("resume"), lives, st.booleans()),
        st.tuples(st.just("strike"), st.just(ALIVE), st.integers(1, 5)),
    ),
    min_size=3, max_size=9,
)  # fmt: skip


def carry_out(process, name, what, ids):
    """Do one thing with the process, which may die of it."""
    if name == "make":
        ids.append(process.planned(*what))
    elif name == "resume":
        process.world.clock.forward(21 if what else 0)
        process.desk.resume()
        process.jobs.work(process.desk)
    elif name == "strike":
        process.world.days_off ^= {day(what)}
    elif ids:
        id = ids[what % len(ids)]
        if name == "publish":
            process.desk.publish(id, command())
        elif name == "withdraw":
            process.desk.withdraw(id, "another plan", command())
        else:
            process.plan(id)


def in_force(here):
    return [rota for rota in here.desk.rosters.of_unit(UNIT) if rota.state == "published"]


def never_two(here):
    for one, other in combinations(in_force(here), 2):
        assert one.last < other.first or other.last < one.first


def whole(here, world):
    """Every published roster is shown whole: what the solver gave for each of its required places."""
    for rota in in_force(here):
        shown = here.desk.rosters.shown(rota)
        required = {slot.id for slot in shown.problem.slots}
        assert {place.slot for place in shown.roster if place.need == 0} == required


@settings(max_examples=15)
@given(history=steps)
def test_never_two_rosters_on_one_day_and_never_half_of_one(tmp_path_factory, history):
    world = World().hire("p-a", "p-b", "p-c")
    path = tmp_path_factory.mktemp("history") / "store.db"
    here, ids = office(path, world), []
    for name, left, what in [("make", ALIVE, (1, 2)), ("make", ALIVE, (2, 3)), *history]:
        process = here
        if left != ALIVE:
            process = office(path, world, lambda store: Mortal(store, ALIVE))
            process.store.lives = left
        with suppress(Crash, Refused):
            carry_out(process, name, what, ids)
        never_two(here)
        whole(here, world)
    here.settle()
    never_two(here)
    whole(here, world)
    published = in_force(here)
    assert set(world.shifts) == {rota.id for rota in published}
    for rota in published:
        assert world.shifts[rota.id] == {(rota.version, ""): here.roster(rota.id)}
    assert not any(rota.attempt.publishing for rota in here.desk.rosters.of_unit(UNIT))
