"""What a decision is told besides the case and the order: time, rules, and what the use case looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from services.mediation.domain.flow import Flow
from services.mediation.domain.policy import Calendar, Policy


@dataclass(frozen=True, slots=True)
class Context:
    """See the module's text.

    actor: token subject or ``timer``. owners: capability -> full id of the team that provides it for the place,
    ``county_command`` among them. minors: refs of parties who need a guardian today. conflicts: mediator ->
    why it may not mediate this case. kinds: mediator -> kind. unavailable: mediator -> why it should not be asked
    now, such as having as many cases as it can take. next_mediators: who to ask, best first.
    """

    now: datetime
    actor: str
    flow: Flow
    policy: Policy
    calendar: Calendar
    owners: Mapping[str, str]
    minors: frozenset[str] = frozenset()
    conflicts: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    unavailable: Mapping[str, str] = field(default_factory=dict)
    next_mediators: tuple[str, ...] = ()
