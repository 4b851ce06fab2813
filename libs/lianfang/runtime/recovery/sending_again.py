"""Sending once more what services have published: everything since a time, or what no event log holds.

RabbitMQ's streams, unlike its quorum queues, may lose a confirmed message when their leader changes
(docs/decisions/0020-the-log-is-mended.md). The services' stores keep what they published, so it can be told.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from contextlib import closing
from datetime import datetime

from lianfang.messaging.published import PUBLISHED, republish
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.persistence.uri import open_store
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.books import books_of, logged

_TIMEOUT_S = 30.0


def send_again(target: Target, since: datetime, services: Sequence[str]) -> dict[str, int]:
    """Send all that these services published since a time; return how many events of each.

    Raises Failure, StoreUnavailable, PublishFailed.
    """
    return _sent(target, since, dict.fromkeys(services))


def send_lacking(target: Target, since: datetime, services: Sequence[str]) -> dict[str, int]:
    """Send those of their events since a time that are in no event log; return how many of each.

    Raises Failure, StoreUnavailable, PublishFailed, OSError and amqp's errors.
    """
    told = logged(target, since)
    only = {name: books_of(target, name, told.get(name, []), since).untold for name in services}
    return _sent(target, since, only)


def _sent(target: Target, since: datetime, only: Mapping[str, Container[str] | None]) -> dict[str, int]:
    publisher = ConfirmedPublisher(target.bus_uri, timeout_s=_TIMEOUT_S, name="lianfang-republish")
    publisher.start()
    try:
        return {name: _of(target, name, publisher, since, ids) for name, ids in only.items()}
    finally:
        publisher.stop()


def _of(
    target: Target, service: str, publisher: ConfirmedPublisher, since: datetime, only: Container[str] | None
) -> int:
    with closing(open_store(target.store_uri(service))) as store:
        store.declare(PUBLISHED)
        return republish(store, publisher, since, only=only)
