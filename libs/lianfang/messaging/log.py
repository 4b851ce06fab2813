"""Reading the event log: the streams that hold everything that was published, for as long as their policy says."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianfang.messaging.envelope import Event, Undecodable
from lianfang.messaging.link import Link

LOG = "lianfang.log"
RESTRICTED_LOG = "lianfang.log.restricted"
_PREFETCH = 1_000
_ACK_EVERY = 200
_PATIENCE_S, _LOOK_S = 30.0, 3.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """One message of the log, as it was published. offset: its place in the stream."""

    offset: int
    routing_key: str
    body: bytes
    headers: Mapping[str, Any]
    message_id: str
    content_type: str


def read_log(uri: str, since: datetime | None = None, stream: str = LOG) -> Iterator[Event]:
    """Yield the events of the log from `since` (None: all there are) up to its end as of now.

    The broker finds the place by the time of arrival, in whole chunks: some events from just before `since` may
    come first. What can't be decoded is logged and left out. Raises OSError and amqp's errors.
    """
    for entry in read_entries(uri, since, stream):
        try:
            yield Event.from_json(entry.body)
        except Undecodable as error:
            _log.warning("%s, offset %d is no event: %s", stream, entry.offset, error)


def read_entries(
    uri: str, since: datetime | None = None, stream: str = LOG, *, quiet_s: float = 1.0
) -> Iterator[Entry]:
    """As `read_log`, messages as they are. quiet_s: silence that is taken for the end, in seconds.

    A log that holds messages, or has not been read to the end that it had at first, is waited for longer: a busy
    broker's silence must not pass for a log that is empty. Raises ConnectionError when it stays silent.
    """
    link = Link(uri, "lianfang-log-reader", io_timeout_s=30)
    try:
        last, looked_from = None, 0.0
        held = link.channel().queue_declare(stream, passive=True).message_count
        for entry in _read(link, stream, "last", quiet_s, first_s=_PATIENCE_S if held else quiet_s):
            last, looked_from = entry, looked_from or time.monotonic()
            if time.monotonic() - looked_from > _LOOK_S:
                break  # while events keep coming it never falls silent: this is the end as of now
        if last is None and held:
            raise ConnectionError(f"{stream} holds {held} messages and gave none in {_PATIENCE_S:g} s: try again")
        if last is None:
            return
        # With a time to begin at, silence may be the truth: everything may have come before it.
        some = since is None or _is_since(last, since)
        offset = -1
        first_s = _PATIENCE_S if some else quiet_s
        for entry in _read(link, stream, since or "first", _PATIENCE_S, first_s=first_s):
            if entry.offset <= last.offset:
                yield entry
            if entry.offset >= last.offset:
                return
            offset = entry.offset
        if some or offset >= 0:
            raise ConnectionError(
                f"{stream} fell silent at offset {offset}, before its end {last.offset}: try again"
            )
    finally:
        link.close()


def _is_since(entry: Entry, since: datetime) -> bool:
    """Tell whether an entry surely came at that time or later: what it tells was so by then."""
    try:
        return datetime.fromisoformat(Event.from_json(entry.body).time) >= since
    except ValueError:
        return False  # no event, or one without a time


def _read(link: Link, stream: str, start: Any, quiet_s: float, *, first_s: float) -> Iterator[Entry]:
    """Yield what is there from `start`, until nothing has come for `quiet_s`.

    first_s: how long the first one is waited for, in seconds.
    """
    channel = link.channel()
    channel.auto_decode = False
    channel.basic_qos(0, _PREFETCH, False)
    arrived: deque[Any] = deque()
    tag = channel.basic_consume(stream, callback=arrived.append, arguments={"x-stream-offset": start})
    seen = 0
    while True:
        if not arrived:
            try:
                link.connection.drain_events(timeout=quiet_s if seen else first_s)
            except TimeoutError:
                break
            continue
        message = arrived.popleft()
        seen += 1
        if seen % _ACK_EVERY == 0:  # acknowledging is how a stream's consumer asks for more
            channel.basic_ack(message.delivery_tag, multiple=True)
        yield entry_of(message)
    channel.basic_cancel(tag)
    channel.close()


def entry_of(message: Any) -> Entry:
    """Return a delivered message of a stream as an entry."""
    headers = dict(message.properties.get("application_headers") or {})
    return Entry(
        offset=int(headers.pop("x-stream-offset")),
        routing_key=str(message.delivery_info["routing_key"]),
        body=message.body if isinstance(message.body, bytes) else str(message.body).encode(),
        headers=headers,
        message_id=str(message.properties.get("message_id") or ""),
        content_type=str(message.properties.get("content_type") or ""),
    )
