"""What is malformed is refused whole: nothing of it is stored, and the field that is wrong is named."""

from __future__ import annotations

import uuid

import pytest
import requests

from tests.e2e.mediation.office import now

pytestmark = pytest.mark.rabbit

NOWHERE = "990199"
"""A county in which nothing else happens."""
GOOD = {"source": "visit", "text": "演练"}
A, B = {"ref": "p1", "side": "a", "name": "演练甲"}, {"ref": "p2", "side": "b", "name": "演练乙"}
MALFORMED = {
    "no source": ({}, "source"),
    "a number for a text": ({**GOOD, "text": 5}, "text"),
    "a text for a number": ({**GOOD, "people": "many"}, "people"),
    "a text for yes or no": ({**GOOD, "sealed": "yes"}, "sealed"),
    "a text for an object": ({**GOOD, "place": "over there"}, "place"),
    "an object for a list": ({**GOOD, "parties": {"name": "x"}}, "parties"),
    "an unknown field": ({**GOOD, "nonsense": 1}, "nonsense"),
    "half a point": ({**GOOD, "place": {"lon": 119.5}}, "place.lat"),
    "not a number": ({**GOOD, "place": {"lon": "NaN", "lat": 1.0}}, "place.lon"),
    "one bad entry of two": ({**GOOD, "parties": [A, {**B, "side": "?"}]}, "parties.1.side"),
    "a good entry and half a one": ({**GOOD, "parties": [A, {"ref": "p2"}]}, "parties.1.name"),
    "two people of one ref": ({**GOOD, "parties": [A, {**B, "ref": "p1"}]}, "parties.1.ref"),
    "a guardian of nobody": ({**GOOD, "parties": [A, {**B, "role": "guardian", "of": "p9"}]}, "parties.1.of"),
    "kin of nobody": ({**GOOD, "parties": [A, {**B, "kin": [{"kind": "father", "ref": "p9"}]}]}, "parties.1.kin"),
    "too many": ({**GOOD, "parties": [{**A, "ref": f"p{n}"} for n in range(41)]}, "parties"),
    "too long a text": ({**GOOD, "text": "长" * 10_001}, "text"),
    "a signal nobody knows": ({**GOOD, "signals": ["moonlight"]}, "signals"),
    "a relation nobody knows": ({**GOOD, "relation": "moonlight"}, "relation"),
}


@pytest.fixture
def nothing_stored(office):
    """There is no case afterwards that was not there before."""
    since = now()
    yield
    assert office.listed(since, NOWHERE) == []


def assert_problem(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.json()["status"], bool(answer.json()["title"])) == (status, True)


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.usefixtures("nothing_stored")
def test_a_malformed_report_names_its_field_and_is_not_stored(office, name):
    body, field = MALFORMED[name]
    answer = office.send("/v1/cases", body, region=NOWHERE)
    assert answer.status_code in (400, 422), answer.text
    assert_problem(answer, answer.status_code)
    errors = {each["field"]: each for each in answer.json()["errors"]}
    assert field in errors
    assert errors[field]["message"]
    assert errors[field]["remedy"]


@pytest.mark.usefixtures("nothing_stored")
def test_what_is_no_request_at_all_is_refused(office):
    headers = {**office.headers(region=NOWHERE), "Content-Type": "application/json"}
    key, url = {"Idempotency-Key": uuid.uuid4().hex}, f"{office.url}/v1/cases"
    sent = [
        (b"{", headers | key, 400), (b"\xff\xfe", headers | key, 400), (b"[" * 5_000, headers | key, 400),
        (b"[]", headers | key, 400), (b'{"source": "visit"}', headers, 400), (b"", headers | key, 400),
        (b'{"source": "visit"}', key, 401), (b'{"source": "visit"}', {**key, "Authorization": "Bearer x"}, 401),
        (b'{"source": "visit", "text": "' + b"x" * 10_000_000 + b'"}', headers | key, 413),
    ]  # fmt: skip
    for body, given, status in sent:
        assert_problem(requests.post(url, data=body, headers=given, timeout=60), status)


@pytest.mark.usefixtures("nothing_stored")
def test_a_key_is_for_one_request(office):
    body = {**GOOD, "place": {"region": "990299"}}
    assert_problem(office.send("/v1/cases", body, region=NOWHERE), 403)


def test_people_join_all_or_none(office):
    case = office.open(parties=[{**A, "name": f"演练{uuid.uuid4().hex}"}])["id"]
    bad = office.send(f"/v1/cases/{case}/parties", {"parties": [B, {"ref": "p3", "side": "甲", "name": "演练丙"}]})
    assert_problem(bad, 400)
    assert {each["field"] for each in bad.json()["errors"]} == {"parties.1.side"}
    orphan = office.send(
        f"/v1/cases/{case}/parties", {"parties": [B, {**A, "ref": "p4", "role": "guardian", "of": "p9"}]}
    )
    assert_problem(orphan, 422)
    assert [each["ref"] for each in office.get(case)["parties"]] == ["p1"]
