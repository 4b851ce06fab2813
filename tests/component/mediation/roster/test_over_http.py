"""Roster and calendars as a process, called over HTTP."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests
from icalendar import Calendar
from openapi_spec_validator import validate

from lianfang.persistence.cipher import generate_key
from services.mediation.app.roster.importing import read_roster
from tests.component.mediation.roster.test_roster import SHOUNING
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.mediation_desk import COUNTY, MEDIATOR, STUDIO, booking, desk

BACKWARDS = {"first": "2026-03-02", "last": "2026-03-01"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    process = HttpProcess(folder, "tests.fixtures.mediation_desk_process", LIANFANG_FIELD_KEYS=generate_key())
    process.start()
    assert call(process, "PUT", "/v1/studios/hall", STUDIO).status_code == 200
    assert call(process, "PUT", "/v1/mediators/m-1", MEDIATOR).status_code == 200
    here = desk(folder / "store.db")
    here.calendars.book(booking(), "c", lambda: None)
    soon = datetime.now(UTC) + timedelta(days=2)
    here.calendars.book(booking("s2", start=soon, end=soon + timedelta(hours=1)), "c", lambda: None)
    yield process
    process.stop()


def call(process, method, path, body=None, *roles, key=None, **who):
    tag = {"If-Match": who.pop("tag")} if "tag" in who else {}
    headers = process.headers(*(roles or ("mediation",)), **who) | tag
    headers["Idempotency-Key"] = key or str(uuid.uuid4())
    return requests.request(method, process.url + path, json=body, headers=headers, timeout=60)


@pytest.mark.parametrize(
    ("role", "shown"), [("mediation", True), ("supervisor", True), ("mediator", False), ("registry", False)]
)
def test_names_are_shown_to_who_may_see_them(service, role, shown):
    one = call(service, "GET", "/v1/mediators/m-1", None, role).json()
    assert one.get("name") == ("演练张三" if shown else None)
    assert one["open_cases"] == 0
    listed = call(service, "GET", "/v1/mediators", None, role).json()["items"]
    assert all(("phone" in each) == shown for each in listed)
    assert not any("sealed" in each for each in (one, *listed))


def test_a_change_needs_the_version_that_was_seen(service):
    body = {**STUDIO, "name": "演练二室"}
    assert call(service, "PUT", "/v1/studios/two", body).headers["ETag"] == '"1"'
    assert call(service, "PUT", "/v1/studios/two", body).status_code == 428
    assert call(service, "PUT", "/v1/studios/two", body, tag='"1"').headers["ETag"] == '"2"'
    assert call(service, "PUT", "/v1/studios/two", body, tag='"1"').status_code == 412
    assert call(service, "GET", "/v1/studios/two").headers["ETag"] == '"2"'


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("/v1/studios/Hall", STUDIO, 400, "id"),
        ("/v1/studios/x", {**STUDIO, "region": "350925100"}, 400, "region"),
        ("/v1/studios/x", {**STUDIO, "rooms": STUDIO["rooms"][:1] * 2}, 400, "rooms"),
        ("/v1/mediators/7", MEDIATOR, 400, "id"),
        ("/v1/mediators/m-7", {**MEDIATOR, "capacity": 0}, 400, "capacity"),
        ("/v1/mediators/m-7", {**MEDIATOR, "regions": [COUNTY, "11"]}, 400, "regions.1"),
        ("/v1/mediators/m-7", {**MEDIATOR, "away": [BACKWARDS]}, 400, "away.0.last"),
        ("/v1/mediators/m-7", {**MEDIATOR, "lat": None}, 400, "lat"),
        ("/v1/roster/35092", {"studios": [], "mediators": []}, 400, "county"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_remedy(service, path, body, status, field):
    answer = call(service, "PUT", path, body)
    assert answer.status_code == status, answer.text
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert all(error["remedy"] for error in answer.json()["errors"])


def test_unknown_things_are_not_found(service):
    assert call(service, "GET", "/v1/studios/none").status_code == 404
    assert call(service, "PUT", "/v1/mediators/m-8", {**MEDIATOR, "studios": ["none"]}).status_code == 404
    assert requests.get(f"{service.url}/v1/calendars/none.ics", timeout=60).status_code == 404


def test_another_region_and_other_roles_are_kept_out(service):
    assert call(service, "GET", "/v1/mediators/m-1", region="350925").status_code == 403
    assert call(service, "GET", "/v1/mediators/m-1", None, "intake").status_code == 403
    assert call(service, "PUT", "/v1/studios/x", STUDIO, "supervisor").status_code == 403
    assert call(service, "PUT", "/v1/studios/x", STUDIO, region="350924100").status_code == 403
    assert call(service, "GET", "/v1/mediators/m-1", region="350924100").status_code == 200
    assert call(service, "GET", "/v1/studios", region="35").status_code == 400
    assert call(service, "GET", "/v1/studios?county=350924", region="35").status_code == 200


def test_a_countys_roster_comes_whole_or_not_at_all(service):
    body = read_roster(SHOUNING)
    for mediator in body["mediators"]:
        mediator.pop("county")
    for studio in body["studios"]:
        studio.pop("county")
    broken = {**body, "mediators": [{**body["mediators"][0], "studios": ["none"]}, *body["mediators"][1:]]}
    refused = call(service, "PUT", f"/v1/roster/{COUNTY}", broken, "registry")
    assert [error["field"] for error in refused.json()["errors"]] == ["mediators.0.studios.0"]
    assert call(service, "GET", "/v1/mediators/m-court-1").status_code == 404
    done = call(service, "PUT", f"/v1/roster/{COUNTY}", {**body, "county": COUNTY}, "registry").json()
    assert (done["studios"], done["mediators"]) == (10, 17)
    assert call(service, "GET", "/v1/mediators/m-1").json()["active"] is False
    assert call(service, "GET", "/v1/mediators/m-court-1").json()["name"] == "演练法官一"


def test_free_times_of_a_studios_rooms(service):
    call(service, "PUT", "/v1/studios/hall", STUDIO, tag="*")
    rooms = call(service, "GET", "/v1/studios/hall/free?day=2026-03-02&minutes=90").json()["rooms"]
    assert [room["room"] for room in rooms] == ["main", "small"]
    assert [slot["end"] for slot in rooms[0]["free"]] == ["2026-03-02T14:00:00+08:00", "2026-03-02T20:00:00+08:00"]
    assert len(rooms[1]["free"]) == 1
    assert call(service, "GET", "/v1/studios/hall/free?minutes=1").status_code == 400


def test_a_feed_opens_with_its_secret_until_it_is_revoked_and_the_log_does_not_tell_it(service):
    key = str(uuid.uuid4())
    made = call(service, "POST", "/v1/mediators/m-1/feed", None, "mediator", subject="m-1", key=key)
    assert made.status_code == 201
    repeated = call(service, "POST", "/v1/mediators/m-1/feed", None, "mediator", subject="m-1", key=key)
    assert repeated.json()["path"] is None
    url = service.url + made.json()["path"]
    answer = requests.get(url, timeout=60)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert [str(event["UID"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")] == [
        "s2@mediation.lianfang"
    ]
    revoked = call(service, "DELETE", "/v1/mediators/m-1/feed", None, "mediator", subject="m-1")
    assert revoked.status_code == 204
    assert requests.get(url, timeout=60).status_code == 404
    assert made.json()["path"].removeprefix("/v1/calendars/").removesuffix(".ics") not in service.log


def test_a_mediator_has_no_feed_of_another(service):
    assert call(service, "POST", "/v1/mediators/m-1/feed", None, "mediator", subject="m-2").status_code == 403
    assert call(service, "POST", "/v1/mediators/m-1/feed", region="350925").status_code == 403


def test_everything_is_described(service):
    described = requests.get(f"{service.url}/openapi.json", timeout=60).json()
    validate(described)
    assert "text/calendar" in described["paths"]["/v1/calendars/{token}.ics"]["get"]["responses"]["200"]["content"]
