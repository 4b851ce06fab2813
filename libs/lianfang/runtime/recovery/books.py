"""The books between the event logs and the stores: what was told and is not kept, what is kept and was not told.

Every service keeps, by id, each event that the broker has confirmed (`published`). After a store was put back to an
older state, the events of the time since are in the logs and not in that record: they name what the store has lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_log
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.kept import MARGIN, kept_by


@dataclass(frozen=True, slots=True)
class Gone:
    """One aggregate of which the store lacks events that were told.

    lost: the first is among them, so the store does not know it at all; else it is only behind. types: of the
    events that are lacking, in order. time: of the first of them.
    """

    subject: str
    lost: bool
    types: list[str]
    region: str
    time: str


@dataclass(frozen=True, slots=True)
class Books:
    """One service's books. told: events in the logs; gone: what its store lacks of them; untold: ids in no log."""

    service: str
    told: int
    gone: list[Gone] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Whether logs and store tell the same."""
        return not (self.gone or self.untold)

    @property
    def lost(self) -> list[Gone]:
        """What the store does not know at all."""
        return [each for each in self.gone if each.lost]

    def to_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self) | {"balanced": self.balanced}


def logged(target: Target, since: datetime) -> dict[str, list[Event]]:
    """Return the events of both logs by service, from a little before `since`. Raises OSError and amqp's errors."""
    found: dict[str, list[Event]] = {}
    for stream in (LOG, RESTRICTED_LOG):
        for event in read_log(target.bus_uri, since - MARGIN, stream):
            found.setdefault(event.type.partition(".")[0], []).append(event)
    return found


def books_of(target: Target, service: str, events: Iterable[Event], since: datetime) -> Books:
    """Compare a service's events in the logs with what its store has kept. Raises Failure, StoreUnavailable."""
    told = {event.id: event for event in events}
    with kept_by(target, service, since) as kept:
        gone = [event for event in told.values() if not kept.knows(event)]
        untold = [id for id, at in kept.times.items() if id not in told and at >= since.isoformat()]
    return Books(service, len(told), _by_subject(gone), sorted(untold))


def _by_subject(gone: Iterable[Event]) -> list[Gone]:
    grouped: dict[str, list[Event]] = {}
    for event in gone:
        grouped.setdefault(event.subject, []).append(event)
    found = []
    for subject, events in grouped.items():
        ordered = sorted(events, key=lambda event: event.sequence)
        first = ordered[0]
        types = list(dict.fromkeys(event.type for event in ordered))
        found.append(Gone(subject, first.sequence <= 1, types, first.region, first.time))
    return sorted(found, key=lambda each: each.time)
