"""Rosters as a process, called over HTTP."""

from __future__ import annotations

import csv
import io
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_rosters import UNIT, ZONE
from tests.fixtures.waiting import until

COUNTY = UNIT[:6]
TOMORROW = datetime.now(UTC).astimezone(ZONE).date() + timedelta(days=1)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    process = HttpProcess(tmp_path_factory.mktemp("rosters"), "tests.fixtures.patrol_rosters_process").start()
    yield process
    process.stop()


def call(service, method, path, body=None, *roles, region=COUNTY, key=None, **query):
    headers = service.headers(*(roles or ("planner",)), region=region)
    headers["Idempotency-Key"] = key or str(uuid.uuid4())
    return requests.request(
        method, f"{service.url}/v1/rosters{path}", json=body, headers=headers, params=query, timeout=60
    )


def days(first, last=None):
    return {
        "unit": UNIT, "first": str(TOMORROW + timedelta(days=first)),
        "last": str(TOMORROW + timedelta(days=first if last is None else last)),
    }  # fmt: skip


def seen(service, id, state):
    until(lambda: call(service, "GET", f"/{id}").json()["state"] == state, what=state)
    return call(service, "GET", f"/{id}").json()


def planned(service, first, last=None):
    answer = call(service, "POST", "", days(first, last))
    assert answer.status_code == 201, answer.text
    id = answer.json()["id"]
    answer = call(service, "POST", f"/{id}/plan", {"seconds": 5})
    assert answer.status_code == 202, answer.text
    seen(service, id, "planned")
    return id


def test_a_roster_from_its_draft_to_its_end(service):
    id = planned(service, 0, 2)
    roster = call(service, "GET", f"/{id}", None, "viewer").json()
    assert (roster["places"], roster["open_count"], roster["violations"]) == (6, 0, [])
    assert roster["cost"] == sum(roster["score"].values())
    assert call(service, "GET", f"/{id}/check").json() == {"good": True, "changes": [], "violations": []}

    page = call(service, "GET", f"/{id}/assignments", limit=4)
    rest = requests.get(
        service.url + page.json()["next"], headers=service.headers("planner", region=COUNTY), timeout=60
    )
    places = page.json()["items"] + rest.json()["items"]
    assert len({(each["slot"], each["need"]) for each in places}) == 6
    one = {name: places[0][name] for name in ("slot", "need", "person")}

    answer = call(service, "PUT", f"/{id}/assignments", {"unset": [one]})
    assert [each["rule"] for each in answer.json()["violations"]] == ["required"]
    answer = call(service, "POST", f"/{id}/publish")
    assert answer.status_code == 409
    assert [each["rule"] for each in answer.json()["violations"]] == ["required"]
    assert call(service, "PUT", f"/{id}/assignments", {"set": [one]}).json()["violations"] == []

    key = str(uuid.uuid4())
    answer = call(service, "POST", f"/{id}/publish", key=key)
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, "published", 1)
    assert call(service, "POST", f"/{id}/publish", key=key).status_code == 200

    text = call(service, "GET", f"/{id}/table", None, "dispatcher").content.decode("utf-8-sig")
    assert [each["person"] for each in csv.DictReader(io.StringIO(text))] == [each["person"] for each in places]
    picture = call(service, "GET", f"/{id}/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.text.count("<title>") == 6

    second = planned(service, 2)
    refused = call(service, "POST", f"/{second}/publish")
    assert (refused.status_code, refused.json()["reason"]) == (409, "overlap")
    assert call(service, "POST", f"/{second}/cancel", {}).json()["state"] == "cancelled"

    until(lambda: call(service, "GET", f"/{id}").json()["shifts"] == "open")
    assert call(service, "POST", f"/{id}/withdraw", {"reason": "演练改期"}).json()["state"] == "withdrawn"
    listed = call(service, "GET", "", unit=UNIT).json()["items"]
    assert [each["id"] for each in listed] == [id, second]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("", {**days(0), "unit": "station-01"}, 400, "unit"),
        ("", {**days(0), "first": "tomorrow"}, 400, "first"),
        ("", {**days(0), "many": 1}, 400, "many"),
        ("", days(3, 1), 422, "last"),
        ("", days(-3, 1), 422, "first"),
        ("", days(0, 200), 422, "last"),
        ("/{id}/plan", {"seconds": 0}, 400, "seconds"),
        ("/{id}/withdraw", {}, 400, "reason"),
    ],
)
def test_what_is_wrong_is_named_with_its_remedy(service, path, body, status, field):
    if "{id}" in path:
        path = path.format(id=call(service, "POST", "", days(0)).json()["id"])
    answer = call(service, "POST", path, body)
    assert answer.status_code == status, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert all(error["remedy"] for error in answer.json()["errors"])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "set"),
        ({"set": [{"slot": "none", "need": 0, "person": "p-a"}]}, "set.0.slot"),
        ({"unset": [{"slot": f"{UNIT}-post/day/{TOMORROW}", "need": -1, "person": "p-a"}]}, "unset.0.need"),
    ],
)
def test_a_wrong_edit_is_named_with_its_remedy(service, body, field):
    id = planned(service, 0)
    answer = call(service, "PUT", f"/{id}/assignments", body)
    assert answer.status_code in (400, 422), answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_another_region_other_roles_and_unknown_rosters_are_kept_out(service):
    id = call(service, "POST", "", days(0)).json()["id"]
    assert call(service, "POST", "", days(0), region="350924").status_code == 403
    assert call(service, "GET", f"/{id}", region="350924").status_code == 403
    assert call(service, "GET", f"/{id}", None, "member").status_code == 403
    assert call(service, "POST", f"/{id}/plan", {}, "dispatcher").status_code == 403
    assert call(service, "POST", "/none/publish").status_code == 404
    assert call(service, "POST", f"/{id}/publish").status_code == 409
    assert call(service, "GET", f"/{id}/assignments").status_code == 409
    assert call(service, "GET", f"/{id}/assignments", cursor="abc").status_code == 400


def test_the_openapi_document_is_valid(service):
    document = requests.get(f"{service.url}/openapi.json", timeout=60).json()
    validate(document)
    assert "/v1/rosters/{id}/publish" in document["paths"]
