"""Dead letters: looking at what was parked in ``<queue>.dead``, and sending it back to its queue.

All over AMQP, with the operator's account. What is only looked at is back in its queue before the call returns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.messaging.browsing import Browsing
from lianfang.messaging.delivery import ATTEMPTS, FAILED_AT, OURS, REASON, RETURN, ROUTING_KEY, USER_ID
from lianfang.messaging.envelope import Event, Undecodable
from lianfang.messaging.outgoing import Outgoing
from lianfang.messaging.pace import Pace
from lianfang.messaging.parking import dead_queue
from lianfang.messaging.published import REPLAYED
from lianfang.messaging.publisher import ConfirmedPublisher


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A parked message. queue: where it failed. event: None when the body is no event. failed_at: RFC 3339, UTC."""

    queue: str
    id: str
    reason: str
    attempts: int
    failed_at: str
    routing_key: str
    user_id: str
    body: bytes
    content_type: str
    headers: Mapping[str, Any]
    event: Event | None

    @property
    def type(self) -> str:
        """The event's type, empty when the body is no event."""
        return self.event.type if self.event else ""

    @property
    def region(self) -> str:
        """The event's region, empty when the body is no event."""
        return self.event.region if self.event else ""


@dataclass(frozen=True, slots=True)
class DeadFilter:
    """Which dead letters are meant: all that is given must hold. Empty: all.

    type: exactly, or its beginning up to a dot. region: it or what lies in it. reason: a part of the text.
    since: failed at this time or later, RFC 3339.
    """

    id: str = ""
    type: str = ""
    region: str = ""
    reason: str = ""
    since: str = ""

    def takes(self, letter: DeadLetter) -> bool:
        """Tell whether the letter is meant."""
        return (
            self.id in ("", letter.id)
            and f"{letter.type}.".startswith(f"{self.type}." if self.type else "")
            and letter.region.startswith(self.region)
            and self.reason in letter.reason
            and letter.failed_at >= self.since
        )


def list_dead(uri: str, queue: str, where: DeadFilter = DeadFilter(), limit: int = 100) -> list[DeadLetter]:
    """Return up to `limit` dead letters of `queue`, the oldest first.

    Raises LookupError when there is no such dead-letter queue, OSError and amqp's errors.
    """
    with Browsing(uri, _dead(queue)) as messages:
        found = [letter for _, letter in _oldest_first(messages, queue) if where.takes(letter)]
    return found[:limit]


def show_dead(uri: str, queue: str, id: str) -> DeadLetter:
    """Return the dead letter with that event id. Raises LookupError, and what `list_dead` raises."""
    with Browsing(uri, _dead(queue)) as messages:
        _, letter = _one(messages, queue, id)
    return letter


def replay_dead(
    uri: str, queue: str, where: DeadFilter = DeadFilter(), *, dry_run: bool = False, per_second: float = 0.0,
    progress: Callable[[int], None] = lambda _count: None,
) -> list[DeadLetter]:  # fmt: skip
    """Send dead letters back to the queue where they failed, and only there, with their ids; return them.

    They go in the order in which they failed, whatever order the queue holds them in. Each is confirmed there
    before it leaves the dead letters, and starts with no attempts counted. Letters that arrive meanwhile are left.
    dry_run: only tell. per_second: at most so many, 0 unlimited. Raises PublishFailed and what `list_dead` raises;
    what was not moved is still parked.
    """
    moved: list[DeadLetter] = []
    publisher = ConfirmedPublisher(uri, timeout_s=30, name="lianfang-dead-replay")
    publisher.start()
    pace, seen = Pace(per_second), set()
    try:
        with Browsing(uri, _dead(queue)) as messages:
            for message, letter in _oldest_first(messages, queue):
                if not where.takes(letter) or letter.id in seen:
                    continue
                if not dry_run:
                    pace.wait()
                    publisher.publish([_back(letter)])
                    messages.take(message)
                    seen.add(letter.id)
                moved.append(letter)
                progress(len(moved))
    finally:
        publisher.stop()
    return moved


def drop_dead(uri: str, queue: str, id: str, keep: Callable[[DeadLetter], None]) -> DeadLetter:
    """Take the dead letter with that event id away for good and return it; `keep` must have it safe first.

    Raises LookupError, and what `keep` and `list_dead` raise: then the letter is where it was.
    """
    with Browsing(uri, _dead(queue)) as messages:
        message, letter = _one(messages, queue, id)
        keep(letter)
        messages.take(message)
    return letter


def _dead(queue: str) -> str:
    return dead_queue(queue.removesuffix(".dead"))


def _oldest_first(messages: Iterable[Any], queue: str) -> list[tuple[Any, DeadLetter]]:
    return sorted(_letters(messages, queue), key=lambda held: held[1].failed_at)


def _one(messages: Iterable[Any], queue: str, id: str) -> tuple[Any, DeadLetter]:
    for message, letter in _letters(messages, queue):
        if letter.id == id:
            return message, letter
    raise LookupError(f"no dead letter {id} in {_dead(queue)}")


def _letters(messages: Iterable[Any], queue: str) -> Iterator[tuple[Any, DeadLetter]]:
    return ((message, _read(queue.removesuffix(".dead"), message)) for message in messages)


def _read(queue: str, message: Any) -> DeadLetter:
    headers = message.properties.get("application_headers") or {}
    body = message.body if isinstance(message.body, bytes) else str(message.body).encode()
    try:
        event = Event.from_json(body)
    except Undecodable:
        event = None
    # Parked by the broker itself (delivery limit): then our headers are the sender's word, and worth nothing.
    deaths = headers.get("x-death") or []
    ours = {} if deaths else headers
    death = deaths[0] if deaths else {}
    return DeadLetter(
        queue=queue,
        id=event.id if event else str(message.properties.get("message_id") or ""),
        reason=str(ours.get(REASON) or f"given up by the broker: {death.get('reason', 'unknown')}"),
        attempts=int(ours.get(ATTEMPTS, 0)),
        failed_at=str(ours.get(FAILED_AT) or _utc(death.get("time"))),
        routing_key=str(ours.get(ROUTING_KEY) or next(iter(death.get("routing-keys") or []), "")),
        user_id=_account(headers, message.properties.get("user_id"), parked_by_us=not deaths),
        body=body,
        content_type=str(message.properties.get("content_type") or ""),
        headers=headers,
        event=event,
    )


def _account(headers: Mapping[str, Any], checked: Any, parked_by_us: bool) -> str:
    """Return the original sender's account, empty when it can't be told.

    The broker checks `user_id` against whoever published last. With a retry that was the service, so on a message
    with any header of ours it is not the sender's; without this a team's command would come back with the rights of
    the service. A sender who forges such headers only loses its own name.
    """
    if parked_by_us:
        return str(headers.get(USER_ID) or "")
    return "" if any(name in headers for name in OURS) else str(checked or "")


def _utc(time: Any) -> str:
    return f"{time.isoformat()}+00:00" if time is not None else ""


def _back(letter: DeadLetter) -> Outgoing:
    kept = {
        name: value
        for name, value in letter.headers.items()
        if isinstance(name, str) and name not in (*OURS, "CC", "BCC") and not name.startswith("x-")
    }
    headers = kept | {USER_ID: letter.user_id, ROUTING_KEY: letter.routing_key, REPLAYED: True}
    return Outgoing(RETURN, letter.queue, letter.body, headers, letter.id, letter.content_type)
