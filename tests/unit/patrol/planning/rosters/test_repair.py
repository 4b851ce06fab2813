"""A roster mended after somebody dropped out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.problem import Limits, Need
from services.patrol.planning.rosters import plan, repair
from services.patrol.planning.rosters.repair import changes
from tests.fixtures.patrol_rosters import problem, roster, slot, span, worker

OFFICER = Need("officer", 1, frozenset({"officer"}), required=True)
VOLUNTEER = Need("volunteer", 2, frozenset({"volunteer"}))
DAY = Limits(rest=timedelta(hours=11))


def patrols(officers, volunteers, days=5, **more):
    people = [worker(f"o-{n}", "officer", limits=DAY) for n in range(officers)]
    people += [worker(f"v-{n}", "volunteer", limits=DAY) for n in range(volunteers)]
    slots = [slot(f"s{day}", day, 20, 4, OFFICER, VOLUNTEER) for day in range(days)]
    return problem(slots, people, accompanied={"volunteer": "officer"}, **more)


def away(one, person, day):
    workers = [replace(each, away=(span(day, 0, 24),)) if each.id == person else each for each in one.workers]
    return replace(one, workers=tuple(workers))


def test_one_gone_is_one_change():
    one = patrols(3, 6)
    former = plan(one, seconds=10).roster
    gone = next(place for place in sorted(former) if place.slot == "s2" and place.need == 1)
    changed = replace(away(one, gone.person, 2), former=former)
    mended = repair(changed, seconds=10)
    lost, new = changes(former, mended.roster)
    assert (mended.status, lost, len(new)) == ("feasible", {gone}, 1)
    assert check(changed, mended.roster) == []


def test_nothing_gone_is_no_change():
    one = patrols(2, 4)
    former = plan(one, seconds=10).roster
    assert repair(replace(one, former=former), seconds=10).roster == former


def test_an_officer_gone_is_replaced_and_the_volunteers_stay():
    one = patrols(2, 4)
    former = plan(one, seconds=10).roster
    gone = next(place for place in former if place.slot == "s1" and place.need == 0)
    mended = repair(replace(away(one, gone.person, 1), former=former), seconds=10)
    assert changes(former, mended.roster)[0] == {gone}
    assert len(mended.roster) == len(former)


def test_when_nobody_is_free_two_exchange():
    """o-1 alone could take the night, but has the early duty after it: o-0 takes that instead."""
    skilled = Need("officer", 1, frozenset({"officer"}), frozenset({"armed"}), required=True)
    people = [
        worker("o-0", limits=DAY), worker("o-1", limits=DAY, skills={"armed": None}),
        worker("o-2", limits=DAY, skills={"armed": None}, away=(span(0, 0, 48),)),
    ]  # fmt: skip
    slots = [slot("night", 0, 20, 8, skilled), slot("early", 1, 8, 4, OFFICER)]
    one = problem(slots, people, former=roster(("night", "o-2"), ("early", "o-1")))
    mended = repair(one, seconds=10)
    assert mended.roster == roster(("night", "o-1"), ("early", "o-0"))


def test_when_no_officer_is_left_it_says_so():
    one = patrols(1, 4, days=2)
    former = plan(one, seconds=10).roster
    mended = repair(replace(away(one, "o-0", 1), former=former), seconds=10)
    assert mended.status == "infeasible"
    assert mended.conflict[-1] == "o-0 is away or on leave then"


def test_what_stands_is_kept_and_a_former_roster_is_needed():
    one = patrols(2, 6)
    former = plan(one, seconds=10).roster
    stands = frozenset(place for place in former if place.slot in {"s0", "s1"})
    mended = repair(replace(away(one, "v-0", 3), former=former, fixed=stands), seconds=10)
    assert stands <= mended.roster
    with pytest.raises(ValueError, match="former"):
        repair(one, seconds=10)
