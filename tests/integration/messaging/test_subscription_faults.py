"""Whatever is killed, cut or away in the middle of handling: nothing is lost and no effect is doubled."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.publisher import ConfirmedPublisher, Outgoing
from tests.fixtures.subscriber_process import SubscriberProcess
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
HERE = "incident.commands"


@pytest.fixture
def subscriber(bus, tmp_path) -> Iterator[SubscriberProcess]:
    process = SubscriberProcess(bus.amqp_uri, [HERE], tmp_path / "subscriber")
    yield process
    process.stop()


@pytest.fixture(autouse=True)
def _empty_queues(raw) -> None:
    raw.channel.queue_purge(HERE)
    raw.channel.queue_purge(f"{HERE}.dead")


@pytest.fixture
def put(publisher: ConfirmedPublisher, make_event: Callable[..., Event]) -> Callable[..., list[Event]]:
    def put(*dos: str) -> list[Event]:
        events = [make_event(do=do) for do in dos]
        publisher.publish([Outgoing("", HERE, event.to_json(), {}, event.id) for event in events])
        return events

    return put


def effects(events: list[Event]) -> set[str]:
    return {f"{HERE}:{event.id}" for event in events}


def test_sigterm_lets_the_handler_end_and_acknowledges_it(subscriber, put, raw):
    subscriber.start()
    events = put("slow:1.5")
    until(lambda: subscriber.calls(events[0].id))
    subscriber.terminate()
    until(subscriber.problems, what="unready: the signal was heard and consuming has stopped")
    late = put("ok")
    assert subscriber.wait() == 0
    assert subscriber.effects() == effects(events)
    assert raw.get(HERE).body == late[0].to_json()  # taken by nobody after SIGTERM
    assert raw.empty(HERE)  # the first was acknowledged


def test_sigkill_before_the_ack_redelivers_and_the_effect_stays_one(subscriber, put, raw):
    subscriber.start(LIANFANG_FAULT="subscription.before_ack")
    events = put("ok")
    assert subscriber.wait() == -signal.SIGKILL
    assert subscriber.effects() == effects(events)
    subscriber.start()
    until(lambda: any(note.get("repeated") for note in subscriber.notes()))
    subscriber.stop()
    assert subscriber.effects() == effects(events)
    assert raw.empty(HERE)


@pytest.mark.parametrize("point", ["subscription.before_handler", "subscription.before_retry"])
def test_sigkill_at_any_other_point_loses_nothing(subscriber, put, point):
    subscriber.start(LIANFANG_FAULT=point)
    events = put("fail:1", "ok")
    assert subscriber.wait() == -signal.SIGKILL
    subscriber.start()
    until(lambda: subscriber.effects() == effects(events))


def test_while_the_store_errs_nothing_is_consumed_counted_or_lost(subscriber, put, raw):
    subscriber.start()
    flag = subscriber.folder / "store-is-down"
    flag.touch()
    events = put(*["ok"] * 30)
    problems = until(lambda: subscriber.problems() or None)
    assert "the store is away: the flag file says so" in problems["consuming"]
    until(lambda: _ready_count(raw) == 30, what="all requeued")
    calls = len(subscriber.notes())
    time.sleep(0.5)
    assert len(subscriber.notes()) == calls, "it must not try messages while the store is away"
    flag.unlink()
    until(lambda: subscriber.effects() == effects(events))
    until(lambda: subscriber.problems() == {})
    assert {note["attempts"] for note in subscriber.notes() if "attempts" in note} == {0}
    assert raw.empty(f"{HERE}.dead")


def test_prefetch_bounds_what_is_handled_at_the_same_time(bus, tmp_path, put):
    process = SubscriberProcess(bus.amqp_uri, [HERE], tmp_path / "narrow", PREFETCH="3").start()
    try:
        events = put(*["hold"] * 4)
        until(lambda: len(process.notes()) == 3, what="three at once")
        time.sleep(0.5)
        assert len(process.notes()) == 3, "the fourth comes after one of them"
        (process.folder / "go").touch()
        until(lambda: process.effects() == effects(events))
    finally:
        process.stop()


def test_a_cut_connection_is_opened_anew_and_its_messages_come_again(subscriber, put, bus, broker):
    subscriber.start()
    names = until(lambda: _consumers(broker, bus), what="the management shows the connection")
    events = put("slow:2")
    until(lambda: subscriber.calls(events[0].id))
    for name in names:
        broker.manage("DELETE", f"connections/{quote(name)}")
    until(lambda: len(subscriber.calls(events[0].id)) == 2)
    until(lambda: any(note.get("repeated") for note in subscriber.notes()))
    more = put("ok")
    until(lambda: subscriber.effects() == effects(events + more))


def test_a_missing_queue_fails_fast_with_the_remedy(bus, tmp_path):
    process = SubscriberProcess(bus.amqp_uri, ["nobody.declared"], tmp_path / "missing").start(ready=False)
    assert process.wait() == 2
    assert process.log.strip().endswith("queue nobody.declared is missing: run `lianfang topology apply`")


def test_changed_queue_arguments_fail_fast_and_name_the_argument(bus, tmp_path, raw):
    raw.channel.queue_declare("incident.classic", durable=True, auto_delete=False)
    process = SubscriberProcess(bus.amqp_uri, ["incident.classic"], tmp_path / "changed").start(ready=False)
    assert process.wait() == 2
    message = process.log.strip().splitlines()[-1]
    assert message.startswith("queue incident.classic has other arguments than expected")
    assert "'x-queue-type'" in message
    assert "delete it and run `lianfang topology apply`" in message


def test_a_stopped_process_cannot_hold_messages_for_ever(subscriber, put, bus, broker):
    """Frozen, not ended: the broker misses its heartbeats, and gives its messages to another."""
    subscriber.start()
    events = put("slow:60")
    until(lambda: subscriber.calls(events[0].id))
    os.kill(subscriber.pid, signal.SIGSTOP)
    other = SubscriberProcess(bus.amqp_uri, [HERE], subscriber.folder.parent / "other").start()
    try:
        until(lambda: other.calls(events[0].id), 60)
    finally:
        other.kill()
        subscriber.kill()


def _ready_count(raw) -> int:
    return raw.channel.queue_declare(HERE, passive=True).message_count


def _consumers(broker, bus) -> list[str]:
    connections = broker.manage("GET", f"vhosts/{bus.vhost}/connections")
    return [c["name"] for c in connections if "subscriber-consumer" in str(c.get("client_properties"))]
