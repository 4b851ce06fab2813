"""What well-made requests may rely on."""

import uuid

import pytest
import requests
from openapi_spec_validator import validate

GOOD = {"text": "a bicycle is gone", "region": "350924100"}


def send(notes, method, path, body=None, key=None, **headers):
    sent = {**notes.headers("intake", "viewer"), **headers}
    if key:
        sent["Idempotency-Key"] = key
    return requests.request(method, notes.url + path, json=body, headers=sent, timeout=60)


@pytest.fixture
def note(notes):
    return send(notes, "POST", "/notes", GOOD, str(uuid.uuid4()))


def test_a_repeat_gets_the_first_answer_and_stores_nothing(notes):
    key = str(uuid.uuid4())
    first = send(notes, "POST", "/notes", GOOD, key)
    count = notes.count()
    reordered = dict(reversed(GOOD.items()))
    again = send(notes, "POST", "/notes", reordered, f'"{key}"')
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert notes.count() == count


def test_a_key_reused_with_another_body_is_refused_and_nothing_is_stored(notes):
    key = str(uuid.uuid4())
    send(notes, "POST", "/notes", GOOD, key)
    count = notes.count()
    response = send(notes, "POST", "/notes", GOOD | {"text": "other"}, key)
    assert response.status_code == 422
    assert response.json()["type"] == "urn:lianfang:problem:idempotency-key-reused"
    assert notes.count() == count


def test_keys_of_different_callers_do_not_meet(notes):
    key = str(uuid.uuid4())
    first = send(notes, "POST", "/notes", GOOD, key)
    other = send(notes, "POST", "/notes", GOOD, key, **notes.headers("intake", subject="officer-8"))
    assert first.json()["id"] != other.json()["id"]


def test_etag_and_if_match_guard_a_change(notes, note):
    path = note.headers["Location"]
    tag = send(notes, "GET", path).headers["ETag"]
    assert tag == note.headers["ETag"] == '"1"'
    changed = send(notes, "PUT", path, GOOD | {"text": "found"}, **{"If-Match": tag})
    assert (changed.status_code, changed.headers["ETag"]) == (200, '"2"')
    stale = send(notes, "PUT", path, GOOD, **{"If-Match": tag})
    assert (stale.status_code, stale.headers["ETag"]) == (412, '"2"')
    assert send(notes, "PUT", path, GOOD).status_code == 428
    assert send(notes, "PUT", path, GOOD, **{"If-Match": "W/rubbish"}).status_code == 412
    assert send(notes, "PUT", path, GOOD, **{"If-Match": "*"}).status_code == 200


def test_a_caller_sees_its_region_only(notes, note):
    path = note.headers["Location"]
    assert send(notes, "GET", path, **notes.headers("viewer", region="35")).status_code == 200
    assert send(notes, "GET", path, **notes.headers("viewer", region="")).status_code == 200
    for region in ("350925", "350924101", "350924100001"):
        assert send(notes, "GET", path, **notes.headers("viewer", region=region)).status_code == 403


def test_what_is_not_there(notes):
    response = send(notes, "GET", "/notes/none")
    assert (response.status_code, response.json()["type"]) == (404, "urn:lianfang:problem:not-found")


def test_pages_follow_their_link_to_the_end(notes):
    for _ in range(5):
        send(notes, "POST", "/notes", GOOD, str(uuid.uuid4()))
    seen, path = [], "/notes?limit=2"
    while path:
        response = send(notes, "GET", path)
        body = response.json()
        assert len(body["items"]) <= 2
        seen += body["items"]
        path = body["next"]
        assert ("next" in response.links) == (path is not None)
    assert len(seen) == len(set(seen)) == notes.count()


def test_correlation_and_trace_are_carried_on(notes, note):
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    headers = {"X-Correlation-Id": "call-110-77", "traceparent": trace}
    response = send(notes, "POST", "/notes", GOOD, str(uuid.uuid4()), **headers)
    assert response.headers["X-Correlation-Id"] == "call-110-77"
    returned = response.json()["traceparent"]
    assert returned == response.headers["traceparent"]
    assert returned.split("-")[1] == trace.split("-")[1]
    assert returned.split("-")[2] != trace.split("-")[2]
    assert uuid.UUID(note.headers["X-Correlation-Id"])


def test_an_ill_formed_correlation_id_is_replaced(notes):
    response = send(notes, "GET", "/notes", **{"X-Correlation-Id": 'x" level="ERROR'})
    assert uuid.UUID(response.headers["X-Correlation-Id"])


def test_head_is_get_without_a_body(notes, note):
    response = send(notes, "HEAD", note.headers["Location"])
    assert (response.status_code, response.content) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0


def test_the_openapi_document_is_valid_and_complete(notes):
    document = requests.get(f"{notes.url}/openapi.json", timeout=60).json()
    validate(document)
    operation = document["paths"]["/notes"]["post"]
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/NoteBody"
    }
    assert {item["name"] for item in operation["parameters"]} == {"Idempotency-Key"}
    assert {"Problem", "NoteBody", "NoteView", "Place"} <= document["components"]["schemas"].keys()
    assert document["paths"]["/count"]["get"]["security"] == []
    names = {item["name"] for item in document["paths"]["/notes"]["get"]["parameters"]}
    assert names == {"limit", "cursor"}


def test_requests_are_logged_and_counted_by_template(notes, note):
    correlation = note.headers["X-Correlation-Id"]
    (line,) = [line for line in notes.lines if line.get("correlation_id") == correlation]
    assert (line["route"], line["status"], line["method"], line["caller"]) == ("/notes", 201, "POST", "officer-7")
    assert line["ms"] > 0
    send(notes, "GET", note.headers["Location"])
    metrics = requests.get(f"{notes.ops}/metrics", timeout=60).text
    assert 'lianfang_http_requests_total{method="GET",route="/notes/<id>",status="200"}' in metrics
    assert note.json()["id"] not in metrics


def test_what_it_runs_with_is_printed_without_secrets(notes):
    first = notes.lines[0]
    assert first["message"] == "starting"
    assert first["config"]["bus_uri"].startswith("amqp://svc-notes:***@")
    assert "hidden-password" not in notes.log
    assert "k" * 40 not in notes.log


def test_a_file_comes_as_it_is_and_its_secret_address_stays_out_of_the_log(notes):
    answer = requests.get(f"{notes.url}/files/open-sesame.txt", timeout=60)
    assert (answer.text, answer.headers["Content-Type"]) == ("OPEN-SESAME", "text/plain; charset=utf-8")
    described = requests.get(f"{notes.url}/openapi.json", timeout=60).json()
    good = described["paths"]["/files/{token}.txt"]["get"]["responses"]["200"]
    assert set(good["content"]) == {"text/plain"}
    assert "/files/<token>.txt" in notes.log
    assert "open-sesame" not in notes.log
