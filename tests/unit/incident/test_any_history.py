"""What holds after any history of answers, deadlines, corrections and closing."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given

import lianfang.contracts.incident  # noqa: F401 - the contracts of the events
from lianfang.contracts.registry import contract_of
from services.incident.app.codec import decode, encode
from services.incident.domain import deadlines
from services.incident.domain.categories import is_restricted
from services.incident.domain.incident import derive
from services.incident.domain.task import FINAL
from services.incident.domain.teams import is_accused
from tests.fixtures.incident import DAY
from tests.unit.incident.histories import histories


@given(histories())
def test_the_state_is_what_the_tasks_say(history):
    incident = history.incident
    if incident.outcome:
        assert incident.state == "closed"
        assert all(task.state in FINAL for task in incident.tasks)
    else:
        assert incident.state == derive(incident.tasks)
        if incident.state in ("acknowledged", "en_route", "on_scene"):
            assert any(task.state in ("acknowledged", "en_route", "on_scene", "done") for task in incident.tasks)


@given(histories())
def test_a_team_has_one_task_at_a_time(history):
    live = [task.team for task in history.incident.tasks if task.state != "recalled"]
    assert len(live) == len(set(live))
    assert len({task.id for task in history.incident.tasks}) == len(history.incident.tasks)


@given(histories())
def test_nobody_accused_is_asked_by_escalation_or_correction_either(history):
    incident = history.incident
    for task in incident.tasks:
        known = history.registry.world.team(task.team)
        units, station = (known.units, known.station) if known else ((), "")
        assert task.role == "aid" or not is_accused(task.team, units, station, incident.accused)


@given(histories())
def test_its_events_keep_their_contracts_and_their_audience(history):
    few = is_restricted(history.incident.category, history.incident.duress)
    for fact in history.facts:
        contract = contract_of(fact.type)
        contract.check(fact.data)
        assert contract.restricted(fact.data) == few


@given(histories())
def test_a_task_is_told_of_by_its_events_in_order(history):
    for task in history.incident.tasks:
        told = [fact.data["task_version"] for fact in history.facts if fact.data.get("task_id") == task.id
                and "task_version" in fact.data]  # fmt: skip
        assert told == sorted(set(told))
        assert told[0] == 1


@given(histories())
def test_after_firing_the_next_deadline_lies_ahead_and_firing_again_does_nothing(history):
    now = history.now + timedelta(hours=1)
    fired, _ = deadlines.fire(history.incident, now, DAY, history.registry)
    assert fired.due() is None or fired.due() > now
    assert deadlines.fire(fired, now, DAY, history.registry) == (fired, [])


@given(histories())
def test_escalation_comes_to_an_end(history):
    incident, now = history.incident, history.now
    for _ in range(40):
        due = incident.due()
        if due is None:
            break
        now = max(now, due)
        incident, _ = deadlines.fire(incident, now, DAY, history.registry)
    assert incident.due() is None
    teams = {task.team for task in incident.tasks}
    assert len(incident.tasks) <= len(teams) + sum(task.state == "recalled" for task in incident.tasks)


@given(histories())
def test_versions_and_times_only_go_up(history):
    lines = history.incident.history
    assert [line.version for line in lines] == sorted({line.version for line in lines})
    assert [line.at for line in lines] == sorted(line.at for line in lines)
    assert history.incident.version == (lines[-1].version if lines else 1)


@given(histories())
def test_its_document_holds_all_of_it(history):
    assert decode(encode(history.incident)) == history.incident
