"""When a report is due: at a local time of the day after its period's last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from services.analytics.domain.figures.period import Period
from services.analytics.domain.reports.report import DAILY, KINDS, MONTHLY, WEEKLY

CAUGHT_UP_MOST = {DAILY: 31, WEEKLY: 10, MONTHLY: 12}
"""How many reports are made at most for a time in which nothing ran."""

COUNTY_DIGITS = 6
"""Reports are planned for counties, whose codes have so many digits (GB/T 2260)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The reports of one kind and one region. period: of the next one that is to be made."""

    kind: str
    region: str
    period: str

    @property
    def id(self) -> str:
        """One per kind and region."""
        return f"{self.kind}.{self.region or 'country'}"


def first_plan(kind: str, region: str, now: datetime, zone: tzinfo) -> Plan:
    """Return the plan of a region that had none: its first report is of the period that runs now."""
    return Plan(kind, region, Period.of(KINDS[kind], now.astimezone(zone).date()).text)


def due_at(period: Period, at: time, zone: tzinfo) -> datetime:
    """Return when the report of a period is due, in UTC. at: local time of the day after the period."""
    return datetime.combine(period.last + timedelta(days=1), at, zone).astimezone(UTC)


def is_over(period: Period, now: datetime, zone: tzinfo) -> bool:
    """Tell whether the period has ended."""
    return period.bounds(zone)[1] <= now


def after(plan: Plan, now: datetime, zone: tzinfo) -> Plan:
    """Return the plan once its report is made; what lies too far back to be caught up is left out."""
    kind = KINDS[plan.kind]
    coming = following(Period.parse(plan.period))
    oldest = Period.of(kind, now.astimezone(zone).date())
    for _ in range(CAUGHT_UP_MOST[plan.kind]):
        oldest = oldest.previous()
    chosen = coming if coming.first >= oldest.first else oldest
    return Plan(plan.kind, plan.region, chosen.text)


def following(period: Period) -> Period:
    """Return the period of the same kind right after."""
    return Period.of(period.kind, period.last + timedelta(days=1))
