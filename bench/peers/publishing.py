"""Publishing peers, each in a process of its own: nameko's dispatcher, kombu confirm by confirm, kombu pipelined.

kombu sends what we send, the whole CloudEvent with its headers; nameko's dispatcher can't, and sends the body.
Run: ``python -m bench.peers.publishing NAME COUNT`` with PEER_BUS_URI set; prints ``{"rate": messages/s}``.
"""

from __future__ import annotations

import json
import os
import sys
import time

from bench.messages import BODY, an_event

MESSAGE, HEADERS = an_event(0).to_json(), an_event(0).headers()


def nameko_dispatcher(uri: str, count: int) -> float:
    """nameko's own way: EventDispatcher, one confirmed publish after the other."""
    import eventlet

    eventlet.monkey_patch()
    from nameko.standalone.events import event_dispatcher

    dispatch = event_dispatcher({"AMQP_URI": uri})
    start = time.perf_counter()
    for _ in range(count):
        dispatch("peer", "accepted", BODY)
    return count / (time.perf_counter() - start)


def kombu_confirmed(uri: str, count: int) -> float:
    """kombu with a confirm awaited for each message."""
    from kombu import Connection

    with Connection(uri, transport_options={"confirm_publish": True}) as connection:
        producer = connection.Producer()
        start = time.perf_counter()
        for _ in range(count):
            producer.publish(
                MESSAGE,
                exchange="peer",
                routing_key="peer",
                delivery_mode=2,
                headers=HEADERS,
                content_type="application/json",
                content_encoding="utf-8",
            )
        return count / (time.perf_counter() - start)


def kombu_pipelined(uri: str, count: int) -> float:
    """kombu publishing without waiting, confirms counted as they come, as fast as the library allows."""
    from kombu import Connection

    with Connection(uri) as connection:
        channel = connection.default_channel
        channel.confirm_select()
        outstanding: set[int] = set()

        def ack(tag: int, multiple: bool) -> None:
            if multiple:
                outstanding.difference_update({other for other in outstanding if other <= tag})
            else:
                outstanding.discard(tag)

        channel.events["basic_ack"].add(ack)
        producer = connection.Producer(channel)
        start = time.perf_counter()
        for number in range(1, count + 1):
            producer.publish(
                MESSAGE,
                exchange="peer",
                routing_key="peer",
                delivery_mode=2,
                headers=HEADERS,
                content_type="application/json",
                content_encoding="utf-8",
            )
            outstanding.add(number)
            while len(outstanding) > 1000:
                connection.drain_events(timeout=10)
        while outstanding:
            connection.drain_events(timeout=10)
        return count / (time.perf_counter() - start)


PEERS = {peer.__name__: peer for peer in (nameko_dispatcher, kombu_confirmed, kombu_pipelined)}


if __name__ == "__main__":
    print(json.dumps({"rate": PEERS[sys.argv[1]](os.environ["PEER_BUS_URI"], int(sys.argv[2]))}))
