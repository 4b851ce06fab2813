"""The public instances: read, recomputed apart from the solver, and the small ones solved to what is published."""

from __future__ import annotations

from itertools import product

import pytest

from bench.rosters.published import published
from bench.rosters.reader import read, sections
from bench.rosters.recompute import broken, penalty
from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.cost import cost
from services.patrol.domain.sequences.problem import Cover, Kind, Problem, Request, Worker
from services.patrol.domain.sequences.roster import Roster
from services.patrol.planning.sequences.solution import Status
from services.patrol.planning.sequences.solve import solve
from tests.fixtures.data import data_file

TINY = """
SECTION_HORIZON
# days
6
SECTION_SHIFTS
E,480,
L,480,E
SECTION_STAFF
A,E=3|L=2,1920,960,3,2,2,0
SECTION_DAYS_OFF
A,0
SECTION_SHIFT_ON_REQUESTS
A,1,E,2
SECTION_SHIFT_OFF_REQUESTS
A,2,L,3
SECTION_COVER
1,E,1,100,1
3,L,0,100,7
"""


@pytest.fixture
def tiny(tmp_path, monkeypatch) -> Problem:
    (tmp_path / "roster").mkdir()
    (tmp_path / "roster" / "Tiny.txt").write_text(TINY, encoding="utf-8")
    monkeypatch.setenv("LIANFANG_DATA", str(tmp_path))
    return read("Tiny")


def test_every_section_is_read(tiny):
    kinds = (Kind("E", 480), Kind("L", 480, frozenset("E")))
    worker = Worker("A", {"E": 3, "L": 2}, 960, 1920, 3, 2, 2, 0, frozenset({0}))
    cover = (Cover(1, "E", 1, 100, 1), Cover(3, "L", 0, 100, 7))
    asked = (Request("A", 1, "E", 2), Request("A", 2, "L", 3, wanted=False))
    assert tiny == Problem(6, kinds, (worker,), cover, asked)


def test_the_recomputation_agrees_with_the_checker_on_every_roster_there_can_be(tiny):
    rows = sections(TINY)
    for line in product((None, "E", "L"), repeat=6):
        roster = Roster({"A": line})
        assert penalty(rows, {"A": list(line)}) == cost(tiny, roster)
        assert bool(broken(rows, {"A": list(line)})) == bool(violations(tiny, roster))


@pytest.mark.parametrize("name", ["Instance1", "Instance2", pytest.param("Instance3", marks=pytest.mark.chaos)])
def test_the_small_instances_are_solved_to_the_best_known_and_proven(name):
    text = data_file(f"roster/{name}.txt").read_text(encoding="utf-8")
    known = next(each for each in published() if each.name == name)
    found = solve(read(name), seconds=60)
    lines = {worker: list(line) for worker, line in found.roster.of.items()}
    assert broken(sections(text), lines) == []
    assert penalty(sections(text), lines) == found.cost == known.goal
    assert found.status == Status.OPTIMAL
