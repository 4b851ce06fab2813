"""The tree finds what is there, and says so when nothing is."""

from __future__ import annotations

from itertools import product
from random import Random

import numpy as np
from hypothesis import HealthCheck, assume, given, settings

from services.patrol.planning.sequences.columns.pool import Pool
from services.patrol.planning.sequences.columns.prices import numbers
from services.patrol.planning.sequences.columns.pricing import Pricing
from services.patrol.planning.sequences.columns.tree import Answer, search
from tests.unit.patrol.planning.sequences.problems import problems

SETTINGS = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def total(known, choice) -> float:
    have = np.zeros(known.needed.shape)
    for line in choice.values():
        for day, kind in enumerate(line):
            if kind < have.shape[1]:
                have[day, kind] += 1
    short, spare = np.maximum(0, known.needed - have), np.maximum(0, have - known.needed)
    own = sum(known.line_cost(person, line) for person, line in choice.items())
    return own + float((known.under * short + known.over * spare).sum())


def a_pool(problem):
    known = numbers(problem)
    people = list(range(len(problem.workers)))
    lines = Pricing(problem, known).near(np.zeros(known.needed.shape), people, 1e9, 25).lines
    assume(all(lines.values()))
    return Pool(known, lines), lines


@SETTINGS
@given(problems(plain=True))
def test_the_cheapest_choice_is_found_and_none_below_it(problem):
    pool, lines = a_pool(problem)
    choices = (dict(zip(lines, each, strict=True)) for each in product(*lines.values()))
    least = min(total(pool.numbers, choice) for choice in choices)
    found = search(pool, least + 1, lambda: False, Random(1))
    assert found.choice is not None
    assert total(pool.numbers, found.choice) == least
    assert search(pool, least, lambda: False, Random(1)) == Answer(None, whole=True)


@SETTINGS
@given(problems(plain=True))
def test_a_search_that_is_stopped_claims_nothing(problem):
    pool, _ = a_pool(problem)
    assert search(pool, -1e6, lambda: True, Random(1)) == Answer(None, whole=False)
