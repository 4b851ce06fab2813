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
_LOOK_S = 3.0
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
    """As `read_log`, messages as they are. quiet_s: silence that is taken for the end, in seconds."""
    link = Link(uri, "lianfang-log-reader", io_timeout_s=30)
    try:
        end, looked_from = None, 0.0
        for entry in _read(link, stream, "last", quiet_s):
            end, looked_from = entry.offset, looked_from or time.monotonic()
            if time.monotonic() - looked_from > _LOOK_S:
                break  # while events keep coming it never falls silent: this is the end as of now
        if end is None:
            return
        for entry in _read(link, stream, since or "first", quiet_s, end):
            yield entry
            if entry.offset >= end:
                return
    finally:
        link.close()


def _read(link: Link, stream: str, start: Any, quiet_s: float, end: int | None = None) -> Iterator[Entry]:
    """Yield what is there from `start`, until nothing has come for `quiet_s` or an offset beyond `end` is met."""
    channel = link.channel()
    channel.auto_decode = False
    channel.basic_qos(0, _PREFETCH, False)
    arrived: deque[Any] = deque()
    tag = channel.basic_consume(stream, callback=arrived.append, arguments={"x-stream-offset": start})
    seen = 0
    while True:
        if not arrived:
            try:
                link.connection.drain_events(timeout=quiet_s)
            except TimeoutError:
                break
            continue
        message = arrived.popleft()
        seen += 1
        if seen % _ACK_EVERY == 0:  # acknowledging is how a stream's consumer asks for more
            channel.basic_ack(message.delivery_tag, multiple=True)
        entry = entry_of(message)
        if end is not None and entry.offset > end:
            break
        yield entry
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
