"""Looking at dead letters, and sending them back to the queue where they failed, and only there."""

from __future__ import annotations

import time

import pytest
from amqp.exceptions import PreconditionFailed

from lianfang.messaging.dead import DeadFilter, list_dead, replay_dead, show_dead
from lianfang.messaging.delivery import Delivery
from lianfang.messaging.parking import parked_message
from lianfang.messaging.publisher import PublishFailed
from lianfang.messaging.retry import retry_message
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
QUEUE = "incident.commands"


def delivery(event, attempts: int = 3, **more) -> Delivery:
    given = {
        "queue": QUEUE, "body": event.to_json(), "exchange": "lianfang.commands", "routing_key": "incident.x.v1.35",
        "user_id": "team-350924.aoyang.case", "headers": {**event.headers(), "CC": ["x"], "x-death": []},
        "attempts": attempts, "redelivered": False, "message_id": event.id, "tag": 1, "channel": 1,
        "content_type": "application/cloudevents+json",
    }  # fmt: skip
    return Delivery(**(given | more))


@pytest.fixture
def parked(publisher, raw, make_event):
    """Three parked events: two of one type and county, one of another."""
    for queue in (QUEUE, f"{QUEUE}.dead", "grid.commands"):
        raw.channel.queue_purge(queue)
    events = [
        make_event(type="test.one.v1", region="350924100"),
        make_event(type="test.one.v1", region="350924"),
        make_event(type="test.two.v1", region="350429"),
    ]
    for number, event in enumerate(events):
        publisher.publish(
            [parked_message(delivery(event), f"ValueError: {number}", f"2026-01-0{number + 1}T00:00:00+00:00")]
        )
    return events


def test_listing_tells_what_where_why_and_how_often(bus, parked):
    letters = list_dead(bus.amqp_uri, QUEUE)
    assert [letter.event for letter in letters] == parked
    first = letters[0]
    assert (first.queue, first.reason, first.attempts) == (QUEUE, "ValueError: 0", 4)
    assert first.failed_at == "2026-01-01T00:00:00+00:00"
    assert (first.routing_key, first.user_id) == ("incident.x.v1.35", "team-350924.aoyang.case")


def test_looking_leaves_them_there_in_order(bus, parked):
    assert show_dead(bus.amqp_uri, QUEUE, parked[1].id).event == parked[1]
    replay_dead(bus.amqp_uri, QUEUE, dry_run=True)
    assert [letter.id for letter in list_dead(bus.amqp_uri, f"{QUEUE}.dead")] == [event.id for event in parked]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        (DeadFilter(type="test.one"), [0, 1]),
        (DeadFilter(type="test.one.v1"), [0, 1]),
        (DeadFilter(type="test.on"), []),
        (DeadFilter(region="350924"), [0, 1]),
        (DeadFilter(region="350429"), [2]),
        (DeadFilter(reason="ValueError: 1"), [1]),
        (DeadFilter(since="2026-01-02"), [1, 2]),
        (DeadFilter(type="test.one", reason="2"), []),
    ],
)
def test_filters(bus, parked, where, numbers):
    expected = [parked[number].id for number in numbers]
    assert [letter.id for letter in list_dead(bus.amqp_uri, QUEUE, where)] == expected
    assert [letter.id for letter in replay_dead(bus.amqp_uri, QUEUE, where, dry_run=True)] == expected


def test_whoever_comes_next_finds_what_was_looked_at_and_the_oldest_goes_first(bus, raw, publisher, make_event):
    for queue in (QUEUE, f"{QUEUE}.dead"):
        raw.channel.queue_purge(queue)
    events = [make_event() for _ in range(60)]
    ids = [event.id for event in events]
    publisher.publish(
        [
            parked_message(delivery(event), "", f"2026-01-01T00:00:{second:02}")
            for second, event in enumerate(events)
        ]
    )
    for looked_at in (0, 40, 7):  # which mixes them up in their queue
        assert show_dead(bus.amqp_uri, QUEUE, ids[looked_at]).event == events[looked_at]
        assert [letter.id for letter in list_dead(bus.amqp_uri, QUEUE, limit=50)] == ids[:50]
    replay_dead(bus.amqp_uri, QUEUE)
    assert [message.properties["message_id"] for message in raw.drain(QUEUE, 60)] == ids


def test_replaying_sends_the_chosen_ones_to_their_queue_only_with_their_ids(bus, parked, raw):
    moved = replay_dead(bus.amqp_uri, QUEUE, DeadFilter(type="test.one"))
    assert [letter.id for letter in moved] == [parked[0].id, parked[1].id]
    came = raw.drain(QUEUE, 2)
    assert [message.body for message in came] == [parked[0].to_json(), parked[1].to_json()]
    headers = came[0].properties["application_headers"]
    assert came[0].properties["message_id"] == parked[0].id
    assert headers["lianfang-replayed"] is True
    assert headers["cloudEvents_id"] == parked[0].id
    assert not {"lianfang-attempts", "lianfang-reason", "CC"} & headers.keys(), "it starts anew"
    back = Delivery.read(QUEUE, came[0], 1)
    assert (back.user_id, back.routing_key, back.attempts) == (
        "team-350924.aoyang.case", "incident.x.v1.35", 0,
    )  # fmt: skip
    assert raw.empty("grid.commands")
    assert [letter.id for letter in list_dead(bus.amqp_uri, QUEUE)] == [parked[2].id]


