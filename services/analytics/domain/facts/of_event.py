"""From an event to its facts: one table by event type, pure."""

from __future__ import annotations

from collections.abc import Mapping

from services.analytics.domain.event_like import EventLike
from services.analytics.domain.facts.duty import DUTY
from services.analytics.domain.facts.fact import Fact
from services.analytics.domain.facts.findings import FINDINGS
from services.analytics.domain.facts.grid import GRID
from services.analytics.domain.facts.incident import INCIDENT
from services.analytics.domain.facts.mediation import MEDIATION
from services.analytics.domain.facts.own import OWN
from services.analytics.domain.facts.patrol import PATROL
from services.analytics.domain.facts.people import PEOPLE
from services.analytics.domain.facts.tells import Tells

TELLS: Mapping[str, tuple[Tells, ...]] = {
    **INCIDENT, **FINDINGS, **MEDIATION, **PATROL, **DUTY, **PEOPLE, **GRID, **OWN,
}  # fmt: skip
"""What each event type gives; a type that is not here gives nothing."""

SILENT = frozenset({
    "incident.audit_head_published.v1", "mediation.audit_head_published.v1",  # about the platform itself
    "patrol.audit_head_published.v1", "analytics.audit_head_published.v1",  # the same
    "analytics.scorecards_published.v1", "analytics.review_assigned.v1",  # results and steps, not happenings
    "grid.release_page.v1",  # release_published has the counts
    "mediation.lowering_proposed.v1",  # risk_lowered follows, or nothing changes
    "patrol.certificate_expiring.v1", "patrol.shift_reminded.v1", "patrol.swap_proposed.v1",  # reminders, offers
    "patrol.posts_imported.v1", "patrol.demand_changed.v1", "patrol.market_days_changed.v1",  # configuration
    "patrol.people_imported.v1", "patrol.roster_planned.v1",  # person_joined and roster_published count these
})  # fmt: skip
"""Types that give no fact by decision; a test sees that every contract is in one of the two."""

ALWAYS_RESTRICTED = frozenset({
    "appeal_decided", "appeal_overdue", "patrol_planned", "review_concluded", "review_dismissed", "review_opened",
    "review_overdue", "scorecard_appealed", "unit_assigned", "unit_released",
})  # fmt: skip
"""Kinds of facts that are never open, whatever they are about: they do not say that their subject is sealed."""

_VERSIONS = frozenset(type.rpartition(".v")[0] for type in (*TELLS, *SILENT))
_TO_EACH_TEAM = frozenset({"mediation.alarm_raised.v1"})


class OtherVersion(ValueError):
    """The type is known in another version only: what it counts is lacking until this service knows that one."""


def facts_of(event: EventLike) -> tuple[Fact, ...]:
    """Return the facts that `event` gives, none for a type that tells nothing countable or is unknown.

    Raises OtherVersion; KeyError, ValueError or TypeError when the payload doesn't keep its contract.
    """
    told = TELLS.get(event.type)
    if told is None and event.type not in SILENT and event.type.rpartition(".v")[0] in _VERSIONS:
        raise OtherVersion(f"{event.type} is a version that is not known here")
    if told is None or is_copy(event):
        return ()
    return tuple(fact for each in told for fact in each.facts(event))


def is_copy(event: EventLike) -> bool:
    """Tell whether the same happening is told to another county too, and counted by that event.

    What concerns two counties is told to both. It's counted once, where the place is: incidents mark the other
    event as a copy, and disputes name the place in each.
    """
    if event.data.get("copy"):
        return True
    if not event.type.startswith("mediation.") or event.type in _TO_EACH_TEAM:
        return False
    return bool(event.data.get("region", event.region) != event.region)
