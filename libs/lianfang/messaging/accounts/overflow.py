"""What full queues of districts and teams dropped: read from the queue that takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import amqp

from lianfang.messaging.dialling import dial

QUEUE = "lianfang.overflow"


@dataclass(frozen=True, slots=True)
class Overflow:
    """What one queue lost. The record is capped itself, so this may not reach back to the first loss.

    dropped: messages dropped at the head by the cap. rejected: messages that the client itself rejected for good.
    first_at, last_at: when the broker did so (UTC, whole seconds).
    oldest_event: time of the oldest event lost (RFC 3339, UTC), empty if it had none: replay from there repairs it.
    """

    queue: str
    dropped: int
    rejected: int
    first_at: datetime
    last_at: datetime
    oldest_event: str


def read_overflow(amqp_uri: str, idle_s: float = 1.0) -> dict[str, Overflow]:
    """Return what was lost, by queue; reading takes nothing away.

    amqp_uri: the operator's. idle_s: the end is where nothing comes for so long, in seconds.
    Raises OSError or amqp.AMQPError when the broker does not answer or the queue is missing.
    """
    found: dict[str, Overflow] = {}
    for headers in _headers(amqp_uri, idle_s):
        death = headers["x-death"][0]
        at = death["time"].replace(tzinfo=UTC)  # py-amqp gives UTC without saying so
        event_time = str(headers.get("cloudEvents_time", ""))
        queue, rejected = death["queue"], int(death["reason"] == "rejected")
        known = found.get(queue) or Overflow(queue, 0, 0, at, at, event_time)
        found[queue] = replace(
            known, dropped=known.dropped + 1 - rejected, rejected=known.rejected + rejected, last_at=at,
            oldest_event=min(known.oldest_event, event_time),
        )  # fmt: skip
    return found


def _headers(amqp_uri: str, idle_s: float) -> Iterator[Mapping[str, Any]]:
    connection: amqp.Connection = dial(amqp_uri).transport.establish_connection()
    try:
        channel = connection.channel()
        arrived: list[amqp.Message] = []
        # Nothing is acknowledged, so closing puts all of it back in its order.
        channel.basic_consume(QUEUE, callback=arrived.append)
        while True:
            try:
                connection.drain_events(timeout=idle_s)
            except TimeoutError:
                return
            yield from (message.headers for message in arrived)
            arrived.clear()
    finally:
        connection.close()