def test_replaying_is_as_slow_as_asked_and_tells_its_progress(bus, parked):
    seen: list[int] = []
    started = time.monotonic()
    replay_dead(bus.amqp_uri, QUEUE, per_second=10, progress=seen.append)
    assert time.monotonic() - started >= 0.2
    assert seen == [1, 2, 3]


def test_what_cannot_be_moved_stays_parked(bus, parked, raw):
    raw.channel.exchange_delete("lianfang.return")
    try:
        with pytest.raises(PublishFailed):
            replay_dead(bus.amqp_uri, QUEUE)
        assert len(list_dead(bus.amqp_uri, QUEUE)) == 3
    finally:
        raw.exchange("lianfang.return", "direct")
        for queue in ("incident.commands", "incident.releases", "grid.commands"):
            raw.channel.queue_bind(queue, "lianfang.return", queue)


@pytest.fixture
def impatient(broker):
    """A broker that gives a reader one second instead of half an hour."""
    given = "consumer_timeout", "channel_tick_interval"
    before = [broker.control("eval", f"element(2, application:get_env(rabbit, {name})).").strip() for name in given]

    def put(*values):
        for name, value in zip(given, values, strict=True):
            broker.control("eval", f"application:set_env(rabbit, {name}, {value}).")

    put(1_000, 200)
    yield
    put(*before)


@pytest.mark.usefixtures("impatient")
def test_a_replay_that_the_broker_ends_says_so_and_what_it_had_not_moved_is_parked(bus, parked, raw):
    with pytest.raises(PreconditionFailed, match="timed out"):
        replay_dead(bus.amqp_uri, QUEUE, per_second=0.3)
    came = [message.properties["message_id"] for message in raw.drain(QUEUE, 2)]
    assert came == [event.id for event in parked[:2]]
    assert [letter.id for letter in list_dead(bus.amqp_uri, QUEUE)] == [event.id for event in parked[1:]]


def test_what_is_no_event_is_listed_and_replayed_too(bus, raw, publisher, make_event):
    raw.channel.queue_purge(f"{QUEUE}.dead")
    publisher.publish(
        [parked_message(delivery(make_event(), body=b"\xff", message_id="m1"), "Undecodable", "2026")]
    )
    letter = list_dead(bus.amqp_uri, QUEUE)[0]
    assert (letter.event, letter.id, letter.body) == (None, "m1", b"\xff")
    replay_dead(bus.amqp_uri, QUEUE, DeadFilter(id="m1"))
    assert raw.get(QUEUE).body == b"\xff"


def parked_by_the_broker(bus, raw, event, **headers):
    """Rejected without requeueing, as the delivery limit would have it."""
    raw.channel.queue_purge(f"{QUEUE}.dead")
    raw.publish(event.to_json(), routing_key=QUEUE, application_headers=headers, user_id="lianfang-admin")
    message = until(lambda: raw.channel.basic_get(QUEUE))
    assert message.body == event.to_json(), f"left by another test: {message.delivery_info} {message.properties}"
    raw.channel.basic_reject(message.delivery_tag, requeue=False)
    return until(lambda: list_dead(bus.amqp_uri, QUEUE, DeadFilter(id=event.id)))[0]


def test_what_the_broker_parked_itself_keeps_the_account_that_the_broker_checked(bus, raw, make_event):
    letter = parked_by_the_broker(bus, raw, make_event())
    assert letter.reason == "given up by the broker: rejected"
    assert letter.attempts == 0
    assert letter.failed_at.endswith("+00:00")
    replay_dead(bus.amqp_uri, QUEUE)
    assert Delivery.read(QUEUE, raw.get(QUEUE), 1).user_id == "lianfang-admin"


def test_headers_of_ours_on_what_the_broker_parked_are_not_believed(bus, raw, make_event):
    """Its sender may have written anything."""
    forged = {"lianfang-user-id": "svc-incident", "lianfang-reason": "forged", "lianfang-attempts": 1}
    letter = parked_by_the_broker(bus, raw, make_event(), **forged)
    assert (letter.reason, letter.attempts) == ("given up by the broker: rejected", 0)
    assert letter.user_id != "svc-incident"


def test_a_retried_command_that_the_broker_parks_never_gets_the_account_of_the_service(
    bus, raw, publisher, make_event
):
    """The service publishes the retry, under its account: a team's command must not come back with its rights."""
    raw.channel.queue_purge(f"{QUEUE}.dead")
    event = make_event()
    retry = retry_message(delivery(event, attempts=0), "RuntimeError: once", "2026-01-01T00:00:00+00:00")
    publisher.publish([retry])
    back = until(lambda: raw.channel.basic_get(QUEUE))
    assert back.body == event.to_json(), f"left by another test: {back.delivery_info} {back.properties}"
    assert Delivery.read(QUEUE, back, 1).user_id == "team-350924.aoyang.case"
    assert back.properties["user_id"] == "lianfang-admin", "the account that published the retry"
    raw.channel.basic_reject(back.delivery_tag, requeue=False)
    until(lambda: list_dead(bus.amqp_uri, QUEUE))
    replay_dead(bus.amqp_uri, QUEUE)
    assert Delivery.read(QUEUE, raw.get(QUEUE), 1).user_id == ""


def test_an_unknown_queue_is_named(bus):
    with pytest.raises(LookupError, match=r"there is no queue nobody\.knows\.dead"):
        list_dead(bus.amqp_uri, "nobody.knows")
    with pytest.raises(LookupError, match="no dead letter xyz"):
        show_dead(bus.amqp_uri, QUEUE, "xyz")
