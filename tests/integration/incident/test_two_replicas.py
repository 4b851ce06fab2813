"""Two processes over one store: every deadline has one effect, and a killed one leaves nothing undone."""

from __future__ import annotations

from dataclasses import replace

from lianfang.regions.pack import Pack
from tests.fixtures.incident import COUNTY, LEFT, small_pack
from tests.fixtures.waiting import until

HERE = {"lon": LEFT[0], "lat": LEFT[1]}


def test_both_timers_have_one_effect_and_a_killed_process_leaves_nothing_undone(town, inbox):
    one, other = town.start(2)
    town.publish_release(pack=hasty())
    for each in (one, other):
        until(lambda each=each: each.report(place={"text": "?"})["release"])
    reported = [service.report(place=HERE, priority=1) for service in (one, other) * 5]
    one.process.kill()
    for incident in reported:
        for task in incident["tasks"]:
            if task["team"].partition(".")[2] in ("left.case", "left.command"):
                inbox(task["team"].partition(".")[2]).about(incident["id"], "task_requested")
    third = town.start(1)[0]
    asked = {incident["id"]: missed(third, incident["id"]) for incident in reported}
    assert all(asked.values())
    for incident in reported:
        found = third.get(incident["id"])
        teams = [task["team"] for task in found["tasks"]]
        assert len(teams) == len(set(teams))
        lines = [(line["what"], line["task"]) for line in third.get(incident["id"], "/history")["items"]]
        assert len(lines) == len(set(lines))
    told = [(event["subject"], event["data"]["task_id"], event["data"]["deadline"])
            for event in inbox("district").drain() if event["type"] == "incident.deadline_missed.v1"]  # fmt: skip
    ids = {event["id"] for event in inbox("district").events if event["type"] == "incident.deadline_missed.v1"}
    assert len(set(told)) == len(ids)
    assert {subject for subject, _, _ in told} >= {incident["id"] for incident in reported}
    assert all(task["team"].startswith(COUNTY) for incident in reported for task in incident["tasks"])


def hasty() -> Pack:
    """The small county, with three seconds to acknowledge."""
    pack = small_pack()
    table = tuple(replace(row, acknowledge_s=3) for row in pack.deadlines.table)
    return replace(pack, deadlines=replace(pack.deadlines, table=table))


def missed(service, id):
    """Wait until the first deadline of an incident was fired."""
    return until(
        lambda: [
            line for line in service.get(id, "/history")["items"] if line["what"].startswith("deadline_missed")
        ],
        timeout=40,
    )
