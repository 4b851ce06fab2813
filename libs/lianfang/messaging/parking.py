"""Parking: a message that can't be handled waits in ``<queue>.dead``, with the reason, for a person to look at."""

from __future__ import annotations

from lianfang.messaging.delivery import Delivery
from lianfang.messaging.outgoing import Outgoing

DEAD = "lianfang.dead"


def dead_queue(queue: str) -> str:
    """Return the name of the dead-letter queue of `queue`."""
    return f"{queue}.dead"


def parked_message(delivery: Delivery, reason: str, now: str) -> Outgoing:
    """Return the message for the dead letters; `lianfang-attempts` counts this last failure too."""
    return Outgoing(
        exchange=DEAD,
        routing_key=delivery.queue,
        body=delivery.body,
        headers=delivery.headers_for_return(delivery.attempts + 1, reason, now),
        message_id=delivery.message_id,
        content_type=delivery.content_type,
    )
