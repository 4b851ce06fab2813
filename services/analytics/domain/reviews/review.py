"""An accountability review (责任倒查): what happened, what was known before, what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from services.analytics.domain.wanted import Row

State = Literal["open", "assigned", "concluded", "dismissed"]
Finding = Literal["prevention_failed", "nothing_to_prevent", "beyond_police"]
STATES: tuple[State, ...] = ("open", "assigned", "concluded", "dismissed")
FINDINGS: tuple[Finding, ...] = ("prevention_failed", "nothing_to_prevent", "beyond_police")


@dataclass(frozen=True, slots=True)
class Incident:
    """What opened the review. event_id: of the event, "" when opened by hand. team: who answers for it."""

    event_id: str
    subject: str
    region: str
    at: datetime
    category: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What was known before, read off the facts alone.

    total: how many facts there were, `rows` has the newest of them. by_kind: how many of each.
    open_hazards, open_cases: ids of those found or opened and not ended before.
    days_since_visit: since the last visit or patrol at the place; None: there was none in the time looked at.
    """

    rows: tuple[Row, ...]
    total: int
    by_kind: Mapping[str, int]
    open_hazards: tuple[str, ...] = ()
    open_cases: tuple[str, ...] = ()
    earlier_incidents: int = 0
    days_since_visit: float | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """See the module's text. place: the region code that was searched. since: from when on. reviewer: a login.

    finding, reason: words. version: of the policy.
    """

    id: str
    trigger: str
    incident: Incident
    county: str
    place: str
    since: datetime
    picture: Picture
    opened_at: datetime
    due: datetime
    version: str
    state: State = "open"
    reviewer: str = ""
    finding: str = ""
    reason: str = ""
    ended_at: datetime | None = None
    ended_by: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """The review afterwards, and what happened, as in ``analytics.<name>``; "" when nobody need hear of it."""

    review: Review
    name: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
