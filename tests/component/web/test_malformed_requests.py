"""Malformed requests get a clear problem+json, and nothing is stored."""

import json
import socket
import time
import uuid

import jwt
import pytest
import requests

from tests.fixtures.http_process import KEY

GOOD = {"text": "a bicycle is gone", "region": "350924100", "place": {"lon": 119.5, "lat": 27.4}}


@pytest.fixture(autouse=True)
def nothing_stored(notes):
    before = notes.count()
    yield
    assert notes.count() == before


def post(notes, body=GOOD, *, key=None, raw=None, headers=None, roles=("intake",), **more):
    sent = {
        **notes.headers(*roles),
        "Idempotency-Key": key or str(uuid.uuid4()),
        "Content-Type": "application/json",
    }
    sent |= headers or {}
    sent = {name: value for name, value in sent.items() if value is not None}
    data = raw if raw is not None else json.dumps(body)
    return requests.post(f"{notes.url}/notes", data=data, headers=sent, timeout=60, **more)


def problem(response, status, slug):
    assert response.headers["Content-Type"] == "application/problem+json"
    body = response.json()
    assert response.status_code == body["status"] == status
    assert body["type"] == f"urn:lianfang:problem:{slug}"
    assert body["title"]
    assert body["correlation_id"] == response.headers["X-Correlation-Id"]
    return body


def fields_of(body):
    return {error["field"]: (error["message"], error["remedy"]) for error in body["errors"]}


def test_absent_key_is_named(notes):
    body = problem(post(notes, headers={"Idempotency-Key": None}), 400, "idempotency-key-needed")
    assert "Idempotency-Key is missing" in body["detail"]


@pytest.mark.parametrize("key", ["x" * 201, "no spaces", "déjà".encode().decode("latin-1")])
def test_ill_formed_key_is_refused(notes, key):
    problem(post(notes, key=key.encode("latin-1")), 400, "idempotency-key-needed")


@pytest.mark.parametrize(
    ("change", "field", "remedy"),
    [
        ({"text": 5}, "text", "Give a text of 1 to 1000 characters."),
        ({"text": None}, "text", "Leave it out, or give a text of 1 to 1000 characters."),
        ({"priority": "4"}, "priority", "Give a whole number of 1 to 4."),
        ({"priority": 1.5}, "priority", "Give a whole number of 1 to 4."),
        ({"priority": True}, "priority", "Give a whole number of 1 to 4."),
        ({"priority": 9}, "priority", "Give a whole number of 1 to 4."),
        ({"urgent": "yes"}, "urgent", "Give true or false."),
        ({"place": {"lon": "119.5", "lat": 27}}, "place.lon", "Give a number of -180 to 180."),
        ({"place": {"lon": 119.5}}, "place.lat", "Add it: a number of -90 to 90."),
        ({"place": [1, 2]}, "place", "Give an object."),
        ({"place": {"lon": 1, "lat": 2, "alt": 3}}, "place.alt", "Remove it. Known here: lat, lon."),
        ({"tags": "one"}, "tags", "Give a list."),
        ({"tags": ["fine", 7]}, "tags.1", "Give a text of at most 20 characters."),
        ({"colour": "red"}, "colour",
         "Remove it. Known here: extra, place, priority, region, tags, text, urgent."),
    ],
)  # fmt: skip
def test_wrong_fields_are_named_with_their_remedy(notes, change, field, remedy):
    body = problem(post(notes, GOOD | change), 400, "invalid-body")
    assert fields_of(body)[field][1] == remedy


def test_all_wrong_fields_are_named_at_once(notes):
    body = problem(post(notes, {"priority": "x", "odd": 1}), 400, "invalid-body")
    assert set(fields_of(body)) == {"text", "region", "priority", "odd"}


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"text", b'{"text": NaN}', b'{"extra": {"x": 1e999}}', b'{"text": "\\ud800"}', b"\xff\xfe{}",
     b'{"extra":' + b"[" * 100_000 + b"]" * 100_000 + b"}", b"9" * 5000],
    ids=["empty", "half", "text", "nan", "infinite", "surrogate", "not-utf8", "deep", "long-number"],
)  # fmt: skip
def test_what_is_no_json_is_refused(notes, raw):
    problem(post(notes, raw=raw), 400, "body-not-json")


@pytest.mark.parametrize("raw", [b"[]", b'"text"', b"null", b"3"])
def test_another_json_than_an_object_is_refused(notes, raw):
    assert fields_of(problem(post(notes, raw=raw), 400, "invalid-body"))


@pytest.mark.parametrize(
    "headers",
    [{"Content-Type": "text/plain"}, {"Content-Type": None}, {"Content-Encoding": "gzip"},
     {"Content-Type": "application/json; charset=gbk"}, {"Content-Type": "application/x-www-form-urlencoded"}],
)  # fmt: skip
def test_other_media_types_are_refused(notes, headers):
    problem(post(notes, headers=headers, raw=json.dumps(GOOD).encode()), 415, "unsupported-media-type")


def test_a_body_of_10_mb_is_refused_without_being_taken_in(notes):
    body = problem(post(notes, raw=b'{"text":"' + b"x" * 10_000_000 + b'"}'), 413, "body-too-large")
    assert "1048576 bytes" in body["detail"]


