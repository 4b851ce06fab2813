"""Teams answer over the bus and over HTTP; a command proves itself by its account alone."""

from __future__ import annotations

import pika.exceptions
import pytest

from tests.fixtures.incident import COUNTY, LEFT, RIGHT

HERE = {"lon": LEFT[0], "lat": LEFT[1]}
CASE = "left.case"


@pytest.fixture
def incident(service):
    return service.report(place=HERE, priority=4)


@pytest.fixture
def task(incident):
    return next(task for task in incident["tasks"] if task["team"] == f"{COUNTY}.{CASE}")


def state(service, incident, task):
    found = service.get(incident["id"])
    return found["state"], next(each["state"] for each in found["tasks"] if each["id"] == task["id"])


def refusal_of(inbox, team, id):
    event = inbox(team).wait(lambda event: event["type"] == "incident.command_refused.v1"
                             and event["data"]["command_id"] == id)  # fmt: skip
    return event["data"]["reason"]


def test_every_step_is_answered_by_its_event(service, inbox, command, incident, task):
    steps = {
        "receive_task": "task_notified", "acknowledge_task": "task_acknowledged", "depart": "task_en_route",
        "arrive": "task_on_scene", "finish_task": "task_done",
    }  # fmt: skip
    for name, answer in steps.items():
        id = command(CASE, name, task, incident["id"], device_time="2026-03-02T09:00:00+08:00")
        said = inbox(CASE).about(incident["id"], answer)["data"]
        assert (said["command_id"], said["device_time"]) == (id, "2026-03-02T09:00:00+08:00")
    history = service.get(incident["id"], "/history")["items"]
    mine = [line for line in history if line["task"] == task["id"]]
    assert [line["what"] for line in mine] == ["notified", "acknowledged", "en_route", "on_scene", "done"]
    assert {line["actor"] for line in mine} == {f"team-{COUNTY}.{CASE}"}
    assert all(line["at"] and line["device_time"] and line["version"] for line in mine)
    assert inbox("district").about(incident["id"], "state_changed")["data"]["state"] == "acknowledged"


def test_another_teams_task_is_refused_and_unchanged(service, inbox, command, incident, task):
    id = command("right.case", "acknowledge_task", task, incident["id"])
    assert refusal_of(inbox, "right.case", id) == "not_your_task"
    assert state(service, incident, task) == ("dispatched", "pending")


def test_an_unknown_task_is_refused_in_the_same_words(inbox, command):
    id = command(CASE, "acknowledge_task", {"id": "no-such-task"}, "no-such-incident")
    assert refusal_of(inbox, CASE, id) == "not_your_task"


def test_without_a_validated_account_nothing_happens(service, parked, command, incident, task):
    command(CASE, "acknowledge_task", task, incident["id"], user_id=None)
    (event,) = parked("incident.commands", 1)
    assert event["data"]["task_id"] == task["id"]
    assert state(service, incident, task) == ("dispatched", "pending")


def test_another_account_can_not_be_named(command, incident, task):
    with pytest.raises(pika.exceptions.AMQPError):
        command("right.case", "acknowledge_task", task, incident["id"], user_id=f"team-{COUNTY}.{CASE}")


def test_an_impossible_step_is_refused_with_its_reason(inbox, command, incident, task):
    command(CASE, "finish_task", task, incident["id"])
    id = command(CASE, "depart", task, incident["id"])
    assert refusal_of(inbox, CASE, id) == "illegal_transition"


def test_a_declined_task_goes_to_the_next(service, inbox, command, incident, task):
    command(CASE, "decline_task", task, incident["id"], reason="other_call")
    inbox(CASE).about(incident["id"], "task_declined")
    found = service.get(incident["id"])
    assert [each for each in found["tasks"] if f"escalated-from:{COUNTY}.{CASE}" in each["why"]]


