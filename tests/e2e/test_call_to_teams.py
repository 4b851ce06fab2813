"""A call comes in, and everyone who must act has it; nobody else does."""

from __future__ import annotations

import pytest

from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_log
from tests.e2e.collector import REQUESTED
from tests.e2e.spine import SEAT, day

pytestmark = pytest.mark.rabbit


def test_every_expected_team_has_exactly_one_task(spine):
    incident = spine.report(category="100200", priority=1, place=SEAT)
    expected = spine.oracle().teams({"category": "100200", "priority": 1, "place": SEAT, "source": "call"})
    assert {"350924.aoyang.case", "350924.aoyang.traffic", "350924.aoyang.command"} == expected
    spine.teams.wait_for_requests(incident["id"], expected)
    assert sorted(task["team"] for task in incident["tasks"]) == sorted(expected)
    asked = spine.teams.all(incident["id"], REQUESTED)
    assert all(arrival.team == arrival.event.data["team"] for arrival in asked), "each in its own queue"
    assert {arrival.event.data["task_id"] for arrival in asked} == {task["id"] for task in incident["tasks"]}


def test_the_district_gets_its_own_and_its_neighbour_nothing(spine, own_district, neighbour_district):
    incident = spine.report(category="300100", place=SEAT)
    own_district.wait_for(type="incident.reported.v1", incident_id=incident["id"])
    own_district.wait(lambda ear: len(ear.heard(type=REQUESTED, incident_id=incident["id"])) == 2)
    assert neighbour_district.heard() == []


def test_a_complaint_reaches_supervision_only(spine, own_district):
    incident = spine.report(category="950100", place=SEAT, accused=["aoyang-station"])
    spine.teams.wait_for_requests(incident["id"], ["350924.county.supervision"])
    after = spine.report(category="500500", place=SEAT)
    own_district.wait_for(type="incident.reported.v1", incident_id=after["id"])
    assert own_district.heard(incident_id=incident["id"]) == []
    published = spine.tap.wait(lambda tap: len(tap.once(incident["id"])) >= 2 and tap.once(incident["id"]))
    assert all(event.restricted for event in published)
    assert {event.data.get("team") for event in published} == {None, "350924.county.supervision"}
    uri = spine.target.bus_uri
    assert incident["id"] in {event.subject for event in read_log(uri, stream=RESTRICTED_LOG)}
    open_log = {event.subject for event in read_log(uri, stream=LOG)}
    assert after["id"] in open_log
    assert incident["id"] not in open_log


def test_a_complaint_is_hidden_from_those_who_may_not_see_it(spine):
    incident = spine.report(category="950100", place=SEAT, accused=["aoyang-station"])
    path = f"/v1/incidents/{incident['id']}"
    command_room = spine.token("team", region="350924", team="350924.aoyang.command")
    assert spine.get(path, token=command_room).status_code == 404
    assert spine.get(path).status_code == 404, "not even for a dispatcher"
    assert spine.get(path, token=spine.token("supervisor")).status_code == 200


def test_a_shop_alert_calls_its_group_and_the_police_in_one_write(spine):
    shop = "350924.aoyang.shop-002"
    token = spine.token("intake", team=shop)
    incident = spine.report(source="shop", category="200100", place={}, shop=shop, token=token)
    partners = {"350924.aoyang.shop-001", "350924.aoyang.shop-003"}
    expected = spine.oracle().teams({"category": "200100", "place": {}, "source": "shop", "shop": shop})
    assert partners < expected
    assert len(expected) > len(partners) + 1, "the police too"
    spine.teams.wait_for_requests(incident["id"], expected)
    requests = spine.teams.once(incident["id"], REQUESTED)
    assert len({event.time for event in requests}) == 1, "one moment"
    assert (incident["version"], len(incident["tasks"])) == (1, len(expected)), "one write"


def test_each_report_of_a_day_reaches_just_whom_it_must(spine, books):
    summary = spine.replay(day(120), books, concurrency=8)
    assert (summary.accepted, summary.refused) == (120, 0), summary.reasons
    balance = spine.settle(books)
    assert balance.balanced, (balance, books.missing()[:5], books.strays()[:5])


def test_a_call_is_accepted_while_the_registry_is_down(spine):
    spine.grid.kill()
    try:
        incident = spine.report(category="100200", priority=2, place=SEAT)
        assert incident["region"].startswith("350924100"), "placed by the replica"
        expected = spine.oracle().teams({"category": "100200", "priority": 2, "place": SEAT, "source": "call"})
        spine.teams.wait_for_requests(incident["id"], expected)
    finally:
        spine.grid.start()
        spine.grid.wait_ready()