def test_the_refusal_of_a_large_body_comes_before_it_is_sent(notes):
    with socket.create_connection(("127.0.0.1", notes.http_port), 5) as peer:
        head = f"POST /notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {notes.token()}\r\nIdempotency-Key: k\r\n"
        peer.sendall(f"{head}Content-Type: application/json\r\nContent-Length: 10000000\r\n\r\n".encode())
        assert peer.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_chunked_body_of_10_mb_is_refused(notes):
    chunks = (b"x" * 100_000 for _ in range(100))
    response = post(notes, raw=chunks)
    problem(response, 413, "body-too-large")
    assert response.headers["Connection"] == "close"


def test_a_chunked_body_within_the_limit_is_checked_as_any_other(notes):
    problem(post(notes, raw=iter([b'{"text":', b"5}"])), 400, "invalid-body")


def test_a_body_that_breaks_off_is_not_stored(notes):
    with socket.create_connection(("127.0.0.1", notes.http_port), 5) as peer:
        head = f"POST /notes HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {notes.token()}\r\nIdempotency-Key: k\r\n"
        peer.sendall(f'{head}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{{"text":'.encode())
        peer.shutdown(socket.SHUT_WR)
        assert b"urn:lianfang:problem:body-incomplete" in peer.makefile("rb").read()


def test_what_is_no_http_gets_a_problem_too(notes):
    with socket.create_connection(("127.0.0.1", notes.http_port), 5) as peer:
        peer.sendall(b"HELLO\r\n\r\n")
        assert b"application/problem+json" in peer.makefile("rb").read()


def test_no_token(notes):
    response = post(notes, headers={"Authorization": None})
    problem(response, 401, "unauthorized")
    assert response.headers["WWW-Authenticate"] == 'Bearer realm="lianfang"'


def _token(**changes):
    claims = {"sub": "a", "roles": ["intake"], "region": "350924", "iss": "lianfang", "aud": "lianfang",
              "exp": time.time() + 7200} | changes  # fmt: skip
    return {name: value for name, value in claims.items() if value is not None}


@pytest.mark.parametrize(
    ("claims", "key", "says"),
    [
        (_token(exp=time.time() - 60), KEY, "expired"),
        (_token(), "another key, 32 bytes long at least", "not signed by a key"),
        (_token(iss="elsewhere"), KEY, "another system"),
        (_token(aud="elsewhere"), KEY, "another system"),
        (_token(region=None), KEY, "'region'"),
        (_token(region="35x"), KEY, "'region'"),
        (_token(roles="intake"), KEY, "'roles'"),
        (_token(exp=None), KEY, "'exp'"),
        (_token(nbf=time.time() + 7200), KEY, "not valid yet"),
    ],
)
def test_expired_and_foreign_tokens_are_refused(notes, claims, key, says):
    token = jwt.encode(claims, key, algorithm="HS256")
    response = post(notes, headers={"Authorization": f"Bearer {token}"})
    assert says in problem(response, 401, "unauthorized")["detail"]
    assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


@pytest.mark.parametrize("token", [jwt.encode(_token(), "", algorithm="none"), "rubbish", "a.b.c"])
def test_unsigned_tokens_and_rubbish_are_refused(notes, token):
    problem(post(notes, headers={"Authorization": f"Bearer {token}"}), 401, "unauthorized")


def test_a_role_that_may_not(notes):
    assert "intake" in problem(post(notes, roles=("viewer",)), 403, "forbidden")["detail"]


def test_a_region_outside_the_callers(notes):
    problem(post(notes, GOOD | {"region": "350925100"}), 403, "forbidden")
    problem(post(notes, GOOD | {"region": "3509"}), 403, "forbidden")


def test_a_parameter_that_does_not_exist(notes):
    response = requests.get(f"{notes.url}/notes?limt=5", headers=notes.headers("viewer"), timeout=60)
    assert fields_of(problem(response, 400, "invalid-query"))["limt"][1] == "Remove it. Known here: cursor, limit."


@pytest.mark.parametrize("query", ["limit=201", "limit=0", "limit=x", "limit=1&limit=2", "cursor=foreign"])
def test_bad_paging(notes, query):
    response = requests.get(f"{notes.url}/notes?{query}", headers=notes.headers("viewer"), timeout=60)
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/nothing", "/notes/a/b", "/", "/%ff", "/警"])
def test_unknown_route(notes, path):
    problem(requests.get(f"{notes.url}{path}", timeout=60), 404, "unknown-route")


def test_wrong_method(notes):
    response = requests.delete(f"{notes.url}/notes", headers=notes.headers(), timeout=60)
    assert "GET" in problem(response, 405, "method-not-allowed")["detail"]
    assert response.headers["Allow"] == "GET, HEAD, POST"


def test_an_unexpected_error_shows_an_id_and_nothing_else(notes):
    body = problem(requests.get(f"{notes.url}/broken", timeout=60), 500, "internal-error")
    assert "secret" not in json.dumps(body)
    (line,) = [line for line in notes.lines if line.get("error_id") == body["error_id"]]
    assert line["level"] == "ERROR"
    assert line["correlation_id"] == body["correlation_id"]
