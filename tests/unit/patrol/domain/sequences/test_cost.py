"""What a roster costs, penalty by penalty."""

from __future__ import annotations

from typing import Any

from services.patrol.domain.sequences.cost import cost, penalties
from services.patrol.domain.sequences.problem import Cover, Keep, Kind, Problem, Request, Share, Worker
from services.patrol.domain.sequences.roster import Roster

ROSTER = Roster({"A": ("E", None, "N"), "B": ("E", "E", None)})


def paid(**of: Any) -> list[tuple[str, int]]:
    problem = Problem(3, (Kind("E", 480), Kind("N", 600)), (Worker("A"), Worker("B")), **of)
    assert cost(problem, ROSTER) == sum(each.amount for each in penalties(problem, ROSTER))
    return [(each.what, each.amount) for each in penalties(problem, ROSTER)]


def test_wishes_cost_their_weight_when_not_granted():
    asked = (Request("A", 0, "E", 1), Request("A", 0, "N", 2), Request("A", 1, "E", 4))
    unwanted = (Request("B", 0, "E", 8, wanted=False), Request("B", 2, "E", 16, wanted=False))
    assert paid(requests=(*asked, *unwanted)) == [("request", 2), ("request", 4), ("request", 8)]


def test_cover_costs_for_each_one_short_or_too_many():
    cover = (Cover(0, "E", 4, 10, 1), Cover(1, "E", 0, 10, 3), Cover(2, "N", 1, 10, 1), Cover(1, "N", 1, 7, 1))
    assert paid(cover=cover) == [("under", 20), ("over", 3), ("under", 7)]


def test_departing_from_what_was_there_costs():
    assert paid(keep=(Keep("A", 0, "E", 5), Keep("A", 1, "E", 6), Keep("A", 2, None, 7))) == [
        ("keep", 6),
        ("keep", 7),
    ]


def test_more_or_less_than_a_fair_share_costs():
    days = frozenset(range(3))
    most = Share("B", frozenset("E"), days, 3, most=1)
    least = Share("B", frozenset("N"), days, 5, most=3, least=2)
    fair = Share("A", frozenset("EN"), days, 9, most=2, least=2)
    assert paid(shares=(most, least, fair)) == [("share", 3), ("share", 10)]


def test_changes_are_listed_cell_by_cell():
    other = Roster({"A": ("E", "E", "N"), "B": ("E", "E", None)})
    assert ROSTER.changes(other) == [("A", 1, None, "E")]
