"""What holds after any history: orders right and wrong, clocks that jump, timers that fire late or twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.mediation.domain.decide import HANDLERS
from services.mediation.domain.firing import fire
from services.mediation.domain.flow import CONFIRMATION, PROCEDURE, RISK
from services.mediation.domain.opening import Open, Record
from services.mediation.domain.refused import Refused
from tests.fixtures.mediation_domain import Story, an_opening, flow
from tests.unit.mediation.domain.histories import ARGUMENTS, resolved, steps
from tests.unit.mediation.domain.invariants import check_case, check_replay, check_rounds, check_step

HISTORIES = st.builds(steps, st.integers(0, 2**32), st.integers(1, 120))
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _begin(record):
    if not record:
        return Story().opened()
    opening = an_opening(source="record", ref="ledger-1")
    story = Story()
    said = {name: getattr(opening, name) for name in opening.__slots__}
    return story.then(Record(**said, happened_at=story.now - timedelta(days=6000)))


def _take(story, step):
    """Carry out a step and check it; nothing but Refused may be raised, and it changes nothing."""
    story.wait(seconds=step.later.total_seconds()).knows(**step.knows)
    before = story.case
    order = resolved(step, story)
    if order is None:
        facts = story.fire()
        assert all(at > story.now for kind, at in story.case.deadlines.items() if kind != "linking")
        assert fire(story.case, story.context("timer")) == []
        assert bool(facts) == any(at <= story.now for kind, at in before.deadlines.items() if kind != "linking")
    else:
        try:
            facts = story.do(order, by=step.by)
        except Refused as refusal:
            _check_refusal(refusal)
            assert story.case is before
            return order, []
    check_step(before, facts)
    return order, facts


def _check_refusal(refusal):
    assert refusal.reason
    assert refusal.message
    assert refusal.remedy or refusal.reason == "no_alarm"


@QUICK
@given(st.booleans(), HISTORIES)
def test_after_any_history_no_dispute_is_forgotten_and_no_rule_is_broken(record, history):
    story = _begin(record)
    check_case(story.case)
    for step in history:
        _take(story, step)
    check_rounds(story.facts)
    check_replay(story)


def test_the_histories_try_every_order():
    assert set(ARGUMENTS) == set(HANDLERS)


def test_the_histories_come_everywhere():
    """Every state is come to, and every order is carried out: else the test above would say little."""
    everywhere = {(name, state) for name, region in flow().regions.items() for state in region.by_name}
    orders = {each.__name__ for each in HANDLERS if each is not Record}
    for seed in range(200):
        story = _begin(record=False)
        for step in steps(seed, 120):
            order, facts = _take(story, step)
            case = story.case
            everywhere -= {(PROCEDURE, case.state), (CONFIRMATION, case.confirmation), (RISK, case.risk)}
            if facts and order is not None:
                orders.discard(type(order).__name__)
        if not everywhere and not orders:
            break
    assert (everywhere, orders) == (set(), set())


@pytest.mark.parametrize("order", [each for each in ARGUMENTS if each not in (Open, Record)])
def test_nothing_can_be_done_before_a_case_is_opened(order):
    assert Story().refuses(object.__new__(order)).reason == "no_such_case"
