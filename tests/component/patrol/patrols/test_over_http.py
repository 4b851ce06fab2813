"""Patrols and plans over HTTP: members act for themselves, nobody else sees a route, mistakes are told kindly."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.clock import Clock
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_rounds import GATE, HERE, SQUARE, point, rounds
from tests.fixtures.patrol_shifts import COUNTY, POST, UNIT, pid

NOW, ME = datetime.now(UTC), pid(1)


class RoundsProcess(HttpProcess):
    """The service, beside the use cases of this process over the same store."""

    def call(self, method, path, role="member", body=None, subject=ME, region=COUNTY, **query):
        headers = {**self.headers(role, region=region, subject=subject), "Idempotency-Key": uuid.uuid4().hex}
        return requests.request(
            method, f"{self.url}/v1/{path}", json=body, params=query, headers=headers, timeout=60
        )  # fmt: skip


@pytest.fixture(scope="module")
def it(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rounds")
    made = rounds(folder / "store.db", clock=Clock(NOW - timedelta(hours=1)))
    made.now = made.shift(start=NOW - timedelta(minutes=5))
    process = RoundsProcess(folder, "tests.fixtures.patrol_rounds_service")
    process.rounds = made
    yield process.start()
    process.stop()


def place(east: int, accuracy: float = 10) -> dict:
    lon, lat = point(east)
    return {"mark": "gate", "lon": lon, "lat": lat, "accuracy": accuracy}


def test_a_member_checks_in_by_position_or_is_told_how_far_it_is(it):
    far = it.call("POST", "check-ins", body={"id": "v1", "at": NOW.isoformat(), **place(300)})
    assert (far.status_code, "300 m" in far.text) == (409, True)
    done = it.call("POST", "check-ins", body={"id": "v2", "at": NOW.isoformat(), **place(20)})
    assert done.status_code == 201, done.text
    assert (done.json()["arrived"], done.json()["shift"], done.json()["mark"]) == (True, it.rounds.now.id, GATE)


def test_a_patrol_from_start_to_finish_with_its_record_and_coverage(it):
    start = it.call("POST", "patrols", body={"shift": it.rounds.now.id, "at": NOW.isoformat()})
    assert start.status_code == 201, start.text
    id = start.json()["id"]
    code = it.rounds.desk.codes.text(SQUARE)
    visits = [
        {"id": "a", "at": (NOW - timedelta(minutes=2)).isoformat(), "code": code},
        {"id": "b", "at": NOW.isoformat(), "code": "LFM1:made:up"},
        {"id": "a", "at": (NOW - timedelta(minutes=2)).isoformat(), "code": code},
    ]
    told = it.call(
        "POST", f"patrols/{id}/visits", body={"visits": visits, "sent_at": datetime.now(UTC).isoformat()}
    )
    assert [(each["counts"], each["reason"]) for each in told.json()["visits"]] == [
        (True, ""), (False, "bad_code"), (True, ""),
    ]  # fmt: skip
    ended = it.call("POST", f"patrols/{id}/finish", body={"at": datetime.now(UTC).isoformat()}).json()
    assert (ended["visits"], ended["marks"], ended["stops"][0]["mark"]) == (1, 1, SQUARE)
    listed = it.call("GET", "patrols", role="viewer", unit=UNIT).json()["items"]
    assert id in {each["id"] for each in listed}
    period = {"from": (NOW - timedelta(hours=1)).isoformat(), "to": (NOW + timedelta(hours=1)).isoformat()}
    found = it.call("GET", "coverage", role="viewer", post=POST, **period).json()["items"][0]
    assert {each["mark"]: each["visits"] for each in found["marks"]}[SQUARE] == 1
    since_it_was_read = (datetime.now(UTC) - NOW) / timedelta(minutes=1)
    assert 4 <= found["marks"][0]["duty_minutes"] <= 10 + since_it_was_read


def test_nobody_acts_for_others_or_sees_what_is_not_theirs(it):
    body = {"shift": it.rounds.now.id, "at": NOW.isoformat()}
    theirs = it.call("POST", "patrols", body=body, subject=pid(2))
    nobodys = it.call("POST", "patrols", body={**body, "shift": "none"}, subject=pid(2))
    assert [each.status_code for each in (theirs, nobodys)] == [422, 422]
    assert theirs.json()["detail"] == nobodys.json()["detail"]
    assert it.call("POST", "patrols", body={**body, "person": pid(1)}, subject=pid(2)).status_code == 403
    assert it.call("POST", "patrols", "dispatcher", {**body, "person": pid(1)}, region="350924").status_code == 403
    id = it.call("POST", "patrols", "dispatcher", {**body, "person": pid(1)}, "desk-1").json()["id"]
    assert it.call("GET", f"patrols/{id}", subject=pid(2)).status_code == 404
    assert it.call("GET", f"patrols/{id}", "viewer", region="350924").status_code == 404
    assert it.call("GET", "coverage", "viewer", post=POST, unit=UNIT).status_code == 400
    assert it.call("GET", "patrols", subject=pid(2)).json()["items"] == []


@pytest.mark.parametrize(("body", "field"), [
    ({"id": "v", "at": "yesterday", "code": "x"}, "at"),
    ({"id": "v", "at": NOW.isoformat()}, "code"),
    ({"id": "v", "at": NOW.isoformat(), "mark": "gate", "lon": 500, "lat": 0, "accuracy": 1}, "lon"),
])  # fmt: skip
def test_what_is_wrong_is_named(it, body, field):
    answer = it.call("POST", "check-ins", body=body)
    assert answer.status_code == 400
    assert field in {each["field"] for each in answer.json()["errors"]}


def test_planners_print_the_sign_of_a_mark_and_renew_it(it):
    sign = it.call("GET", f"marks/{POST}:gate/code.svg", "planner")
    assert (sign.status_code, sign.headers["Content-Type"], sign.content[:5]) == (200, "image/svg+xml", b"<?xml")
    assert it.call("GET", f"marks/{POST}:gate/code.svg", "viewer").status_code == 403
    assert it.call("GET", f"marks/{POST}:none/code.svg", "planner").status_code == 404
    assert it.call("GET", f"marks/{POST}:gate/code.svg", "planner", region="350924").status_code == 404
    renewed = it.call("POST", f"marks/{POST}:gate/code", "planner").json()
    assert (renewed["number"], renewed["code"]) == (2, it.rounds.desk.codes.text(GATE))


def test_a_plan_is_for_planners_dispatchers_and_those_who_serve_in_its_hours(it):
    hours = {"from": NOW.isoformat(), "to": (NOW + timedelta(hours=3)).isoformat()}
    car = {"id": "car-1", "mode": "car", "lon": HERE[0], "lat": HERE[1]}
    asked = it.call("POST", "patrol-plans", "planner", {"unit": UNIT, **hours, "teams": [car]})
    assert asked.status_code == 202, asked.text
    path = f"patrol-plans/{asked.json()['id']}"
    seen = [it.call("GET", path, *who).status_code for who in (
        ("planner",), ("dispatcher",), ("viewer",), ("member", None, pid(1)), ("member", None, pid(2)),
        ("planner", None, "x", "350924"),
    )]  # fmt: skip
    assert seen == [200, 200, 403, 200, 404, 404]
    (head,) = it.call("GET", "patrol-plans", "planner").json()["items"]
    assert set(head) == {"id", "unit", "start", "state"}
    refused = it.call("POST", "patrol-plans", "planner", {"unit": UNIT, **hours, "teams": [car, car]})
    assert (refused.status_code, "teams" in refused.text) == (422, True)


def test_siting_and_reach(it):
    asked = it.call("POST", "siting", "planner", {"county": COUNTY, "places": 2, "mode": "foot"})
    assert (asked.status_code, asked.json()["state"]) == (202, "planning")
    assert it.call("GET", f"siting/{asked.json()['id']}", "planner").status_code == 200
    found = it.call("GET", "reach", "viewer", county=COUNTY).json()
    assert ([ring["minutes"] for ring in found["rings"]], found["units"], found["weight"]) == ([1, 3, 5], 1, 78)
    assert it.call("GET", "reach", "viewer", county="350924").status_code == 403


def test_the_api_describes_itself(it):
    validate(requests.get(f"{it.url}/openapi.json", timeout=60).json())
