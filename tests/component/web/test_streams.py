"""Answers that go on: server-sent events over a real listening service."""

import socket
import time
from contextlib import contextmanager

import pytest
import requests

from tests.fixtures.http_process import HttpProcess
from tests.fixtures.waiting import until

WORKERS = 130  # more than a service has workers
PAGE = "https://command.example"


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    folder = tmp_path_factory.mktemp("streams")
    process = HttpProcess(folder, "tests.fixtures.http_streams_service", LIANFANG_CORS_ORIGINS=PAGE).start()
    yield process
    process.stop()


@pytest.fixture
def fresh_words(tmp_path):
    process = HttpProcess(tmp_path / "streams", "tests.fixtures.http_streams_service").start()
    yield process
    process.stop()


@pytest.fixture
def closing():
    """Answers that are closed at the end of the test."""
    opened = []
    yield opened
    for each in opened:
        each.close()


def listen(words, closing, cursor=0, **claims):
    """Open the stream at a cursor; return the response."""
    answer = requests.get(
        f"{words.url}/live", params={"cursor": cursor}, headers=words.headers("viewer", **claims), stream=True,
        timeout=60,
    )  # fmt: skip
    closing.append(answer)
    return answer


def say(words, text):
    requests.post(f"{words.url}/words", json={"text": text}, headers=words.headers("viewer"), timeout=60)


def heard(answer, count):
    """Return (id, data) of the next `count` events."""
    events, id = [], ""
    for line in answer.iter_lines(chunk_size=1, decode_unicode=True):
        if line.startswith("id: "):
            id = line[4:]
        elif line.startswith("data: "):
            events.append((int(id), line[6:]))
        if len(events) == count:
            break
    return events


def said(words):
    return requests.get(f"{words.url}/closed", timeout=60).json()["said"]


