"""A history put into the event log of a running stack, where analytics reads it.

It goes into the log alone, past the exchanges: no service must act on a call of two years ago.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_log
from lianfang.messaging.outgoing import Outgoing, outgoing
from lianfang.messaging.publisher import ConfirmedPublisher

_AT_ONCE = 500
_SETTINGS = ("grid.release_", "patrol.posts_", "patrol.demand_", "patrol.market_days_")
"""Beginnings of types that set a stack up and are no happenings."""


@dataclass(frozen=True, slots=True)
class Others:
    """What the log has of the county besides the history. example: the first one's type."""

    example: str
    at: str


def others(uri: str, county: str, name: str) -> Others | None:
    """Return what a stack's log has of a county that is not of the history `name`, None when there is nothing.

    A history of another seed is something else, too. Raises OSError and amqp's errors.
    """
    for stream in (LOG, RESTRICTED_LOG):
        for event in read_log(uri, stream=stream):
            ours = event.correlationid == name or event.type.startswith(_SETTINGS)
            if event.region.startswith(county) and not ours:
                return Others(event.type, event.time)
    return None


def play(uri: str, events: Sequence[Event], told: Callable[[int], None]) -> None:
    """Put the events into the log, in order, each confirmed. told: how many more are there now.

    The same history twice is counted once: its events have the same ids. Raises PublishFailed.
    """
    publisher = ConfirmedPublisher(uri, timeout_s=60, name="lianfang-history")
    publisher.start()
    try:
        for start in range(0, len(events), _AT_ONCE):
            stretch = [_into_log(event) for event in events[start : start + _AT_ONCE]]
            publisher.publish(stretch)
            told(len(stretch))
    finally:
        publisher.stop()


def _into_log(event: Event) -> Outgoing:
    return replace(outgoing(event), exchange="", routing_key=RESTRICTED_LOG if event.restricted else LOG)
