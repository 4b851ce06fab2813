"""The timer: of two replicas one wins, and a restart loses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from tests.fixtures.incident import COUNTY, Clock, names, office


def test_what_is_not_due_is_left_alone(desk):
    desk.report()
    assert desk.app.fire_deadlines() == 0
    assert "deadline_missed" not in names(desk.events())


def test_a_missed_deadline_is_fired_once_with_its_escalation(desk):
    incident = desk.report(priority=1)
    desk.clock.forward(120)
    assert desk.app.fire_deadlines() == 1
    assert desk.app.fire_deadlines() == 0
    missed = desk.events("deadline_missed")
    assert sorted(event["data"]["team"] for event in missed) == sorted(task.team for task in incident.tasks)


def test_two_replicas_have_one_effect(tmp_path):
    clock = Clock()
    one, other = office(tmp_path / "x.db", clock), office(tmp_path / "x.db", clock, loaded=False)
    other.app.replica()
    count = 20
    for _ in range(count):
        one.report(priority=1)
    clock.forward(120)
    with ThreadPoolExecutor(4) as pool:
        fired = list(pool.map(lambda each: each.app.fire_deadlines(), [one, other, one, other]))
    assert sum(fired) == count
    missed = [(event["subject"], event["data"]["task_id"]) for event in one.events("deadline_missed")]
    assert len(missed) == len(set(missed))
    stored = [one.stored(subject) for subject, _ in missed]
    for incident in stored:
        asked = [task.team for task in incident.tasks]
        assert len(asked) == len(set(asked))


def test_a_deadline_survives_a_restart(tmp_path):
    clock = Clock()
    incident = office(tmp_path / "x.db", clock).report(priority=1)
    clock.forward(3600)
    restarted = office(tmp_path / "x.db", clock, loaded=False)
    restarted.app.replica()
    assert restarted.app.fire_deadlines() == 1
    assert {event["subject"] for event in restarted.events("deadline_missed")} == {incident.id}


def test_two_deadlines_on_one_moment_are_both_fired(desk):
    """A second firing for the same moment is another command, for the incident has moved on in between."""
    incident = desk.report(priority=1)
    for round_ in range(12):
        due = desk.stored(incident.id).due()
        if due is None:
            break
        desk.clock.now = due
        desk.clock.forward(0.000001)
        assert desk.app.fire_deadlines() == 1, round_
    else:
        raise AssertionError("escalation did not end")
    assert f"{COUNTY}.county.command" in {event["data"]["team"] for event in desk.events("deadline_missed")}
