"""A call about a dispute becomes one mediation case with its owner, however often it comes; the bus hears of it."""

from __future__ import annotations

import json
import time
from datetime import timedelta

import pytest

from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_entries
from lianfang.messaging.outgoing import Outgoing
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.runtime.cli.app import run
from tests.e2e.counties import STEADY
from tests.e2e.mediation.office import GRIDS, now
from tests.e2e.spine import SEAT

pytestmark = pytest.mark.rabbit
SLACK = timedelta(seconds=5)
"""Reading the log begins this much earlier than what is looked for."""


def after_all_before(office):
    """Report one more dispute and wait for its case: what came before it over the bus has been handled by then."""
    marker = office.call()
    office.wait_told("case_opened", incident_id=marker)
    time.sleep(0.3)  # some are handled at a time
    return marker


@pytest.mark.parametrize("category", ["200300", "200301", "200302", "200303", "200304"])
def test_a_dispute_is_its_zones_case(office, spine, own_district, category):
    incident = spine.report(category=category, place=SEAT)
    (told,) = office.wait_told("case_opened", incident_id=incident["id"])
    case = office.get(told.data["case_id"], "viewer", region="350924")
    assert (case["state"], case["category"], case["region"]) == ("registered", category, incident["region"])
    assert case["owner"] == told.data["owner"] == "350924.aoyang.community"
    assert case["next_due"] == told.data["next_due"]
    assert [(each["source"], each["ref"]) for each in case["origins"]] == [("incident", incident["id"])]
    heard = own_district.wait_for(type="mediation.case_opened.v1", incident_id=incident["id"])
    assert heard.data["case_id"] == case["id"]


def test_other_categories_are_no_disputes(office):
    since = now()
    for category in ("200100", "200400", "300100", "950100", "900100", "no-such"):
        office.call(category=category)
    marker = after_all_before(office)
    assert office.incidents(office.listed(since)) == [marker]


def test_a_grid_workers_report_is_told_as_such(office, spine):
    token = spine.token("intake", region=STEADY)
    incident = office.call(source="grid", token=token)
    (told,) = office.wait_told("case_opened", incident_id=incident)
    assert told.data["source"] == "grid_report"


def test_the_same_report_from_the_log_and_from_the_archive_makes_no_second_case(office, spine, home, monkeypatch):
    since = now()
    incident = office.call()
    office.wait_told("case_opened", incident_id=incident)
    uri = spine.target.bus_uri
    (entry,) = [
        entry for entry in read_entries(uri, since - SLACK, LOG)
        if entry.routing_key.startswith("incident.reported") and incident.encode() in entry.body
    ]  # fmt: skip
    publisher = ConfirmedPublisher(uri)
    publisher.start()
    again = Outgoing(
        "lianfang.events", entry.routing_key, entry.body, entry.headers, entry.message_id, entry.content_type
    )
    renamed = json.dumps(json.loads(entry.body) | {"id": "another-event"}).encode()
    publisher.publish([again, again, Outgoing(
        "lianfang.events", entry.routing_key, renamed, entry.headers, "another-event", entry.content_type
    )])  # fmt: skip
    publisher.stop()
    monkeypatch.setenv("LIANFANG_HOME", str(home))
    assert run(["republish", "--since", (since - SLACK).isoformat()]) == 0
    marker = after_all_before(office)
    assert sorted(office.incidents(office.listed(since))) == sorted([incident, marker])
    assert len({event.id for event in office.told("case_opened", incident_id=incident)}) == 1


def test_under_duress_the_case_is_sealed_and_no_district_hears_of_it(office, spine, own_district):
    since = now()
    incident = spine.report(category="200301", place=SEAT, duress=True)
    (told,) = office.wait_told("case_opened", incident_id=incident["id"])
    assert told.data["sealed"]
    path = f"/v1/cases/{told.data['case_id']}"
    for role in ("viewer", "dispatcher", "mediation"):
        assert office.look(path, role, region="350924").status_code == 404
    assert office.look(path, "supervisor", region="350924").json()["sealed"]
    assert office.look(path, "team", region="350924", team=told.data["owner"]).status_code == 200
    after = spine.report(category="200301", place=SEAT)
    own_district.wait_for(type="mediation.case_opened.v1", incident_id=after["id"])
    assert own_district.heard(incident_id=incident["id"]) == []
    uri, case = spine.target.bus_uri, told.data["case_id"].encode()
    assert not any(case in entry.body for entry in read_entries(uri, since - SLACK, LOG))
    assert any(case in entry.body for entry in read_entries(uri, since - SLACK, RESTRICTED_LOG))


def test_a_visit_and_the_call_about_it_are_one_case_whichever_comes_first(office):
    since = now()
    called = office.call()
    office.wait_told("case_opened", incident_id=called)
    visit = office.send("/v1/cases", {"source": "visit", "also": [{"source": "incident", "ref": called}]})
    assert visit.status_code == 200, visit.text
    (case,) = office.listed(since)
    assert {each["source"] for each in office.get(case["id"])["origins"]} == {"incident", "visit"}


def test_a_false_alarm_takes_its_case_back(office, spine):
    incident = spine.report(category="200302", place={"grid": GRIDS[0]}, region=STEADY)
    (told,) = office.wait_told("case_opened", incident_id=incident["id"])
    closed = spine.post(
        f"/v1/incidents/{incident['id']}/close", {"outcome": "false_alarm"}, region=STEADY,
        headers={"If-Match": f'"{incident["version"]}"'},
    )  # fmt: skip
    assert closed.status_code == 200, closed.text
    office.wait_told("withdrawn", case_id=told.data["case_id"])
    assert office.get(told.data["case_id"])["state"] == "withdrawn"
