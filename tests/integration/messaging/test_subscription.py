"""What becomes of a message: acknowledged, retried, parked, each only after what replaces it is safe."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from lianfang.messaging.envelope import Event
from lianfang.messaging.publisher import ConfirmedPublisher, Outgoing, outgoing
from tests.fixtures.subscriber_process import SubscriberProcess
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
HERE, OTHER = "incident.releases", "grid.commands"


@pytest.fixture(scope="module")
def subscriber(bus, tmp_path_factory) -> Iterator[SubscriberProcess]:
    """One service bound by two queues to the same events."""
    from tests.integration.messaging.conftest import Raw

    raw = Raw(bus.amqp_uri)
    for queue in (HERE, OTHER):
        raw.channel.queue_bind(queue, "lianfang.events", "test.#")
    raw.channel.queue_bind(HERE, "lianfang.events", "incident.reported.v1.#")
    raw.link.drop()
    process = SubscriberProcess(bus.amqp_uri, [HERE, OTHER], tmp_path_factory.mktemp("subscriber"))
    process.start()
    yield process
    process.stop()


@pytest.fixture(autouse=True)
def _no_letters_of_others(subscriber, raw) -> None:
    for queue in (HERE, OTHER):
        raw.channel.queue_purge(f"{queue}.dead")


@pytest.fixture
def send(publisher: ConfirmedPublisher, make_event: Callable[..., Event]) -> Callable[..., Event]:
    def send(do: str = "ok", **more) -> Event:
        event = make_event(do=do, **more)
        publisher.publish([outgoing(event)])
        return event

    return send


def test_a_handled_message_has_its_effect_once_in_each_subscription_and_leaves_the_queue(subscriber, send, raw):
    event = send()
    until(lambda: {f"{HERE}:{event.id}", f"{OTHER}:{event.id}"} <= subscriber.effects())
    assert [call["attempts"] for call in subscriber.calls(event.id)] == [0, 0]
    assert raw.empty(HERE)


def test_what_is_about_the_same_thing_is_handled_in_the_order_in_which_it_came(subscriber, make_event, publisher):
    """The first takes long: without an order the second would be done before it."""
    first, second, other = make_event(do="hold"), make_event(do="ok"), make_event(do="ok")
    second = replace(second, subject=first.subject)
    publisher.publish([outgoing(each) for each in (first, second, other)])
    until(lambda: f"{HERE}:{other.id}" in subscriber.effects(), what="the other one does not wait")
    (subscriber.folder / "go").touch()
    until(lambda: f"{HERE}:{second.id}" in subscriber.effects())
    called = [note["id"] for note in subscriber.notes() if note.get("queue") == HERE and "attempts" in note]
    wanted = [first.id, other.id, second.id]
    assert [id for id in called if id in wanted] == wanted


def test_an_error_that_cannot_be_told_is_retried_and_parked_like_any_other_and_holds_up_nobody(
    subscriber, make_event, publisher, raw
):
    bad, good = make_event(do="unspeakable"), make_event(do="ok")
    good = replace(good, subject=bad.subject)
    publisher.publish([outgoing(each) for each in (bad, good)])
    until(lambda: f"{HERE}:{good.id}" in subscriber.effects())
    for letter in [raw.get(f"{queue}.dead") for queue in (HERE, OTHER)]:
        assert letter.properties["message_id"] == bad.id
        assert letter.headers["lianfang-reason"] == "Unspeakable: what it says can't be told (ValueError)"
    assert [call["attempts"] for call in subscriber.calls(bad.id, HERE)] == [0, 1, 2, 3]


def test_a_duplicate_is_delivered_again_and_has_no_second_effect(subscriber, send, publisher):
    event = send()
    publisher.publish([outgoing(event)])
    until(lambda: len(subscriber.calls(event.id, HERE)) == 2)
    until(lambda: any(n.get("repeated") and n["id"] == event.id and n["queue"] == HERE for n in subscriber.notes()))
    assert f"{HERE}:{event.id}" in subscriber.effects()


def test_a_handler_that_fails_twice_succeeds_by_retry_which_reaches_only_its_queue(
    subscriber, send, publisher, raw
):
    event = send("fail:2")
    until(lambda: {f"{HERE}:{event.id}", f"{OTHER}:{event.id}"} <= subscriber.effects())
    for queue in (HERE, OTHER):  # each queue's own three calls: a retry of one never shows in the other
        assert [call["attempts"] for call in subscriber.calls(event.id, queue)] == [0, 1, 2]


def test_only_the_failing_queue_gets_the_retry(subscriber, bus, make_event, publisher, raw):
    witness = raw.queue("witness", "test.#")
    event = make_event(do="fail:1")
    publisher.publish([Outgoing("", HERE, event.to_json(), {}, event.id)])  # into one queue
    until(lambda: f"{HERE}:{event.id}" in subscriber.effects())
    assert [call["attempts"] for call in subscriber.calls(event.id)] == [0, 1]
    assert subscriber.calls(event.id, OTHER) == []
    assert raw.empty(witness)


def test_a_poison_message_climbs_the_ladder_and_is_parked_with_reason_and_attempts(subscriber, send, raw):
    event = send("raise")
    letters = [raw.get(f"{queue}.dead") for queue in (HERE, OTHER)]
    for queue, letter in zip((HERE, OTHER), letters, strict=True):
        headers = letter.properties["application_headers"]
        assert Event.from_json(letter.body) == event
        assert letter.properties["message_id"] == event.id
        assert headers["lianfang-attempts"] == 4
        assert headers["lianfang-reason"] == "RuntimeError: try 4"
        assert headers["lianfang-queue"] == queue
        assert headers["lianfang-failed-at"].endswith("+00:00")
        assert headers["cloudEvents_type"] == "test.happened.v1"
        assert [call["attempts"] for call in subscriber.calls(event.id, queue)] == [0, 1, 2, 3]


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[1]", b'{"specversion": "1.0"}', b""])
def test_what_is_no_event_is_parked_at_once_with_its_bytes(subscriber, raw, body):
    raw.publish(body, "lianfang.events", "test.garbage.v1.35")
    for queue in (HERE, OTHER):
        letter = raw.get(f"{queue}.dead")
        assert (letter.body or b"") == body  # py-amqp reads an empty body as an empty text
        assert letter.properties["application_headers"]["lianfang-reason"].startswith("Undecodable: ")


def test_a_permanent_failure_is_parked_at_once(subscriber, send, raw):
    event = send("permanent")
    for queue in (HERE, OTHER):
        headers = raw.get(f"{queue}.dead").properties["application_headers"]
        assert headers["lianfang-reason"] == "Permanent: this will never do"
        assert headers["lianfang-attempts"] == 1
        assert len(subscriber.calls(event.id, queue)) == 1


def test_a_payload_that_breaks_its_contract_never_reaches_the_handler(subscriber, send, raw):
    event = send(type="incident.reported.v1", category=7)
    headers = raw.get(f"{HERE}.dead").properties["application_headers"]
    assert headers["lianfang-reason"].startswith("ContractError: incident.reported.v1:")
    assert subscriber.calls(event.id) == []
    until(lambda: "incident.reported.v1" in (subscriber.folder / "parked.json").read_text(), what="the metric")


def test_a_header_that_the_client_library_cannot_read_stops_nobody(subscriber, make_event, raw):
    """AMQP's timestamp has 64 bits of seconds, Python's datetime ends with the year 9999."""
    event = make_event(do="ok")
    properties = _header_with_timestamp(2**62)
    raw.link.connection.frame_writer(
        1, raw.channel.channel_id, (60, 40), _publish_args(HERE), _Crafted(event, properties)
    )
    until(lambda: f"{HERE}:{event.id}" in subscriber.effects())
    assert subscriber.calls(event.id)[0]["redelivered"] is False


def test_senders_cannot_forge_attempts_or_an_account(subscriber, make_event, raw):
    event = make_event(do="ok")
    forged = {"lianfang-attempts": 3, "lianfang-user-id": "svc-incident", "lianfang-routing-key": "a.b"}
    raw.publish(event.to_json(), "lianfang.events", "test.happened.v1.35", application_headers=forged)
    call = until(lambda: subscriber.calls(event.id, HERE))[0]
    assert (call["attempts"], call["user"], call["key"]) == (0, "", "test.happened.v1.35")


def test_the_broker_checked_account_and_the_key_survive_a_retry(subscriber, make_event, raw):
    event = make_event(do="fail:2")
    raw.publish(event.to_json(), "lianfang.events", "test.happened.v1.35", user_id="lianfang-admin")
    until(lambda: len(subscriber.calls(event.id, HERE)) == 3)
    seen = {(call["user"], call["key"]) for call in subscriber.calls(event.id, HERE)}
    assert seen == {("lianfang-admin", "test.happened.v1.35")}


class _Crafted:
    """Message content with properties that py-amqp would not write."""

    def __init__(self, event: Event, properties: bytes) -> None:
        self.body, self._bytes = event.to_json(), properties
        self.properties: dict[str, Any] = {}

    def _serialize_properties(self) -> bytes:
        return self._bytes


def _header_with_timestamp(seconds: int) -> bytes:
    from struct import pack

    table = pack(">B4scQ", 4, b"when", b"T", seconds)
    return pack(">HI", 1 << 13, len(table)) + table


def _publish_args(queue: str) -> bytes:
    from amqp.serialization import dumps

    return dumps("Bssbb", (0, "", queue, False, False))
