"""A problem comes back from JSON as it went."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings

from services.patrol.domain.rosters.codec import (
    problem_from_json,
    problem_to_json,
    roster_from_json,
    roster_to_json,
    score_from_json,
    score_to_json,
    violation_from_json,
    violation_to_json,
)
from services.patrol.domain.rosters.problem import Limits, Score, Violation
from tests.fixtures.patrol_rosters import problem, worker
from tests.unit.patrol.domain.rosters.problems import rostered


@settings(max_examples=25)
@given(rostered())
def test_a_problem_and_a_roster_come_back_as_they_went(case):
    one, places = case
    one = replace(one, fixed=places, former=places if len(places) % 2 else None)
    assert problem_from_json(json.loads(json.dumps(problem_to_json(one)))) == one
    assert roster_from_json(json.loads(json.dumps(roster_to_json(places)))) == places


def test_limits_that_thousands_share_are_written_once():
    people = [worker(f"p{number}", limits=Limits(most_turns=2)) for number in range(9)]
    assert len(problem_to_json(problem([], people))["limits"]) == 1


def test_a_zone_without_an_iana_key_is_refused():
    with pytest.raises(ValueError, match="IANA"):
        problem_to_json(replace(problem([], []), zone=UTC))


def test_a_score_and_a_violation_come_back():
    score, violation = Score({"missing": 3}), Violation("rest", "too short", ("p",), ("a", "b"))
    assert score_from_json(score_to_json(score)) == score
    assert violation_from_json(json.loads(json.dumps(violation_to_json(violation)))) == violation
