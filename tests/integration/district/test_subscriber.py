"""A subscriber gets what it wants once, keeps what it could not handle, and comes back."""

from __future__ import annotations

import threading
import time

import pytest

from lianfang.messaging.accounts import read_overflow
from lianfang_district import Backoff, Refused, SqliteWindow, Subscriber
from tests.fixtures.accounts import publish, take

pytestmark = pytest.mark.rabbit
FAST = Backoff(0.1, 0.5)


def left(bus, connect, queue) -> list[bytes]:
    return [body for _, _, body in take(connect(bus.admin_uri), queue, 0.5, 50)]


def collect(uri: str, count: int, **options) -> list[str]:
    """Return the ids of `count` events, handled."""
    with Subscriber(uri, backoff=FAST, **options) as events:
        got = []
        for event in events:
            got.append(event.id)
            if len(got) == count:
                break
    return got


def test_it_passes_over_what_is_not_wanted_and_acknowledges_it(bus, district, emit, connect):
    emit("grid.hazard_found.v1")
    emit("incident.closed.v1")
    emit(region="350924101")
    wanted = [emit(region="350924100"), emit("incident.deadline_missed.v1", "350924100001")]
    options = {"region": "350924100", "contexts": ["incident"], "events": ["reported", "deadline_missed"]}
    assert collect(district.uri, 2, **options) == wanted
    assert left(bus, connect, district.queue) == []


def test_it_acknowledges_after_the_loops_body_and_not_when_that_fails(district, emit):
    ids = [emit(), emit(), emit()]

    def fail_on_the_second() -> None:
        with Subscriber(district.uri) as events:
            for event in events:
                if event.id == ids[1]:
                    raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_on_the_second()
    assert collect(district.uri, 2) == ids[1:]


def test_a_failing_handler_is_called_again(bus, district, emit, connect):
    emit()
    calls = []

    def handler(event):
        calls.append(event.id)
        if len(calls) < 3:
            raise OSError("the database is away")
        subscriber.stop()

    with Subscriber(district.uri, attempts=3) as subscriber:
        subscriber.run(handler)
    assert len(calls) == 3
    assert left(bus, connect, district.queue) == []


def test_a_hopeless_event_is_set_aside_holds_up_nobody_and_is_not_lost(bus, district, emit, connect):
    bad, good = emit(), [emit(), emit()]
    handled = []

    def handler(event):
        if event.id == bad:
            raise ValueError("never")
        handled.append(event.id)
        if len(handled) == 2:
            subscriber.stop()

    with Subscriber(district.uri, attempts=1) as subscriber:
        subscriber.run(handler)
    assert handled == good
    [kept] = left(bus, connect, district.queue)
    assert bad.encode() in kept


def test_giving_up_is_the_callers_decision(bus, district, emit, connect):
    emit()
    given_up = []

    def give_up(event, error):
        given_up.append((event.id, str(error)))
        subscriber.stop()

    def handler(_event):
        raise ValueError("never")

    with Subscriber(district.uri, attempts=1) as subscriber:
        subscriber.run(handler, give_up)
    assert [text for _, text in given_up] == ["never"]
    assert left(bus, connect, district.queue) == []


def test_what_it_cannot_read_goes_back_to_the_operator(bus, district, emit, connect):
    publish(connect(bus.admin_uri), "lianfang.events", "incident.reported.v1.35.09.24", b"not json")
    id = emit()
    assert collect(district.uri, 1) == [id]
    assert read_overflow(bus.admin_uri)[district.queue].rejected == 1


def test_repeats_are_dropped(bus, district, emit, connect):
    ids = [emit(id="a"), emit(id="a"), emit(id="b"), emit(id="a"), emit(id="c")]
    assert collect(district.uri, 3) == ["a", "b", "c"]
    assert len(ids) == 5
    assert left(bus, connect, district.queue) == []


def test_repeats_are_dropped_across_restarts_with_a_file(bus, district, emit, tmp_path):
    file = tmp_path / "seen.db"
    emit(id="a")
    assert collect(district.uri, 1, dedupe=file) == ["a"]
    window = SqliteWindow(file)
    window.add("b")  # as if the process had ended between handling b and its acknowledgement
    window.close()
    for id in "abc":
        emit(id=id)
    assert collect(district.uri, 1, dedupe=file) == ["c"]


def test_it_comes_back_when_its_connection_is_lost_and_repeats_nothing(bus, district, emit, connect):
    got: list[str] = []
    sent = [emit(id=f"before-{n}") for n in range(20)]
    with Subscriber(district.uri, backoff=FAST, prefetch=10) as events:
        for event in events:
            got.append(event.id)
            if len(got) == 5:  # in the middle of a prefetched batch
                bus.management.delete("connections", "username", district.account)
                sent += [emit(id=f"after-{n}") for n in range(5)]
            if len(got) == 25:
                break
    assert sorted(got) == sorted(sent)
    assert left(bus, connect, district.queue) == []


def test_a_handler_slower_than_the_heartbeat_keeps_its_connection(bus, district, emit, connect):
    emit()
    with Subscriber(f"{district.uri}?heartbeat=1") as events:
        for _event in events:
            time.sleep(2.5)
            break
        assert events._link.session == 1
    assert left(bus, connect, district.queue) == []


def test_stop_from_another_thread_ends_an_idle_loop(district):
    with Subscriber(district.uri) as events:
        threading.Timer(0.3, events.stop).start()
        assert list(events) == []


def test_a_wrong_password_is_said_at_once(district):
    with Subscriber(district.uri.replace(district.password, "wrong")) as events, pytest.raises(Refused):
        next(iter(events))


def test_a_revoked_account_is_told_so(bus, district, emit):
    emit()
    with Subscriber(district.uri, backoff=FAST, refused_for_s=0.5) as events, pytest.raises(Refused):
        events.run(lambda _event: bus.accounts.revoke_district("350924"))


def test_a_subscriber_outside_a_with_block_says_how_to_use_it(district):
    with pytest.raises(RuntimeError, match="with block"):
        next(iter(Subscriber(district.uri)))