def test_over_http_the_same_holds(service, incident, task):
    path = f"/v1/incidents/{incident['id']}/tasks/{task['id']}"
    mine, other = f"{COUNTY}.{CASE}", f"{COUNTY}.right.case"
    assert service.call("POST", f"{path}/acknowledge", {}, "team", team=other).status_code == 404
    done = service.call("POST", f"{path}/acknowledge", {}, "team", team=mine)
    assert done.json()["state"] == "acknowledged"
    again = service.call("POST", f"{path}/acknowledge", {}, "team", team=mine)
    assert (again.status_code, again.json()["version"]) == (200, done.json()["version"])
    refused = service.call("POST", f"{path}/receive", {}, "team", team=mine)
    assert refused.status_code == 409
    assert (refused.json()["reason"], refused.json()["task_state"]) == ("illegal_transition", "acknowledged")
    assert service.call("POST", f"{path}/dance", {}, "team", team=mine).status_code == 404


def test_a_place_is_corrected_from_the_version_that_was_seen(service, incident):
    path, body = f"/v1/incidents/{incident['id']}/place", {"place": {"lon": RIGHT[0], "lat": RIGHT[1]}}
    assert service.call("PATCH", path, body, "dispatcher").status_code == 428
    assert service.call("PATCH", path, body, "dispatcher", headers={"If-Match": '"99"'}).status_code == 412
    version = service.call("GET", f"/v1/incidents/{incident['id']}", None, "dispatcher").headers["ETag"]
    done = service.call("PATCH", path, body, "dispatcher", headers={"If-Match": version})
    assert done.status_code == 200
    teams = {task["team"]: task["state"] for task in done.json()["tasks"]}
    assert teams[f"{COUNTY}.right.case"] == "pending"
    assert teams[f"{COUNTY}.left.case"] == "recalled"


def test_closing_recalls_what_is_open(service, inbox, incident):
    done = service.call("POST", f"/v1/incidents/{incident['id']}/close", {"outcome": "false_alarm"}, "dispatcher")
    assert (done.json()["state"], done.json()["outcome"]) == ("closed", "false_alarm")
    assert inbox(CASE).about(incident["id"], "task_recalled")["data"]["reason"] == "closed"


def test_what_came_of_it_is_recorded_after_closing_too(service, incident):
    path = f"/v1/incidents/{incident['id']}"
    service.call("POST", f"{path}/close", {"outcome": "handled"}, "dispatcher")
    found = {"filed": "criminal", "cleared": True, "lead": "grid_information", "injured": 1}
    done = service.call("PUT", f"{path}/findings", found, "dispatcher")
    assert (done.status_code, done.json()["findings"]) == (200, found)
    for wrong, field in (({"cleared": True}, "cleared"), ({"deaths": -1}, "deaths"), ({"lead": "某人"}, "lead")):
        answer = service.call("PUT", f"{path}/findings", wrong, "dispatcher")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, field)
    assert service.call("PUT", f"{path}/findings", found, "team", team=CASE).status_code == 403


def test_what_names_a_person_is_read_with_the_role_and_leaves_a_row(service):
    reporter = {"name": "演练甲", "phone": "10000000001", "address": "演练地址1号"}
    incident = service.report(place=HERE, reporter=reporter, description="演练")
    path = f"/v1/incidents/{incident['id']}/reporter"
    assert service.call("GET", path, None, "dispatcher").status_code == 403
    found = service.call("GET", path, None, "reporter-data", subject="clerk")
    assert found.json() == {**reporter, "description": "演练"}
    head = service.call("GET", "/v1/audit/head", None, "supervisor").json()
    assert head["number"] >= 1


def test_a_dry_run_stores_nothing(service):
    before = service.call("GET", "/v1/incidents?limit=1", None, "supervisor").json()
    said = {"source": "call", "category": "100200", "place": HERE}
    found = service.call("POST", "/v1/routing/explain", said).json()
    assert {task["team"] for task in found["tasks"]} >= {f"{COUNTY}.left.case"}
    assert [step for step in found["steps"] if step["step"] == "rule"]
    assert service.call("GET", "/v1/incidents?limit=1", None, "supervisor").json() == before


def test_the_openapi_document_lists_it_all(service):
    paths = service.session.get(f"{service.url}/openapi.json", timeout=60).json()["paths"]
    assert {"/v1/incidents", "/v1/incidents/{id}", "/v1/incidents/{id}/place", "/v1/routing/explain"} <= set(paths)
