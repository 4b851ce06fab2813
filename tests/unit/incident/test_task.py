"""The task's state machine, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import get_args

import pytest

from services.incident.domain.task import FINAL, LEGAL, TARGET, Action, Refused, State, Task
from tests.fixtures.incident import MORNING

TASK = Task(
    "t", "350924.aoyang.case", "respond", ("case",), (), MORNING, MORNING + timedelta(seconds=60),
    MORNING + timedelta(seconds=300),
)  # fmt: skip


@pytest.mark.parametrize(("state", "action"), list(product(get_args(State), get_args(Action))))
def test_an_action_leads_to_its_state_or_is_refused(state, action):
    task = replace(TASK, state=state)
    if state in LEGAL[action]:
        after = task.after(action)
        assert (after.state, after.version) == (TARGET[action], task.version + 1)
    else:
        with pytest.raises(Refused) as refused:
            task.after(action)
        assert refused.value.reason == ("already" if state == TARGET[action] else "illegal_transition")
        assert refused.value.state == state


def test_nothing_leads_out_of_a_final_state():
    assert all(not FINAL & froms for froms in LEGAL.values())


def test_a_team_may_skip_steps_for_people_do():
    assert TASK.after("arrive").state == "on_scene"
    assert TASK.after("finish").state == "done"


def test_a_task_that_timed_out_may_still_be_taken_which_is_late():
    late = TASK.after("time_out").after("acknowledge")
    assert (late.state, late.late) == ("acknowledged", True)
    assert late.after("arrive").late
    assert not TASK.after("time_out").after("recall").late


def test_the_acknowledge_deadline_runs_until_answered_and_then_the_arrival_one_until_there():
    assert TASK.due() == TASK.after("receive").due() == TASK.ack_by
    assert TASK.after("acknowledge").due() == TASK.after("depart").due() == TASK.arrive_by
    assert TASK.after("arrive").due() is None
    assert TASK.after("time_out").due() is None
    assert replace(TASK, arrive_by=None).after("acknowledge").due() is None