def test_what_happens_is_told_at_once_in_the_form_browsers_read(words, closing):
    answer = listen(words, closing, cursor=said(words))
    assert answer.headers["Content-Type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    say(words, "风")
    ((_, word),) = heard(answer, 1)
    assert word == "风"


def test_a_listener_resumes_after_the_last_it_heard_and_misses_nothing(words, closing):
    start = said(words)
    first = listen(words, closing, cursor=start)
    say(words, "one")
    ((cursor, _),) = heard(first, 1)
    first.close()
    say(words, "two")
    say(words, "three")
    assert heard(listen(words, closing, cursor), 2) == [(start + 2, "two"), (start + 3, "three")]


def test_more_listeners_than_workers_leave_room_for_other_calls(words, closing):
    start = said(words)
    answers = [listen(words, closing, start) for _ in range(WORKERS)]
    say(words, "all")
    assert all(heard(answer, 1) == [(start + 1, "all")] for answer in answers)


def test_silence_is_filled_with_comments(words, closing):
    lines = listen(words, closing, said(words)).iter_lines(chunk_size=1, decode_unicode=True)
    assert next(lines).startswith("retry: ")
    assert next(line for line in lines if line) == ": still here"


def test_a_client_that_left_is_noticed(words, closing):
    before = requests.get(f"{words.url}/closed", timeout=60).json()["closed"]
    listen(words, closing, said(words)).close()
    until(lambda: requests.get(f"{words.url}/closed", timeout=60).json()["closed"] > before)


@pytest.mark.parametrize(
    ("claims", "status"),
    [({"key": "f" * 40}, 401), ({"region": "350925"}, 403), ({"lifetime_s": -60}, 401)],
)
def test_a_stream_is_for_its_region_and_a_good_token_only(words, closing, claims, status):
    assert listen(words, closing, **claims).status_code == status


def test_the_stream_ends_with_its_token(words, closing):
    # tokens are honoured five seconds longer, for clocks that differ
    answer = listen(words, closing, said(words), lifetime_s=-3)
    assert answer.status_code == 200
    for _ in answer.iter_lines(chunk_size=1):  # it ends: without an end this would be stopped by the timeout
        continue


def test_a_stop_ends_streams_cleanly_and_soon(fresh_words, closing):
    answer = listen(fresh_words, closing)
    say(fresh_words, "last")
    assert heard(answer, 1) == [(1, "last")]
    fresh_words.terminate()
    for _ in answer.iter_content(1):  # raises where a chunked body breaks off without its end
        continue
    assert fresh_words.process.wait(60) == 0
    assert "Traceback" not in fresh_words.log


def test_nothing_is_told_after_the_token_s_last_second(words, closing):
    answer = listen(words, closing, said(words), lifetime_s=-3)  # ends in two to three seconds, see above
    over = time.time() + 3.2
    while time.time() < over:
        time.sleep(0.05)
    say(words, "secret")
    assert "secret" not in answer.text


def test_a_source_that_fails_ends_its_stream_in_one_line_of_the_log(fresh_words, closing):
    answer = listen(fresh_words, closing)
    say(fresh_words, "fail")
    for _ in answer.iter_content(1):  # raises where a chunked body breaks off without its end
        continue
    assert "its source failed" in fresh_words.log
    assert "Traceback" not in fresh_words.log
    say(fresh_words, "on")
    assert heard(listen(fresh_words, closing, cursor=1), 1) == [(2, "on")]


def test_who_does_not_read_holds_up_neither_others_nor_a_stop(fresh_words, closing):
    with deaf(fresh_words):
        other = listen(fresh_words, closing, cursor=12)
        for _ in range(12):  # more than the kernel keeps for a client
            say(fresh_words, "x" * 900_000)
        say(fresh_words, "after")
        assert heard(other, 1) == [(13, "after")]  # while the deaf one still holds its connection
        fresh_words.terminate()
        assert fresh_words.process.wait(60) == 0
    assert "Traceback" not in fresh_words.log


@contextmanager
def deaf(words):
    """A client that opens the stream and never reads."""
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", words.http_port))
        token = words.headers("viewer")["Authorization"]
        client.sendall(f"GET /live HTTP/1.1\r\nHost: x\r\nAuthorization: {token}\r\n\r\n".encode())
        yield client


def test_one_caller_can_not_take_all_streams(fresh_words, closing):
    answers = [listen(fresh_words, closing) for _ in range(151)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert answers[-1].json()["type"] == "urn:lianfang:problem:too-many-streams"
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert listen(fresh_words, closing, subject="somebody-else").status_code == 200


def test_a_page_of_a_configured_origin_may_call(words):
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    allowed = requests.options(f"{words.url}/words", headers=asked, timeout=60)
    assert allowed.status_code == 204
    assert allowed.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Idempotency-Key" in allowed.headers["Access-Control-Allow-Headers"]
    answer = requests.get(f"{words.url}/closed", headers={"Origin": PAGE}, timeout=60)
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("origin", [PAGE, "https://evil.example", None])
def test_no_cache_gives_one_origin_s_answer_to_another(words, origin):
    headers = words.headers("viewer") | ({"Origin": origin} if origin else {})
    vary = requests.delete(f"{words.url}/words", headers=headers, timeout=60).headers["Vary"]
    assert {"Origin", "Authorization"} == {each.strip() for each in vary.split(",")}


def test_a_page_may_read_why_it_was_refused(words):
    refused = requests.get(f"{words.url}/live", headers={"Origin": PAGE}, timeout=60)
    assert refused.status_code == 401
    assert refused.headers["Access-Control-Allow-Origin"] == PAGE


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{PAGE}.evil.example"])
def test_a_page_of_another_origin_may_not(words, origin):
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    refused = requests.options(f"{words.url}/words", headers=asked, timeout=60)
    assert refused.status_code == 405
    assert "Access-Control-Allow-Origin" not in refused.headers
    assert refused.headers["Vary"] == "Origin"


def test_options_that_are_no_preflight_are_a_method_like_others(words):
    assert requests.options(f"{words.url}/words", headers={"Origin": PAGE}, timeout=60).status_code == 405


def test_without_configured_origins_there_is_no_cross_origin_call(fresh_words):
    asked = {"Origin": PAGE, "Access-Control-Request-Method": "POST"}
    refused = requests.options(f"{fresh_words.url}/words", headers=asked, timeout=60)
    assert (refused.status_code, refused.headers.get("Vary")) == (405, None)
