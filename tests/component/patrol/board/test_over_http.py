"""The board over HTTP, its timers running: who is on duty where, set by hand, moved on."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.clock import Clock
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_board import TEAM, board_desk, chosen
from tests.fixtures.patrol_shifts import COUNTY, POST, command, pid, slot
from tests.fixtures.waiting import until

DISPATCHER = {"role": "dispatcher"}
CREW = {"role": "team", "team": TEAM}


@pytest.fixture
def service(tmp_path):
    process = HttpProcess(tmp_path, "tests.fixtures.patrol_board_service")
    yield process
    process.stop()


@pytest.fixture
def call(service):
    """Call the service as somebody."""

    def called(method, path, role="viewer", region=COUNTY, body=None, **claims):
        headers = service.headers(role, region=region, **claims)
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        return requests.request(method, f"{service.url}/v1/units{path}", headers=headers, json=body, timeout=60)

    return called


def test_who_is_on_duty_where_is_seen_set_and_moved_on(service, call, tmp_path):
    desk = board_desk(tmp_path / "store.db", clock=Clock(datetime.now(UTC)))
    shift = desk.office.publish(slot(start=desk.clock.now), taken={("s1", 0): 1, ("s1", 1): 101})[0]
    desk.clock.forward(1)
    desk.office.fire()
    desk.office.uses.duty.arrive(shift.id, pid(1), desk.clock.now, command())
    desk.uses.take(chosen(duress=True))
    service.start()
    found = until(lambda: call("GET", "?on_duty=true").json()["items"], what=service.log)
    assert [(each["unit"], each["people"]["officer"], each["team"]) for each in found] == [(POST, 1, TEAM)]
    _seen_by_whom(call)
    _set_by_hand(call)
    moved = call("POST", f"/{POST}/assignments/i-1/en_route", **CREW)
    assert (moved.status_code, moved.json()["assignments"][0]["state"]) == (200, "en_route")
    assert call("POST", f"/{POST}/assignments/i-1/accepted", **CREW).json()["reason"] == "not_back"
    assert call("POST", f"/{POST}/assignments/i-1/asleep", **CREW).status_code == 404
    assert call("POST", f"/{POST}/assignments/i-1/done", **DISPATCHER).json()["reason"] == "not_assigned"
    validate(requests.get(f"{service.url}/openapi.json", timeout=60).json())


def _seen_by_whom(call):
    for query, count in [
        ("", 1), (f"?county={COUNTY}&capability=patrol&state=conditional", 1), ("?capability=drone", 0),
        (f"?county={COUNTY}&region={COUNTY}001", 1), (f"?region={COUNTY}002", 0),
    ]:  # fmt: skip
        assert len(call("GET", query).json()["items"]) == count, query
    assert len(call("GET", "", region=COUNTY[:2]).json()["items"]) == 1
    assert call("GET", "?county=350924").status_code == 403
    assert call("GET", f"?county=350924&region={COUNTY}001", region="").status_code == 400
    assert call("GET", "?region=1").status_code == 400
    assert call("GET", "", role="member").status_code == 403
    assert call("GET", "", role="team").status_code == 403, "a team's token without its team sees nothing"
    assert call("GET", "", role="team", team=f"{COUNTY}.right.case").json()["items"] == []
    assert call("GET", "?cursor=nonsense").status_code == 400
    assert call("GET", f"/{POST}", region="350924").status_code == 404
    hidden, shown = call("GET", f"/{POST}").json(), call("GET", f"/{POST}", **CREW).json()
    assert (hidden["open_assignments"], hidden["assignments"]) == (1, [])
    assert [each["incident_id"] for each in shown["assignments"]] == ["i-1"]


def _set_by_hand(call):
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    broken = {"state": "unavailable", "reason": "repair", "until": until}
    assert call("POST", f"/{POST}/state", body=broken).status_code == 403
    answer = call("POST", f"/{POST}/state", body=broken, **DISPATCHER)
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, "unavailable", "repair")
    assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'
    for wrong, field in [
        ({**broken, "until": None}, "until"), ({**broken, "reason": ""}, "reason"),
        ({**broken, "until": "2020-01-01T00:00:00Z"}, "until"), ({**broken, "reason": "王某 is ill"}, "reason"),
    ]:  # fmt: skip
        refused = call("POST", f"/{POST}/state", body=wrong, **DISPATCHER)
        assert refused.status_code in (400, 422)
        assert refused.json()["errors"][0]["field"] == field
    again = call("POST", f"/{POST}/state", body={"state": "available"}, **CREW)
    assert (again.json()["state"], again.json()["set_by_hand"]) == ("conditional", None)
