"""The retry ladder: how a failed message waits, outside its queue, and comes back to that queue only."""

from __future__ import annotations

from lianfang.messaging.delivery import Delivery
from lianfang.messaging.outgoing import Outgoing

LADDER = ("lianfang.retry.1s", "lianfang.retry.10s", "lianfang.retry.60s")


def retry_message(delivery: Delivery, reason: str, now: str) -> Outgoing | None:
    """Return the message for the next step of the ladder, None when the last one has been tried.

    The step's fanout exchange feeds a queue whose messages expire after the delay and go, by their routing key,
    which is the failing queue's name, over lianfang.return back to that queue.
    """
    if delivery.attempts >= len(LADDER):
        return None
    return Outgoing(
        exchange=LADDER[delivery.attempts],
        routing_key=delivery.queue,
        body=delivery.body,
        headers=delivery.headers_for_return(delivery.attempts + 1, reason, now),
        message_id=delivery.message_id,
        content_type=delivery.content_type,
    )
