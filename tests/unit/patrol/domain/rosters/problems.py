"""Random small problems and rosters of them, good or bad."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from services.patrol.domain.rosters.problem import Assignment, Limits, Need, Night, Past, Weights, Wish
from tests.fixtures.patrol_rosters import at, problem, slot, span, worker

SKILLS, GROUPS, FORCES = ("armed", "legal"), ("shop:1", "team:a"), ("officer", "auxiliary", "volunteer")
some = st.frozensets
days = st.integers(0, 13)
spans = st.builds(span, days, st.integers(0, 23), st.integers(1, 12))
points = st.none() | st.tuples(st.floats(115, 120), st.floats(25, 30))
needs = st.builds(
    Need, st.sampled_from(["leader", "officer"]), st.integers(1, 2), some(st.sampled_from(FORCES)),
    some(st.sampled_from(SKILLS), max_size=1), some(st.sampled_from(GROUPS), max_size=1), st.booleans(),
    st.integers(1, 3),
)  # fmt: skip
perhaps = st.none() | st.integers(0, 3)
limits = st.builds(
    Limits, st.sampled_from([timedelta(0), timedelta(hours=11)]), st.none() | st.integers(480, 2000), perhaps,
    st.none() | st.integers(480, 2000), perhaps, perhaps, perhaps, perhaps, st.none() | st.integers(60, 700),
)  # fmt: skip
pasts = st.builds(
    Past, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.sampled_from([None, at(-1, 20), at(0, 2)]),
    st.sampled_from([None, date(2026, 3, 1)]), st.integers(0, 2), st.integers(0, 3),
)  # fmt: skip


weeks = st.dictionaries(st.just((2026, 10)), st.integers(1, 900))


@st.composite
def problems(draw, slots=5, workers=4):
    """A fortnight with a few slots and people, and what is fixed."""
    duties = [
        slot(
            f"s{number}", draw(days), draw(st.integers(0, 23)), draw(st.integers(1, 12)),
            *draw(st.lists(needs, min_size=1, max_size=2)), place=draw(points),
            together=draw(st.dictionaries(st.sampled_from(SKILLS), st.just(1), max_size=1)),
        )
        for number in range(draw(st.integers(1, slots)))
    ]  # fmt: skip
    people = [
        worker(
            f"p{number}", draw(st.sampled_from(FORCES)), limits=draw(limits),
            skills=draw(st.dictionaries(st.sampled_from(SKILLS), st.sampled_from([None, date(2026, 3, 8)]))),
            groups=draw(some(st.sampled_from(GROUPS))), away=tuple(draw(st.lists(spans, max_size=1))),
            wishes=tuple(Wish("avoid", each, 2) for each in draw(st.lists(spans, max_size=1))),
            usual=draw(some(st.just("a-post"))), home=draw(points), weeks=draw(weeks), past=draw(pasts),
        )
        for number in range(draw(st.integers(1, workers)))
    ]  # fmt: skip
    one = problem(
        duties, people, accompanied=draw(st.sampled_from([{}, {"volunteer": "officer"}])),
        night=draw(st.sampled_from([Night(), Night(0, 6)])), weights=Weights(missing=draw(st.integers(0, 9))),
    )  # fmt: skip
    return one


@st.composite
def rostered(draw):
    """A problem with any roster of it, some of it fixed."""
    one = draw(problems())
    open_places = [
        Assignment(duty.id, index, who.id)
        for duty in one.slots for index in range(len(duty.needs)) for who in one.workers
    ]  # fmt: skip
    places = draw(st.frozensets(st.sampled_from(open_places), max_size=12))
    return one, places
