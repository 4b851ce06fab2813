"""No authenticated call is refused for its place, category or region; malformed ones are, and leave nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from lianfang.web import tokens
from tests.e2e.spine import SEAT

pytestmark = pytest.mark.rabbit

ROOM = "350924.county.command"
ODD_CALLS = {
    "unknown category": ({"category": "123456", "place": SEAT}, "unknown_category", "350924.aoyang.command"),
    "category in words": ({"category": "牛在路上", "place": SEAT}, "unknown_category", "350924.aoyang.command"),
    "no category": ({"place": SEAT}, "unknown_category", "350924.aoyang.command"),
    "at sea": ({"category": "500101", "place": {"lon": 122.5, "lat": 26.5}}, "outside", ROOM),
    "null island": ({"category": "500101", "place": {"lon": 0, "lat": 0}}, "outside", ROOM),
    "no point of this earth": ({"category": "500101", "place": {"lon": 1e9, "lat": -1e9}}, "unplaced", ROOM),
    "over the border": ({"category": "300100", "place": {"lon": 119.9, "lat": 27.45}}, "outside", ROOM),
    "another county's grid": ({"category": "300200", "place": {"grid": "3504291000011001"}}, "over_border", ROOM),
    "no such grid": ({"category": "600300", "place": {"grid": "3509241000991001"}}, "", ""),
    "text that names a place": ({"category": "200302", "place": {"text": "斜滩社区"}}, "", "350924.xietan.command"),
    "text nobody knows": ({"category": "500500", "place": {"text": "老地方"}}, "unplaced", ROOM),
    "no place at all": ({"category": "100200", "place": {}}, "unplaced", ROOM),
    "unknown shop": ({"source": "shop", "place": {}, "shop": "350924.aoyang.shop-999"}, "unplaced", ROOM),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD_CALLS)
def test_an_odd_call_is_stored_flagged_and_somebody_has_it(spine, name):
    body, flag, team = ODD_CALLS[name]
    incident = spine.report(**body)
    assert not flag or flag in incident["flags"], incident["flags"]
    teams = sorted(task["team"] for task in incident["tasks"])
    assert any(each.endswith(".command") for each in teams), teams
    assert not team or team in teams, teams
    spine.teams.wait_for_requests(incident["id"], teams)


def test_a_call_before_any_release_goes_to_the_county_command_room(spine, before_any_release):
    assert before_any_release.status_code == 201, before_any_release.text
    incident = before_any_release.json()
    assert [task["team"] for task in incident["tasks"]] == [ROOM]
    assert incident["release"] == ""
    spine.teams.wait_for_requests(incident["id"], [ROOM])


def test_a_call_from_a_county_that_brought_no_pack_is_stored_for_its_command_room(spine):
    incident = spine.report(category="300100", place={"text": "县城"}, region="350921")
    assert [task["team"] for task in incident["tasks"]] == ["350921.county.command"]
    asked = spine.tap.wait(lambda tap: tap.once(incident["id"], "incident.task_requested.v1"))
    assert [(event.region, event.addressee) for event in asked] == [("350921", "county.command")]


def test_a_better_place_brings_the_right_teams(spine):
    incident = spine.report(category="300100", place={"text": "老地方"})
    version = {"If-Match": f'"{incident["version"]}"'}
    answer = spine.send("PATCH", f"/v1/incidents/{incident['id']}/place", {"place": SEAT}, headers=version)
    assert answer.status_code == 200, answer.text
    spine.teams.wait(lambda teams: "350924.aoyang.traffic" in teams.requests(incident["id"]))


@pytest.fixture
def nothing_stored(spine):
    """Nothing is stored by what the test does."""
    path = spine.stack.state.services["incident"].store_uri.removeprefix("sqlite://")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        count = "SELECT count(*) FROM doc_incidents"
        before = database.execute(count).fetchone()
        yield
        assert database.execute(count).fetchone() == before


GOOD = {"source": "call", "category": "300100", "place": SEAT}
MALFORMED = {
    "not JSON": ({"data": b"{", "headers": {"Content-Type": "application/json"}}, 400),
    "no source": ({"json": {"place": SEAT}}, 400),
    "a source of no kind": ({"json": GOOD | {"source": "rumour"}}, 400),
    "priority in words": ({"json": GOOD | {"priority": "high"}}, 400),
    "priority 9": ({"json": GOOD | {"priority": 9}}, 400),
    "half a point": ({"json": GOOD | {"place": {"lon": 119.5}}}, 400),
    "place as text": ({"json": GOOD | {"place": "over there"}}, 400),
    "an unknown field": ({"json": GOOD | {"nonsense": 1}}, 400),
    "10 MB": ({"json": GOOD | {"description": "x" * 10_000_000}}, 413),
    "no key": ({"json": GOOD, "headers": {"Idempotency-Key": None}}, 400),
    "no token": ({"json": GOOD, "headers": {"Authorization": None}}, 401),
    "nonsense for a token": ({"json": GOOD, "headers": {"Authorization": "Bearer x.y.z"}}, 401),
}


def assert_problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["title"]


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.usefixtures("nothing_stored")
def test_a_malformed_call_is_refused_clearly(spine, name):
    sent, status = MALFORMED[name]
    body = sent.get("json")
    more = {key: value for key, value in sent.items() if key != "json"}
    assert_problem(spine.post("/v1/incidents", body, **more), status)


@pytest.mark.usefixtures("nothing_stored")
def test_an_expired_or_foreign_token_is_refused(spine):
    past = datetime.now(UTC).timestamp() - 7200
    expired = spine.token("intake", now=past, lifetime_s=3600)
    foreign = tokens.issue("another system's key, of some length", "e2e", ["intake"], region="350924")
    unfit = spine.token("viewer")
    for token, status in ((expired, 401), (foreign, 401), (unfit, 403)):
        assert_problem(spine.post("/v1/incidents", GOOD, token=token), status)


def test_a_reused_key_with_another_body_is_refused_and_the_first_stands(spine):
    first = spine.report(key="reused-key", category="300100")
    assert_problem(spine.post("/v1/incidents", GOOD | {"category": "100200"}, key="reused-key"), 422)
    again = spine.report(key="reused-key", category="300100")
    assert (again["id"], again["category"]) == (first["id"], "300100")
