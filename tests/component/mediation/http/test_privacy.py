"""Over HTTP nobody is told more than is theirs: calendars, repeats of old commands, likenesses, strange input."""

from __future__ import annotations

import uuid

import pytest

from tests.fixtures.mediation_http import COUNTY, fresh

LINK = "https://meet.example/secret"
SAID = {"ref": "p1", "side": "a", "name": "演练丙", "phone": "13900000077", "birth_date": "1980-01-01"}


@pytest.fixture(scope="module")
def booked(mediation):
    """A case with a session by video: ids of both."""
    case = mediation.open()["id"]
    body = {
        "start": "2031-02-01T09:00:00+08:00", "end": "2031-02-01T10:00:00+08:00", "studio": "hall", "room": "main",
        "people": ["m-1"], "link": LINK,
    }  # fmt: skip
    answer = mediation.send(f"/v1/cases/{case}/sessions", body)
    return case, answer.json()["sessions"][0]["id"]


@pytest.mark.parametrize(
    ("role", "subject", "region", "status"),
    [
        ("mediator", "m-1", COUNTY, 200), ("mediator", "m-2", COUNTY, 404), ("viewer", "v", COUNTY, 403),
        ("mediation", "officer-7", COUNTY, 200), ("mediation", "officer-7", "350925", 404),
    ],
)  # fmt: skip
def test_a_session_is_exported_to_who_takes_part_or_sees_its_case(mediation, booked, role, subject, region, status):
    path = f"/v1/sessions/{booked[1]}/calendar"
    answer = mediation.look(path, role, subject=subject, region=region)
    assert answer.status_code == status
    assert ("BEGIN:VEVENT" in answer.text) == (status == 200)


def test_whoever_may_look_at_a_case_may_not_sit_in_on_its_sessions(mediation, booked):
    path = f"/v1/cases/{booked[0]}/sessions.ics"
    assert LINK in mediation.look(path).text
    looked = mediation.look(path, "viewer", subject="v").text
    assert "BEGIN:VEVENT" in looked
    assert "meet.example" not in looked


def test_a_repeat_tells_nothing_that_was_sealed_since(mediation):
    case, key = mediation.open()["id"], uuid.uuid4().hex
    path, body = f"/v1/cases/{case}/signal", {"signals": ["threats"]}
    first = mediation.send(path, body, subject="officer-2", key=key)
    assert first.json()["signals"] == ["threats"]
    mediation.act(case, "seal", "supervisor")
    again = mediation.send(path, body, subject="officer-2", key=key)
    assert (again.status_code, again.json()) == (200, {"id": case})
    assert "ETag" not in again.headers
    assert mediation.look("/v1/sessions/none/calendar").status_code == 404


def test_looking_for_likenesses_leaves_a_row(mediation):
    case = mediation.open()["id"]
    before = mediation.look("/v1/audit/head", "supervisor").json()["number"]
    assert mediation.look(f"/v1/cases/{case}/likenesses").status_code == 200
    assert mediation.look(f"/v1/cases/{case}/likenesses", region="350925").status_code == 404
    assert mediation.look("/v1/audit/head", "supervisor").json()["number"] == before + 1


def test_a_document_that_nobody_could_ask_for_leaves_none(mediation):
    case = mediation.open()["id"]
    before = mediation.look("/v1/audit/head", "supervisor").json()["number"]
    assert mediation.look(f"/v1/cases/{case}/documents/张三/1", purpose="mediation").status_code == 404
    assert mediation.look("/v1/audit/head", "supervisor").json()["number"] == before


def test_two_refs_that_are_one_person_are_no_reason_to_lose_the_report(mediation):
    who = fresh(SAID)
    parties = [{**who, "kin": [{"kind": "father", "ref": "p2"}]}, {**who, "ref": "p2", "side": "b"}]
    case = mediation.open(parties=parties)
    assert [each["ref"] for each in case["parties"]] == ["p1", "p2"]
