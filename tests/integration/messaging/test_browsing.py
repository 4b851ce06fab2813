"""Browsing holds what is there, gives back what is not taken, and leaves alone what arrives meanwhile."""

from __future__ import annotations

from contextlib import suppress

import pytest

from lianfang.messaging.browsing import Browsing
from lianfang.messaging.outgoing import Outgoing

pytestmark = pytest.mark.rabbit
MANY = 2_500  # more than one consumer holds


@pytest.fixture
def queue(raw, request):
    return raw.queue(request.node.name)


def put(publisher, queue, *bodies: bytes) -> None:
    publisher.publish([Outgoing("", queue, body) for body in bodies])


def ready(raw, queue) -> int:
    return raw.channel.queue_declare(queue, passive=True).message_count


def test_all_of_many_are_seen_and_are_there_for_whoever_looks_next(bus, raw, publisher, queue):
    bodies = {str(number).encode() for number in range(MANY)}
    put(publisher, queue, *bodies)
    for _ in range(3):
        with Browsing(bus.amqp_uri, queue) as messages:
            assert {message.body for message in messages} == bodies
        assert ready(raw, queue) == MANY


def test_what_is_taken_is_gone_and_the_rest_is_not(bus, raw, publisher, queue):
    put(publisher, queue, b"a", b"b", b"c")
    with Browsing(bus.amqp_uri, queue) as messages:
        for message in messages:
            if message.body == b"b":
                messages.take(message)
                break
    assert sorted(message.body for message in raw.drain(queue, 2)) == [b"a", b"c"]
    assert raw.empty(queue)


def test_what_arrives_meanwhile_is_not_shown_and_not_lost(bus, raw, publisher, queue):
    put(publisher, queue, b"a", b"b")
    seen = []
    with Browsing(bus.amqp_uri, queue) as messages:
        for message in messages:
            seen.append(message.body)
            put(publisher, queue, b"late")
    assert seen == [b"a", b"b"]
    assert sorted(message.body for message in raw.drain(queue, 4)) == [b"a", b"b", b"late", b"late"]


def test_an_error_while_looking_gives_all_back(bus, raw, publisher, queue):
    put(publisher, queue, b"a", b"b")
    with suppress(RuntimeError), Browsing(bus.amqp_uri, queue) as messages:
        next(iter(messages))
        raise RuntimeError
    assert ready(raw, queue) == 2


def test_a_queue_that_does_not_exist_is_named(bus):
    with pytest.raises(LookupError, match="no queue nowhere: see `lianfang topology show`"):
        Browsing(bus.amqp_uri, "nowhere")
