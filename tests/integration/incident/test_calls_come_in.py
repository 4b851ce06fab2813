"""Calls come in while the grid service is down, awkward or not, and every team has its task."""

from __future__ import annotations

import pika
import pytest

from lianfang.messaging.envelope import CONTENT_TYPE, Event
from tests.fixtures.incident import COUNTY, GRIDS, LEFT, SHOPS, release, small_pack
from tests.fixtures.waiting import until

HERE = {"lon": LEFT[0], "lat": LEFT[1]}


def test_before_any_release_the_county_command_room_has_the_task(town, inbox):
    (service,) = town.start()
    incident = service.report(place=HERE)
    assert [task["team"] for task in incident["tasks"]] == [f"{COUNTY}.county.command"]
    assert "empty_replica" in incident["flags"]
    request = inbox("county.command").about(incident["id"], "task_requested")
    assert request["data"]["task_id"] == incident["tasks"][0]["id"]
    service.process.terminate()
    town.services.remove(service)


def test_every_team_has_its_own_task_in_its_queue(service, inbox):
    incident = service.report(place=HERE, priority=1)
    assert len(incident["tasks"]) >= 2
    for task in incident["tasks"]:
        request = inbox(task["team"].partition(".")[2]).about(incident["id"], "task_requested")["data"]
        assert (request["task_id"], request["capabilities"]) == (task["id"], task["capabilities"])
        assert request["acknowledge_by"] == task["acknowledge_by"]
    told = inbox("district").about(incident["id"], "reported")
    assert told["region"] == GRIDS[0]
    assert "lon" not in str(told["data"])


def test_the_answer_says_where_it_is_and_where_to_find_it(service):
    answer = service.call(
        "POST", "/v1/incidents", {"source": "call", "category": "100200", "place": HERE}, "intake"
    )
    body = answer.json()
    assert answer.headers["Location"] == f"/v1/incidents/{body['id']}"
    assert body["place"]["grid"] == GRIDS[0]
    assert service.get(body["id"])["tasks"] == body["tasks"]


def test_a_repeat_is_the_same_incident_and_another_body_is_refused(service):
    said = {"source": "call", "category": "100200", "place": HERE}
    first = service.call("POST", "/v1/incidents", said, "intake", key="the-same")
    again = service.call("POST", "/v1/incidents", said, "intake", key="the-same")
    other = service.call("POST", "/v1/incidents", {**said, "category": "300100"}, "intake", key="the-same")
    assert first.json()["id"] == again.json()["id"]
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)


@pytest.mark.parametrize(
    "body",
    [
        {"category": "EMS: BACK PAINS"}, {"category": ""}, {"place": {"lon": 122.5, "lat": 26.5}},
        {"place": {"lon": 999, "lat": -999}}, {"place": {"grid": "3504291000011001"}}, {"place": {"grid": "?"}},
        {"place": {"text": "老地方"}}, {"place": {}}, {"source": "shop", "shop": "nobody"}, {"source": "grid"},
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("region", [COUNTY, ""], ids=["county", "country"])
def test_no_caller_is_turned_away(service, body, region):
    incident = service.report(region=region, **body)
    assert incident["tasks"]
    assert service.get(incident["id"])["id"] == incident["id"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"source": "pigeon"}, "source"), ({"source": 5}, "source"),
        ({"place": {"lon": "1", "lat": 2}}, "place.lon"),
        ({"place": {"lon": 119.5}}, "place.lat"), ({"priority": 9}, "priority"), ({"duress": "no"}, "duress"),
        ({"nonsense": 1}, "nonsense"),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_malformed_is_refused_by_its_field_and_nothing_is_stored(service, body, field):
    before = service.call("GET", "/v1/incidents?limit=1", None, "supervisor", region="").json()
    answer = service.call("POST", "/v1/incidents", {"source": "call", **body}, "intake")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert service.call("GET", "/v1/incidents?limit=1", None, "supervisor", region="").json() == before


def test_a_shop_alert_reaches_partners_and_police(service, inbox):
    incident = service.report(source="shop", category="200100", shop=SHOPS[0])
    for partner in ("left.shop-002", "left.shop-003"):
        request = inbox(partner).about(incident["id"], "task_requested")["data"]
        assert (request["shop"], request["reason"]) == (SHOPS[0], "mutual_aid")
    assert any(task["role"] == "respond" for task in incident["tasks"])
    assert not [event for event in inbox("left.shop-001").drain() if event["subject"] == incident["id"]]


def test_a_complaint_is_seen_by_supervision_and_by_nobody_else(service, inbox):
    incident = service.report(category="950100", place=HERE, accused=["left-station"])
    assert [task["team"] for task in incident["tasks"]] == [f"{COUNTY}.county.supervision"]
    inbox("county.supervision").about(incident["id"], "task_requested")
    open_one = service.report(place=HERE, priority=1)  # what comes after it has arrived, so it would have too
    inbox("district").about(open_one["id"], "reported")
    for task in open_one["tasks"]:
        inbox(task["team"].partition(".")[2]).about(open_one["id"], "task_requested")
    for other in ("district", "left.case", "left.command", "left.community", "county.command"):
        assert not [event for event in inbox(other).drain(0.2) if event["subject"] == incident["id"]]
    listed = service.call("GET", "/v1/incidents?limit=200", None, "dispatcher").json()["items"]
    assert incident["id"] not in {each["id"] for each in listed}
    assert service.call("GET", f"/v1/incidents/{incident['id']}", None, "dispatcher").status_code == 404


def test_a_tip_reaches_the_teams_that_act_on_it_and_no_district(service, inbox):
    incident = service.report(category="900100", place=HERE)
    for task in incident["tasks"]:
        inbox(task["team"].partition(".")[2]).about(incident["id"], "task_requested")
    assert not [event for event in inbox("district").drain() if event["subject"] == incident["id"]]


def test_a_new_release_routes_the_next_call(service, town):
    town.publish_release(number=2, pack=small_pack(label="2"))
    until(lambda: "-r0002-" in service.report(place=HERE)["release"])


def test_a_registry_forged_by_a_team_is_parked(service, town, parked):
    """A CC header brings a team's message past the check of its key, into the queue of releases."""
    connection = pika.BlockingConnection(pika.URLParameters(town.uris["left.case"]))
    channel = connection.channel()
    channel.confirm_delivery()
    page = {**release(small_pack(label="forged"), 99)[0][1], "request_id": "r"}
    now = "2026-01-01T00:00:00+00:00"
    event = Event("forged", "incident.replica_page.v1", "/services/grid", COUNTY, now, COUNTY, page)
    for user_id in (None, f"team-{COUNTY}.left.case"):
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE, message_id="forged", user_id=user_id,
            headers={"CC": ["incident.replica_page.v1.99.01.02"]},
        )  # fmt: skip
        channel.basic_publish("lianfang.commands", "incident.depart.v1.99.01.02", event.to_json(), properties)
    connection.close()
    assert [event["id"] for event in parked("incident.releases", 2)] == ["forged", "forged"]
    assert "-r0099-" not in service.report(place=HERE)["release"]
