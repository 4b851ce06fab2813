"""What must be true when everything is over, beside the books of teams: logs, district, facts, outboxes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from lianfang.messaging.log import LOG, RESTRICTED_LOG, read_log
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.target import Target
from lianfang.runtime.recovery.sending_again import send_lacking
from scenarios.cluster.timed_books import TimedBooks

_REPORTED = "incident.reported.v1"
_PATIENCE_S = 60.0
ANALYTICS = "analytics"


@dataclass(frozen=True, slots=True)
class Closing:
    """Each is a number of accepted reports, or of gaps, that should be 0.

    log_lost: not in an event log (stream). district_lost: in the log that is open to the district, and not at its
    subscriber. facts_gaps: what analytics could not read. facts_behind: 1 when it did not come to the logs' end.
    not_in_log: the incidents that log_lost counts. mended: events of any kind that were in no log when all was
    over, and were sent again from the services' stores (`lianfang republish --lacking`) before the rest is counted.
    """

    log_lost: int
    district_lost: int
    facts_gaps: int = 0
    facts_lacking: int = 0
    facts_behind: int = 0
    not_in_log: tuple[str, ...] = ()
    mended: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing lacks anywhere."""
        return not any(asdict(replace(self, mended=0)).values())

    def to_dict(self) -> dict[str, Any]:
        """Return it for a machine."""
        return asdict(self)


def close(target: Target, books: TimedBooks, since: datetime) -> Closing:
    """Mend the logs, read both and ask analytics; wait a while for what is only late. Raises OSError, Failure."""
    accepted = books.accepted_ids
    mended = sum(send_lacking(target, since, list(target.services)).values())
    open_to_all, restricted = (_reported(target, stream) & accepted for stream in (LOG, RESTRICTED_LOG))
    _until(lambda: open_to_all <= books.at_district_ids)
    not_in_log = tuple(sorted(accepted - open_to_all - restricted))
    lost = Closing(len(not_in_log), len(open_to_all - books.at_district_ids), not_in_log=not_in_log, mended=mended)
    if ANALYTICS not in target.services:
        return lost
    client = ServiceClient(target, ANALYTICS, ("operator", "viewer"))

    def whole() -> bool:
        found = client.call("GET", "/v1/projection")
        return not (found["problem"] or found["catching_up"] or found["aggregates_lacking_events"])

    _until(whole)
    facts = client.call("GET", "/v1/projection")
    return replace(
        lost,
        facts_gaps=facts["gaps"], facts_lacking=facts["aggregates_lacking_events"],
        facts_behind=int(bool(facts["problem"] or facts["catching_up"])),
    )  # fmt: skip


def _reported(target: Target, stream: str) -> set[str]:
    return {event.subject for event in read_log(target.bus_uri, stream=stream) if event.type == _REPORTED}


def _until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + _PATIENCE_S
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.5)
    return True
