"""One message as it came from a queue, with what may be believed about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RETURN = "lianfang.return"
ATTEMPTS = "lianfang-attempts"
REASON = "lianfang-reason"
QUEUE = "lianfang-queue"
FAILED_AT = "lianfang-failed-at"
USER_ID = "lianfang-user-id"
ROUTING_KEY = "lianfang-routing-key"
OURS = (ATTEMPTS, REASON, QUEUE, FAILED_AT, USER_ID, ROUTING_KEY)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that awaits its acknowledgement.

    routing_key, user_id: as the sender published it; the broker has checked that `user_id`, if there, is the
    sender's account. They survive retries in headers of ours, which are believed only of what comes back over
    lianfang.return, where no district and no team may publish. The same holds for `attempts`, how often handling
    has failed.
    tag, channel: what the acknowledgement needs.
    """

    queue: str
    body: bytes
    exchange: str
    routing_key: str
    user_id: str
    headers: Mapping[str, Any]
    attempts: int
    redelivered: bool
    message_id: str
    content_type: str
    tag: int
    channel: int

    @classmethod
    def read(cls, queue: str, message: Any, channel: int) -> Delivery:
        """Read a py-amqp message."""
        info, properties = message.delivery_info, message.properties
        headers = properties.get("application_headers") or {}
        returned = info["exchange"] == RETURN
        attempts = headers.get(ATTEMPTS, 0) if returned else 0
        body = message.body
        return cls(
            queue=queue,
            body=body if isinstance(body, bytes) else str(body).encode(),
            exchange=info["exchange"],
            routing_key=str(headers.get(ROUTING_KEY, info["routing_key"]) if returned else info["routing_key"]),
            user_id=str(headers.get(USER_ID, "") if returned else properties.get("user_id") or ""),
            headers=headers,
            attempts=attempts if isinstance(attempts, int) and attempts > 0 else 0,
            redelivered=bool(info.get("redelivered")),
            message_id=str(properties.get("message_id") or ""),
            content_type=str(properties.get("content_type") or ""),
            tag=info["delivery_tag"],
            channel=channel,
        )

    def headers_for_return(self, attempts: int, reason: str, failed_at: str) -> dict[str, Any]:
        """Return the headers under which the message goes to a retry or dead-letter queue of this queue.

        The broker's own history and anything that would route copies elsewhere (CC, BCC) is left behind.
        """
        kept = {name: value for name, value in self.headers.items() if not _is_routing(name)}
        return kept | {
            ATTEMPTS: attempts, REASON: reason[:500], QUEUE: self.queue, FAILED_AT: failed_at,
            USER_ID: self.user_id, ROUTING_KEY: self.routing_key,
        }  # fmt: skip


def _is_routing(header: object) -> bool:
    """Header names are text, except when a sender wrote bytes that are none."""
    return not isinstance(header, str) or header in ("CC", "BCC") or header.startswith("x-")
