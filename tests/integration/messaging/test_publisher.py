"""The confirmed publisher: pipelined, in order, and with an answer in bounded time whatever the broker does."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from lianfang.messaging.publisher import ConfirmedPublisher, Outgoing, PublishFailed, outgoing
from lianfang.ops import metrics
from tests.fixtures.inherited import INHERITED
from tests.fixtures.subscriber_process import ROOT
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit


def to(queue: str, number: int = 0, **more) -> Outgoing:
    return Outgoing(**{"exchange": "", "routing_key": queue, "body": str(number).encode(), **more})


@pytest.fixture
def queue(raw, request) -> str:
    return raw.queue(f"q.{request.node.name}"[:200])


def test_an_event_arrives_persistent_with_envelope_headers_and_id(publisher, raw, make_event):
    raw.queue("whole", "test.happened.v1.35.09.24.100")
    event = make_event(note="平安")
    publisher.publish([outgoing(event)])
    message = raw.get("whole")
    assert message.body == event.to_json()
    assert message.properties["content_type"] == "application/cloudevents+json"
    assert message.properties["delivery_mode"] == 2
    assert message.properties["message_id"] == event.id
    headers = message.properties["application_headers"]
    assert headers["cloudEvents_region"] == "350924100"
    assert "cloudEvents_data" not in headers


def test_messages_arrive_in_the_order_of_their_submission(publisher, raw, queue):
    futures = [publisher.submit([to(queue, n * 3 + k) for k in range(3)]) for n in range(200)]
    for future in futures:
        future.result(60)
    assert [int(message.body) for message in raw.drain(queue, 600)] == list(range(600))


def test_confirms_are_pipelined(publisher, raw, queue):
    """One awaited confirm per message costs a round trip each; pipelined, many share it. The best of five each."""

    def best(batches: list[list[Outgoing]]) -> float:
        return min(took(batches) for _ in range(5))

    def took(batches: list[list[Outgoing]]) -> float:
        started = time.perf_counter()
        for batch in batches:
            publisher.publish(batch)
        return time.perf_counter() - started

    messages = [to(queue, number) for number in range(50)]
    assert best([messages]) * 2 < best([[message] for message in messages])


@pytest.mark.parametrize("mode", ["green", "threads"])
def test_many_callers_share_it_in_threads_and_in_greenlets(bus, raw, mode):
    raw.queue("many")
    raw.channel.queue_purge("many")
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests/fixtures/publishing.py"), mode, bus.amqp_uri],
        env={**INHERITED, "PYTHONPATH": str(ROOT / "libs")}, capture_output=True, text=True,
        timeout=60, check=True,
    )  # fmt: skip
    seen = json.loads(done.stdout)
    assert seen["quick_ms"] < 40, "each waits for some timer, not for the broker alone"
    ids = {message.properties["message_id"] for message in raw.drain("many", seen["sent"])}
    assert ids == {f"m{n}" for n in range(1000)}


def test_a_refused_message_fails_its_own_submission(publisher, raw):
    """basic.nack: the queue is full and rejects. Others on the same connection are confirmed."""
    full = raw.queue("full", **{"x-max-length": 1, "x-overflow": "reject-publish"})
    fine = raw.queue("fine")
    outcomes = []
    for number in range(20):
        bad, good = publisher.submit([to(full, number)]), publisher.submit([to(fine, number)])
        good.result(60)
        outcomes.append(bad.exception(60))
    refused = [error for error in outcomes if error is not None]
    assert refused
    assert {type(error) for error in refused} == {PublishFailed}
    assert "basic.nack" in str(refused[0])


def test_a_missing_exchange_fails_in_time_and_the_publisher_goes_on(publisher, raw, queue):
    with pytest.raises(PublishFailed, match="no exchange 'nowhere'"):
        publisher.publish([to(queue, exchange="nowhere")])
    publisher.publish([to(queue, 1)])
    assert raw.get(queue).body == b"1"


def test_what_cannot_be_encoded_fails_alone(publisher, raw, queue):
    good = publisher.submit([to(queue, 1)])
    bad = publisher.submit([to(queue, headers={"odd": object()})])
    after = publisher.submit([to(queue, 2)])
    with pytest.raises(PublishFailed, match="can't be encoded"):
        bad.result(60)
    good.result(60)
    after.result(60)
    assert [int(message.body) for message in raw.drain(queue, 2)] == [1, 2]


def test_a_blocked_broker_bounds_every_publish(bus, broker, raw, queue):
    """A memory alarm: the broker stops reading from publishers. Nobody waits longer than the timeout."""
    publisher = ConfirmedPublisher(bus.amqp_uri, timeout_s=1)
    publisher.start()
    assert publisher.wait_connected(60)
    with broker.publishers_blocked():
        for _ in range(3):  # without a bound none would end before the alarm does
            with pytest.raises(PublishFailed):
                publisher.publish([to(queue, 1)])
        assert not publisher.connected
        many = [publisher.submit([to(queue, 2, body=b"x" * 100_000)]) for _ in range(300)]
        started = time.monotonic()
        for future in many:
            assert isinstance(future.exception(60), PublishFailed)
        assert time.monotonic() - started < 60  # one after the other they would take 300
    until(lambda: publisher.connected)
    until(lambda: publisher.submit([to(queue, 3)]).exception(60) is None)
    publisher.stop()


def test_without_a_broker_every_publish_fails_in_time():
    from lianfang.runtime.ports import free_port

    publisher = ConfirmedPublisher(f"amqp://a:b@127.0.0.1:{free_port()}/", timeout_s=0.5)
    publisher.start()
    futures = [publisher.submit([to("q")]) for _ in range(10)]
    with pytest.raises(PublishFailed):
        publisher.publish([to("q")])
    assert {type(future.exception(60)) for future in futures} == {PublishFailed}
    assert not publisher.connected
    publisher.stop()


def test_stopping_finishes_what_was_handed_over_and_takes_nothing_more(bus, raw, queue):
    publisher = ConfirmedPublisher(bus.amqp_uri, timeout_s=60)
    publisher.start()
    futures = [publisher.submit([to(queue, number)]) for number in range(500)]
    publisher.stop()
    assert all(future.done() and future.exception() is None for future in futures)
    with pytest.raises(PublishFailed, match="not running"):
        publisher.publish([to(queue)])


def test_too_many_waiting_are_refused_at_once(bus, queue, broker):
    publisher = ConfirmedPublisher(bus.amqp_uri.replace("127.0.0.1", "127.0.0.2"), timeout_s=1, backlog=10)
    publisher.start()
    futures = [publisher.submit([to(queue)]) for _ in range(30)]
    refused = [future for future in futures if future.done() and "waiting already" in str(future.exception())]
    assert len(refused) >= 15
    publisher.stop()


def test_confirmed_and_failed_are_counted_by_exchange(publisher, raw, make_event):
    confirmed = metrics.PUBLISHED.labels("lianfang.events")
    failed = metrics.PUBLISH_FAILED.labels("nowhere")
    before = confirmed._value.get(), failed._value.get()
    publisher.publish([outgoing(make_event()), outgoing(make_event())])
    assert isinstance(publisher.submit([to("q", exchange="nowhere")]).exception(60), PublishFailed)
    assert (confirmed._value.get(), failed._value.get()) == (before[0] + 2, before[1] + 1)


def test_an_idle_connection_outlives_many_heartbeats(bus, raw, queue):
    publisher = ConfirmedPublisher(bus.amqp_uri, timeout_s=60, heartbeat_s=2, name="idle-one")
    publisher.start()
    assert publisher.wait_connected(60)
    link = publisher._channel
    time.sleep(8)
    publisher.publish([to(queue)])
    assert publisher._channel is link, "it was connected anew: the broker had missed heartbeats"
    publisher.stop()
