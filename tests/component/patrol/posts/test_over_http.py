"""Posts, days and demand over HTTP: who may what, and how wrong ones are answered."""

from __future__ import annotations

import uuid

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_posts import COUNTY, GRID, POST, UNIT, market, pack, post

ROWS = [{"when": {"weekdays": [5, 6]}, "hours": [2] * 24}, {"hours": [1] * 24}]


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    process = HttpProcess(tmp_path_factory.mktemp("posts"), "tests.fixtures.patrol_posts_service").start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def ask(service):
    def call(method, path, *, role="planner", region=COUNTY, body=None, key="", **query):
        headers = {**service.headers(role, region=region), "Idempotency-Key": key or uuid.uuid4().hex}
        url = f"{service.url}/v1/{path}"
        return requests.request(method, url, json=body, params=query, headers=headers, timeout=60)

    return call


@pytest.fixture(scope="module")
def loaded(ask):
    days = {"markets": [market()], "events": [{"id": "fair", "name": "会", "tags": ["fair"], "lunar": [1, 5]}]}
    assert ask("PUT", f"calendars/{COUNTY}", body=days).status_code == 200
    answer = ask("PUT", f"post-packs/{COUNTY}", body=pack(), key="first")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_posts_are_put_and_read(ask, loaded):
    assert ask("PUT", f"post-packs/{COUNTY}", body=pack(), key="first").json() == loaded
    found = ask("GET", f"post-packs/{COUNTY}").json()
    assert (found["version"], found["pack"]["posts"][0]["id"]) == (loaded["version"], POST)
    assert ask("PUT", f"post-packs/{COUNTY}", body=found["pack"]).json()["new"] is False
    assert ask("GET", f"post-packs/{COUNTY}", version=loaded["version"]).json() == found
    items = ask("GET", "posts", unit=UNIT, role="viewer").json()["items"]
    assert items == [ask("GET", f"posts/{POST}", role="viewer").json()]
    assert items[0]["duties"] == ["tide", "night"]


def test_slots_of_days(ask, loaded):
    query = {"from": "2026-03-01", "to": "2026-03-02"}
    found = ask("GET", f"posts/{POST}/slots", role="viewer", **query).json()
    night = next(slot for slot in found["items"] if slot["kind"] == "night")
    assert (night["id"], night["start"], night["local_start"]) == (
        f"{POST}/night/2026-03-01T22:00", "2026-03-01T14:00:00+00:00", "2026-03-01T22:00:00+08:00"
    )  # fmt: skip
    assert night["needs"][0]["role"] == "officer"
    assert found["guessed"] == []
    query["from"] = "2035-03-01"
    answer = ask("GET", f"posts/{POST}/slots", **query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "to")
    later = {"from": "2035-03-01", "to": "2035-03-01"}
    assert ask("GET", f"posts/{POST}/slots", **later).json()["guessed"] == [2035]


def test_days_are_read_as_they_were_put(ask, loaded):
    found = ask("GET", f"calendars/{COUNTY}", role="viewer", region=f"{COUNTY}201").json()
    assert found["calendar"]["markets"][0]["lunar_endings"] == [2, 5, 8]
    assert found["version"].startswith(f"{COUNTY}-1-")


def test_demand_is_shown_and_a_tide_adopted(ask, loaded):
    found = ask("GET", "demand", post=POST, least=1).json()
    assert found["expected"]["small"] is True
    assert found["tides"][0]["present"][0]["hours"] == [1] * 24
    suggested = found["tides"][0]["suggested"]
    assert suggested["rows"][0]["hours"] == [1] * 24
    answer = ask("POST", f"posts/{POST}/tides/tide", body={"rows": ROWS, "version": found["version"]})
    assert answer.status_code == 200, answer.text
    assert ask("GET", "demand", post=POST).json()["tides"][0]["present"][0]["when"]["weekdays"] == [5, 6]
    stale = ask("POST", f"posts/{POST}/tides/tide", body={"rows": ROWS, "version": found["version"]})
    assert stale.status_code == 412
    county = ask("GET", "demand", county=COUNTY, role="supervisor").json()
    assert (county["grids"], len(county["expected"]["hours"])) == ({}, 168)
    back = ask("PUT", f"post-packs/{COUNTY}", body=pack()).json()
    assert (back["new"], back["changed"]) == (True, 1)


