"""People join, are decided about and read their own over HTTP; nobody is named but where a row was left for it."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
import requests
from openapi_spec_validator import validate

from lianfang.runtime.cli.app import run
from services.patrol.domain.people.ids import person_id
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_people import COUNTY, KEY, UNIT, csv_of, row


class Process(HttpProcess):
    """The service; `send` and `look` are by a planner unless a subject is given, who then is a member."""

    def send(self, path, body=None, who="", method="POST", region=COUNTY, key="", **more):
        told = {**self.who(who, region), "Idempotency-Key": key or uuid.uuid4().hex}
        return requests.request(method, f"{self.url}/v1/{path}", json=body, headers=told, timeout=60, **more)

    def look(self, path, who="", region=COUNTY, role="", **query):
        headers = self.headers(role, subject="x", region=region) if role else self.who(who, region)
        return requests.get(f"{self.url}/v1/{path}", params=query, headers=headers, timeout=60)

    def who(self, subject, region):
        return self.headers("member" if subject else "planner", subject=subject or "planner-1", region=region)

    def join(self, **said):
        """Sign somebody new up and return the login."""
        login = f"login-{uuid.uuid4().hex}"
        answer = self.send("people", {"unit": UNIT, "name": "演练张", "phone": phone(), **said}, login)
        assert answer.status_code == 201, answer.text
        return login


def phone() -> str:
    return f"1{uuid.uuid4().int % 10**10:010d}"


@pytest.fixture(scope="module")
def patrol(tmp_path_factory):
    folder = tmp_path_factory.mktemp("people")
    process = Process(folder, "tests.fixtures.patrol_people_service", LIANFANG_FIELD_KEYS=KEY).start()
    yield process
    assert process.stop() == 0


def test_from_sign_up_to_the_force_and_out_of_it(patrol):
    login = patrol.join(address="演练路1号")
    me = patrol.look("people/me", login).json()
    assert (me["id"], me["state"], me["force"]) == (person_id(login), "applied", "volunteer")
    path = f"people/{me['id']}"
    assert patrol.send(f"{path}/approve", who=login).status_code == 403
    assert patrol.send(f"{path}/approve").json()["state"] == "active"
    station = {"unit": UNIT, "force": "volunteer", "groups": ["team:a"], "origin": "shop"}
    assert patrol.send(f"{path}/station", station, method="PUT").json()["groups"] == ["team:a"]
    found = patrol.look("people", unit=UNIT, group="team:a", state="active").json()["items"]
    assert me["id"] in [each["id"] for each in found]
    assert patrol.send(f"{path}/suspend", {"reason": "review"}).json()["state"] == "suspended"
    assert patrol.send("people/me/leave-force", {"reason": "moved"}, login).json()["state"] == "left"
    again = patrol.send(f"{path}/approve")
    assert (again.status_code, again.json()["reason"]) == (409, "wrong_state")


def test_certificates_leave_and_wishes(patrol):
    login = patrol.join()
    path = f"people/{person_id(login)}"
    told = patrol.send("people/me/certificates", {"skill": "drone", "until": "2030-01-01", "number": "A-1"}, login)
    assert told.json()["certificates"] == [{"skill": "drone", "until": "2030-01-01", "verified": False}]
    assert patrol.send("people/me/certificates/drone/verify", who=login).status_code == 403
    assert patrol.send(f"{path}/certificates/drone/verify").json()["certificates"][0]["verified"]
    span = {"start": "2031-01-01T00:00:00+08:00", "end": "2031-01-03T00:00:00+08:00"}
    leave = patrol.send("people/me/leaves", span, login).json()["leaves"][0]
    assert leave["state"] == "asked"
    assert patrol.send(f"{path}/leaves/{leave['id']}/grant").json()["leaves"][0]["state"] == "granted"
    withdrawn = patrol.send(f"people/me/leaves/{leave['id']}/withdraw", who=login)
    assert withdrawn.json()["leaves"][0]["state"] == "withdrawn"
    wishes = patrol.send("people/me/wishes", {"wishes": [{"kind": "avoid", **span}]}, login, "PUT").json()["wishes"]
    assert [(each["kind"], each["weight"]) for each in wishes] == [("avoid", 1)]
    early = patrol.send("people/me/leaves", {**span, "end": "2020-01-01T00:00:00+08:00"}, login)
    assert (early.status_code, early.json()["errors"][0]["field"]) == (422, "end")


def test_what_names_somebody_is_read_by_them_and_their_planner_with_a_purpose(patrol):
    number = phone()
    login = patrol.join(phone=number)
    path = f"people/{person_id(login)}/personal"
    assert patrol.look("people/me/personal", login, purpose="own").json()["phone"] == number
    assert patrol.look(path, purpose="roster").json()["name"] == "演练张"
    assert patrol.look(path, purpose="no word!").status_code == 422
    assert patrol.look(path, region="350924", purpose="roster").status_code == 404
    assert patrol.look(path, patrol.join(), purpose="own").status_code == 404
    assert patrol.look(path, role="dispatcher", purpose="roster").status_code == 403
    fresh = phone()
    assert patrol.send("people/me/personal", {"phone": fresh}, login, "PUT").status_code == 204
    kept = patrol.look("people/me/personal", login, purpose="own").json()
    assert (kept["phone"], kept["name"]) == (fresh, "演练张")
    shown = patrol.look("people/me", login).text + patrol.look("people").text + patrol.log
    assert not any(private in shown for private in (number, fresh, "演练张", "gAAAA"))


def test_a_second_sign_up_is_told_without_naming_the_first(patrol):
    number = phone()
    patrol.join(phone=number)
    second = patrol.send("people", {"unit": UNIT, "name": "演练李", "phone": number}, "another-login")
    assert (second.status_code, second.json()["reason"]) == (422, "known_already")
    assert second.json()["errors"][0]["remedy"]
    assert number not in second.text
    assert patrol.look("people/me", "another-login").status_code == 404


def test_a_feed_is_opened_by_its_secret_until_it_is_revoked(patrol):
    login = patrol.join()
    path = patrol.send("people/me/feed", who=login).json()["path"]
    calendar = requests.get(f"{patrol.url}{path}", timeout=60)
    assert calendar.headers["Content-Type"].startswith("text/calendar")
    assert "STATUS:CONFIRMED" in calendar.text
    assert patrol.send("people/me/feed", who=login, method="DELETE").status_code == 204
    assert requests.get(f"{patrol.url}{path}", timeout=60).status_code == 404


def test_credits_of_nobody_are_nothing(patrol):
    login = patrol.join()
    assert patrol.look("people/me/credits", login).json() == {"turns": 0, "minutes": 0, "points": 0, "items": []}
    answer = patrol.send(
        f"people/{person_id(login)}/credits/none/correct", {"minutes": 1, "points": 1, "reason": "late"}
    )
    assert answer.status_code == 404


def test_an_import_is_reported_and_the_planner_keeps_to_the_region(patrol):
    content, key = csv_of([row(901), row(902, phone="x")], encoding="gbk"), uuid.uuid4().hex
    headers = {**patrol.who("", COUNTY), "Idempotency-Key": key, "Content-Type": "text/csv"}
    url = f"{patrol.url}/v1/people/import"
    report = requests.post(url, content, params={"county": COUNTY}, headers=headers, timeout=60).json()
    assert (report["state"], report["new"], report["bad"], report["encoding"]) == ("done", 1, 1, "gb18030")
    assert report["errors"][0]["line"] == 3
    assert patrol.look("people/import", key=key).json() == report
    other = requests.post(url, content, params={"county": "350924"}, headers=headers, timeout=60)
    assert other.status_code == 403
    fresh = {**headers, "Idempotency-Key": uuid.uuid4().hex}
    refused = requests.post(url, b"\0\1", params={"county": COUNTY}, headers=fresh, timeout=60)
    assert (refused.status_code, refused.json()["report"]["state"]) == (422, "refused")
    assert refused.json()["errors"][0]["field"] == "line 1"


def test_the_command_imports_and_shows_what_is_wrong(patrol, tmp_path: Path, monkeypatch, capsys):
    for name, value in (("PATROL_URL", patrol.url), ("TOKEN", patrol.token("planner", region=COUNTY))):
        monkeypatch.setenv(f"LIANFANG_{name}", value)
    file = tmp_path / "people.csv"
    file.write_bytes(csv_of([row(801), row(802, force="king", name="演练王")]))
    assert run(["people", "import", str(file), "--county", COUNTY]) == 1
    shown = capsys.readouterr().out
    assert "force" in shown
    assert "1 new, 0 changed, 0 unchanged, 1 bad" in shown
    assert "演练王" not in shown
    file.write_bytes(csv_of([row(801)]))
    assert run(["people", "import", str(file), "--county", COUNTY, "--dry-run"]) == 0
    assert "1 unchanged, 0 bad; nothing was changed" in capsys.readouterr().out
    file.write_bytes(b"x,y\n")
    assert run(["people", "import", str(file), "--county", COUNTY]) == 1
    assert "is missing in the header" in " ".join(capsys.readouterr().out.split())
    assert run(["people", "import", str(tmp_path / "none.csv"), "--county", COUNTY]) == 2


def test_the_openapi_document_is_valid(patrol):
    document = requests.get(f"{patrol.url}/openapi.json", timeout=60).json()
    validate(document)
    assert "/v1/people/{id}/personal" in document["paths"]


def test_nobody_approves_certifies_moves_or_credits_themselves(patrol):
    login = patrol.join()
    both = patrol.headers("planner", "member", subject=login, region=COUNTY)

    def send(path, body=None, method="POST"):
        headers = {**both, "Idempotency-Key": uuid.uuid4().hex}
        return requests.request(method, f"{patrol.url}/v1/people/me/{path}", json=body, headers=headers, timeout=60)

    told = send("certificates", {"skill": "first_aid"})
    assert [each["verified"] for each in told.json()["certificates"]] == [False]
    leave = send("leaves", {"start": "2099-01-01T00:00:00Z", "end": "2099-01-02T00:00:00Z"}).json()["leaves"][0]
    assert leave["state"] == "asked"
    refused = [
        send("approve"), send("certificates/first_aid/verify"), send(f"leaves/{leave['id']}/grant"),
        send("credits/c/correct", {"minutes": 1, "points": 1, "reason": "gift"}),
        send("station", {"unit": UNIT, "force": "officer"}, "PUT"),
    ]  # fmt: skip
    assert [each.status_code for each in refused] == [403] * 5
    assert patrol.send(f"people/{person_id(login)}/certificates/first_aid/verify").status_code == 200
