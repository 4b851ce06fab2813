"""Two processes of the incident service on one store: each missed deadline is fired once and escalates once."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.e2e.collector import REQUESTED
from tests.e2e.counties import HASTY
from tests.fixtures.packs import GRIDS

pytestmark = pytest.mark.rabbit


@pytest.fixture
def second_replica(spine):
    process = spine.process(same_ports=False)
    process.start()
    process.wait_ready()
    yield process
    assert process.terminate() == 0
    process.kill()


def test_a_missed_deadline_fires_once_and_escalates_once(spine, second_replica):
    incidents = [
        spine.report(category="300100", priority=4, place={"grid": GRIDS[0]}, region=HASTY)["id"] for _ in range(8)
    ]

    def all_escalated(teams):
        return all(len(teams.requests(incident)) >= 4 for incident in incidents)

    spine.teams.wait(all_escalated, 60)
    # The tap is another consumer, and may be a moment behind the teams' queues
    spine.tap.wait(lambda tap: all(tap.once(each, "incident.deadline_missed.v1") for each in incidents), 60)
    for incident in incidents:
        missed = Counter(e.data["task_id"] for e in spine.tap.once(incident, "incident.deadline_missed.v1"))
        timed_out = Counter(e.data["task_id"] for e in spine.tap.once(incident, "incident.task_timed_out.v1"))
        assert missed
        assert set(missed.values()) == {1}, "fired once"
        assert set(timed_out.values()) == {1}
        asked = Counter(spine.teams.requests(incident))
        assert set(asked.values()) == {1}, "no team is asked twice"
    lines = [line for incident in incidents for line in spine.history(incident, HASTY)]
    assert all(line["actor"] == "timer" for line in lines if line["what"].startswith("deadline_missed"))


def test_a_deadline_runs_from_the_request_and_survives_a_kill(spine):
    incident = spine.report(category="300100", priority=4, place={"grid": GRIDS[0]}, region=HASTY)
    spine.killed()
    missed = spine.tap.wait(lambda tap: tap.once(incident["id"], "incident.deadline_missed.v1"), 60)
    by_task = {task["id"]: task["acknowledge_by"] for task in incident["tasks"]}
    assert all(event.data["due"] == by_task.get(event.data["task_id"], event.data["due"]) for event in missed)
    first = missed[0]
    escalated = spine.teams.wait(
        lambda teams: [e for e in teams.once(incident["id"], REQUESTED) if e.data["reason"] == "escalated"]
    )
    assert {event.data["team"] for event in escalated} >= set(first.data["escalated_to"])
