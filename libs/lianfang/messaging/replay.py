"""Replaying the log to one district: only what it may see, straight into its own queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from lianfang.messaging import routing
from lianfang.messaging.log import LOG, Entry, read_entries
from lianfang.messaging.outgoing import Outgoing
from lianfang.messaging.pace import Pace
from lianfang.messaging.published import REPLAYED
from lianfang.messaging.publisher import ConfirmedPublisher

_CHUNK = 100


def visible_to(code: str, entries: Iterator[Entry]) -> Iterator[Entry]:
    """Leave out what the district `code` could not have bound its queue to.

    The key each message travelled under decides, as it does at the broker; the restricted exchange has a log of its
    own, which is not read here.
    """
    pattern = routing.region_pattern(code)
    return (entry for entry in entries if routing.matches(pattern, entry.routing_key))


def replay_district(
    uri: str, code: str, since: datetime | None, *, dry_run: bool = False, per_second: float = 0.0,
    progress: Callable[[int], None] = lambda _count: None,
) -> int:  # fmt: skip
    """Send the district's events since `since` once more into its queue ``district.<code>``; return how many.

    uri: of an account that reads the log and may publish on the default exchange (the operator). The messages keep
    their ids and carry the header ``lianfang-replayed``. per_second: at most so many, 0 unlimited. Raises
    BadRegionCode, PublishFailed (begin again: the district drops by id what it has), OSError and amqp's errors.
    """
    found = visible_to(code, read_entries(uri, since, LOG))
    if dry_run:
        return sum(1 for _ in found)
    publisher = ConfirmedPublisher(uri, timeout_s=30, name="lianfang-replay")
    publisher.start()
    try:
        return _send(publisher, found, f"district.{code}", Pace(per_second), progress)
    finally:
        publisher.stop()


def _send(
    publisher: ConfirmedPublisher, found: Iterator[Entry], queue: str, pace: Pace, progress: Callable[[int], None]
) -> int:
    sent = 0
    chunk: list[Outgoing] = []
    for entry in found:
        pace.wait()
        headers = {**entry.headers, REPLAYED: True}
        chunk.append(Outgoing("", queue, entry.body, headers, entry.message_id, entry.content_type))
        if len(chunk) == _CHUNK:
            publisher.publish(chunk)
            sent += len(chunk)
            chunk = []
            progress(sent)
    publisher.publish(chunk)
    progress(sent + len(chunk))
    return sent + len(chunk)
