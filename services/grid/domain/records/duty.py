"""Countable duties of a team (八个一): once a day, a week or a month."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from services.grid.domain.policy import Period, Policy
from services.grid.domain.records.told import Told
from services.grid.domain.refused import Refused

MOST = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """That it was done. id: of whoever tells it; the same when it is told again."""

    id: str
    told: Told


@dataclass(frozen=True, slots=True)
class Duty:
    """A team's duty of a period, and each time that it was done."""

    duty: str
    team: str
    region: str
    period: str
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        """One for a team, duty and period."""
        return f"{self.team}:{self.duty}:{self.period}"


def period_of(day: date, often: Period) -> str:
    """Return the period of a local day: itself, its ISO week (2026-W10) or its month (2026-03)."""
    if often == "day":
        return day.isoformat()
    if often == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return f"{day.year:04d}-{day.month:02d}"


def often(duty: str, policy: Policy) -> Period:
    """Return how often a duty has to be done. Raises Refused for one that the county does not have."""
    found = policy.duties.get(duty)
    if found is None:
        raise Refused(
            "unknown_duty", f"{duty} is no duty here", f"use one of {', '.join(policy.duties)}", field="duty",
            source=policy.sources["duties"],
        )  # fmt: skip
    return found


def done(known: Duty | None, fresh: Duty) -> Duty | None:
    """Return the duty with one more entry, None when it has that one. Raises Refused for too many."""
    if known is None:
        return fresh
    entry = fresh.entries[0]
    if any(entry.id == each.id for each in known.entries):
        return None
    if len(known.entries) >= MOST:
        raise Refused("too_many", f"it was recorded {MOST} times in this period", "once is enough", field="duty")
    return replace(known, entries=(*known.entries, entry))