def test_a_wrong_pack_is_refused_with_every_field_and_changes_nothing(ask, loaded):
    before = ask("GET", f"post-packs/{COUNTY}").json()
    wrong = pack(posts=[post(), post(), post(id=f"{COUNTY}.a.b", duties=["none"])])
    answer = ask("PUT", f"post-packs/{COUNTY}", body=wrong)
    problem = answer.json()
    assert (answer.status_code, {each["field"] for each in problem["errors"]}) == (
        422, {"posts.1.id", "posts.2.duties.0"}
    )  # fmt: skip
    shape = ask("PUT", f"post-packs/{COUNTY}", body=pack(posts=[post(mode="boat", stop=[1])]))
    assert {each["field"] for each in shape.json()["errors"]} == {"posts.0.mode", "posts.0.stop"}
    assert all(each["message"] and each["remedy"] for each in problem["errors"] + shape.json()["errors"])
    assert ask("GET", f"post-packs/{COUNTY}").json() == before


@pytest.mark.parametrize(
    ("method", "path", "role", "region", "status"),
    [
        ("PUT", f"post-packs/{COUNTY}", "viewer", COUNTY, 403),
        ("PUT", f"post-packs/{COUNTY}", "planner", "360103", 403),
        ("PUT", f"post-packs/{COUNTY}", "registry", f"{COUNTY}201", 403),
        ("PUT", "post-packs/3504", "registry", "", 404),
        ("GET", f"posts/{POST}", "viewer", "360103", 404),
        ("GET", f"posts/{POST}", "viewer", GRID[:9], 200),
        ("GET", f"posts/{COUNTY}.a.none", "viewer", COUNTY, 404),
        ("GET", f"posts?county={COUNTY}", "viewer", "360103", 403),
        ("GET", f"demand?post={POST}", "viewer", COUNTY, 403),
        ("GET", f"demand?post={POST}", "planner", "360103", 403),
        ("GET", f"demand?county={COUNTY}", "planner", f"{COUNTY}201", 200),
        ("GET", "demand", "planner", COUNTY, 400),
        ("GET", f"post-packs/{COUNTY}?version={COUNTY}-9-00000000", "planner", COUNTY, 404),
    ],
)
def test_who_may_what(ask, loaded, method, path, role, region, status):
    body = pack() if method == "PUT" else None
    assert ask(method, path, role=role, region=region, body=body).status_code == status


def test_the_endpoints_are_described(service):
    document = requests.get(f"{service.url}/openapi.json", timeout=60).json()
    validate(document)
    assert "/v1/posts/{id}/tides/{kind}" in document["paths"]


@pytest.mark.parametrize("year", ["0001", "1850", "2250", "9000", "9999"])
def test_days_of_another_age_are_refused_before_turns_are_counted_to_them(ask, loaded, year):
    query = {"from": f"{year}-01-01", "to": f"{year}-01-01"}
    answer = ask("GET", f"posts/{POST}/slots", role="viewer", **query)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "from")


def test_what_would_take_for_ever_to_reckon_is_refused_whole(ask, loaded):
    before = ask("GET", f"post-packs/{COUNTY}").json()["version"]
    turns = {"kind": "turns", "start": "08:00", "end": "18:00"}
    turns["rotation"] = {"anchor": "1000-01-01", "teams": [{"id": "a", "needs": [{"role": "officer"}]}]}
    answer = ask("PUT", f"post-packs/{COUNTY}", body={**pack(), "duties": {**pack()["duties"], "t": [turns]}})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "duties.t.value.0.rotation.anchor")
    nights = [{"kind": f"n{n}", "start": "08:00", "end": "18:00", "needs": [{"role": "a"}]} for n in range(61)]
    many = pack()
    many["duties"]["many"] = nights
    many["posts"][0]["duties"] = ["many"]
    answer = ask("PUT", f"post-packs/{COUNTY}", body=many)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "posts.0.duties")
    fair = {"name": "会", "tags": ["fair"], "lunar": [1, 5], "days": 31}
    days = {"markets": [market()], "events": [{**fair, "id": f"fair-{n}"} for n in range(14)]}
    answer = ask("PUT", f"calendars/{COUNTY}", body=days)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "events")
    assert ask("GET", f"post-packs/{COUNTY}").json()["version"] == before


def test_digits_of_other_scripts_make_no_code(ask):
    wide = "３５０４２９.zhukou.station"
    answer = ask("PUT", f"post-packs/{COUNTY}", body={**pack(), "posts": [post(unit=wide)]})
    assert answer.status_code == 400


@pytest.mark.parametrize("name", ["演\u0007练", "演\n练", ""])
def test_a_name_that_no_sign_can_carry_is_refused(ask, name):
    answer = ask("PUT", f"post-packs/{COUNTY}", body={**pack(), "posts": [{**post(), "name": name}]})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, "posts.0.name")
