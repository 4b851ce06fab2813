"""What full queues of districts and teams dropped: read from the queue that takes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from lianfang.messaging.browsing import Browsing

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


def read_overflow(amqp_uri: str) -> dict[str, Overflow]:
    """Return what was lost, by queue; reading takes nothing away.

    amqp_uri: the operator's. Raises OSError or amqp.AMQPError when the broker does not answer, LookupError when
    the queue is missing.
    """
    found: dict[str, Overflow] = {}
    with Browsing(amqp_uri, QUEUE) as messages:
        for message in messages:
            death = message.headers["x-death"][0]
            at = death["time"].replace(tzinfo=UTC)  # py-amqp gives UTC without saying so
            event_time = str(message.headers.get("cloudEvents_time", ""))
            queue, rejected = death["queue"], int(death["reason"] == "rejected")
            known = found.get(queue) or Overflow(queue, 0, 0, at, at, event_time)
            found[queue] = replace(
                known, dropped=known.dropped + 1 - rejected, rejected=known.rejected + rejected,
                first_at=min(known.first_at, at), last_at=max(known.last_at, at),
                oldest_event=min(known.oldest_event, event_time),
            )  # fmt: skip
    return found
