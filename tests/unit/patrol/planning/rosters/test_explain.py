"""Why there is no roster: enough to contradict itself, nothing needless, and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

from hypothesis import assume, example, given, settings

from services.patrol.domain.rosters.facts import Facts
from services.patrol.domain.rosters.problem import Limits, Need
from services.patrol.planning.rosters import plan
from services.patrol.planning.rosters.explain import find
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.staff import Staff
from tests.fixtures.patrol_rosters import problem, slot, span, worker
from tests.unit.patrol.domain.rosters.problems import problems
from tests.unit.patrol.planning.rosters.brute import best_by_force

LIMITS = (
    "most_turns",
    "most_minutes",
    "min_minutes",
    "week_minutes",
    "most_weekends",
    "most_days",
    "most_nights",
    "longest",
)
LEGAL = Need("officer", 1, frozenset({"officer"}), frozenset({"legal"}), required=True)
DUTIFUL = worker("p-1", "volunteer", limits=Limits(min_minutes=1))


def possible(one, conflict):
    """Whether there is a roster when only a conflict's rules are asked, and those no problem can be without."""
    asked = replace(
        one,
        slots=tuple(_only_slot(each, conflict) for each in one.slots),
        workers=tuple(_only_worker(each, conflict) for each in one.workers),
    )
    unguarded = {each.id for each in one.slots if ("accompanied", each.id) not in conflict}
    return best_by_force(asked, unguarded) is not None


def _only_slot(each, conflict):
    needs = (
        replace(need, required=need.required and ("required", f"{each.id}/{index}") in conflict)
        for index, need in enumerate(each.needs)
    )
    return replace(each, needs=tuple(needs), together=each.together if ("together", each.id) in conflict else {})


def _only_worker(each, conflict):
    kept = {name: getattr(each.limits, name) if (name, each.id) in conflict else None for name in LIMITS}
    rested = ("rest", each.id) in conflict
    # Who counts for what a slot asks of all together is told by certificates as they are
    dated = ("skills", each.id) in conflict or any(rule == "together" for rule, _ in conflict)
    return replace(
        each,
        limits=replace(each.limits, **kept, rest=each.limits.rest if rested else timedelta(0)),
        past=each.past if rested else replace(each.past, last_end=None),
        skills=each.skills if dated else dict.fromkeys(each.skills),
        away=each.away if ("away", each.id) in conflict else (),
    )


@settings(max_examples=12, deadline=None)
@given(problems(slots=3, workers=3))
@example(problem([slot("s1", 3), slot("s2", 4)], [DUTIFUL], accompanied={"volunteer": "officer"}))
def test_a_conflict_is_enough_and_nothing_of_it_is_needless(one):
    assume(sum(need.count for each in one.slots for need in each.needs) <= 4)
    assume(all(len(each.needs) == 1 for each in one.slots))
    assume(not any(each.span.meets(other.span) for each, other in combinations(one.slots, 2)))
    conflict = find(Staff(Facts(one)), Run(20))
    assert (conflict is None) == (best_by_force(one) is not None)
    if conflict is not None:
        assert not possible(one, conflict)
        for each in conflict:
            rest = [other for other in conflict if other != each]
            assert possible(one, rest), each


def test_it_says_which_place_and_what_stops_each_person():
    people = [
        worker("p-1", skills={"legal": None}, away=(span(3, 0, 24),)),
        worker("p-2"),
        worker("p-3", skills={"legal": date(2026, 3, 1)}),
        worker("p-4", limits=Limits(most_turns=0)),
    ]
    planned = plan(problem([slot("s1", 3, 22, 4, LEGAL), slot("s2", 4)], people), seconds=10)
    assert planned.status == "infeasible"
    assert planned.conflict == (
        "2026-03-05 22:00 at 360103.chuanshan.station-01-post needs 1 officer with legal; only p-1, p-3 hold that",
        "p-1 is away or on leave then",
        "p-3 has a certificate that is no longer valid then",
    )


def test_a_conflict_of_a_whole_week_is_found():
    any_one = Need("any", required=True)
    people = [
        worker("p-1", limits=Limits(most_turns=1)),
        worker("p-2", limits=Limits(most_days=1)),
        worker("p-3", "volunteer"),
    ]
    slots = [slot(f"s{day}", day, 8, 8, replace(any_one, forces=frozenset({"officer"}))) for day in range(5)]
    planned = plan(problem(slots, people), seconds=10)
    assert planned.status == "infeasible"
    assert planned.conflict[-2:] == ("p-1 has 1 turns at most", "p-2 has 1 days in a row at most")
    assert len(planned.conflict) == 6
