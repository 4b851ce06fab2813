"""A report comes in: categorise, place, route, and ask every team, all at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.incident.domain import categories, place, routing
from services.incident.domain.facts import Fact, told_in
from services.incident.domain.incident import Incident
from services.incident.domain.place import Claim
from services.incident.domain.plan import Draft, Plan, Question
from services.incident.domain.registry import Registry
from services.incident.domain.requesting import request


@dataclass(frozen=True, slots=True)
class Report:
    """What was reported, with nothing personal in the clear.

    county: the caller's; claim: what is said of the place; priority None: by category; shop: full id, for alerts.
    sealed: see Incident. opened_by: the caller's subject.
    """

    source: str
    category: str
    claim: Claim
    opened_by: str
    priority: int | None = None
    shop: str = ""
    accused: tuple[str, ...] = ()
    duress: bool = False
    sealed: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A report, understood: what routing is asked and what it answered."""

    question: Question
    category: categories.Category
    plan: Plan

    @property
    def flags(self) -> tuple[str, ...]:
        """All that is unusual."""
        return (*self.question.place.flags, *self.category.flags, *self.plan.flags)


def assess(report: Report, day: date, registry: Registry, draft: Draft | None = None) -> Assessed:
    """Return how a report would be handled; nothing is stored, so this is also the dry run."""
    claim = report.claim
    if report.shop and claim.lon is None and not claim.grid:
        claim = Claim(claim.region, claim.county, grid=registry.shop_grid(report.shop), text=claim.text)
    found = place.find(claim, registry)
    category = categories.resolve(report.category, found.region, registry)
    question = Question(
        category=category.code, priority=report.priority or category.priority, place=found, source=report.source,
        county=claim.county, day=day, shop=report.shop, accused=report.accused,
    )  # fmt: skip
    return Assessed(question, category, routing.plan(question, registry, draft))


def take(
    id: str, report: Report, assessed: Assessed, now: datetime, registry: Registry
) -> tuple[Incident, list[Fact]]:
    """Return the incident of a report, with a task for every team, and the events."""
    question, plan = assessed.question, assessed.plan
    bare = Incident(
        id=id, source=report.source, category=question.category, priority=question.priority, county=question.county,
        place=question.place, opened_by=report.opened_by, opened_at=now, flags=assessed.flags, release=plan.release,
        original_category=assessed.category.original, sealed=report.sealed, duress=report.duress,
        shop=report.shop, accused=report.accused,
    )  # fmt: skip
    incident, requests = request(bare, plan.assignments, now, registry, plan.where)
    return incident, [*_reported(incident), *requests]


def _reported(incident: Incident) -> list[Fact]:
    """Return the report's event for the caller's county, and the hand-over for the place's when that is another."""
    place = incident.place
    fact = told_in(
        incident.regions[0], incident, "reported", source=incident.source, priority=incident.priority,
        state=incident.state, region=place.region, ring=place.ring, flags=list(incident.flags),
        tasks=len(incident.tasks), release=incident.release,
    )  # fmt: skip
    return [fact, *handed_over(incident)]


def handed_over(incident: Incident) -> list[Fact]:
    """Return the hand-over to the county that the place lies in, nothing when it is the caller's own."""
    place = incident.place
    if place.county == incident.county:
        return []
    fact = told_in(
        place.region, incident, "handed_over", priority=incident.priority, source=incident.source,
        from_region=incident.county, to_region=place.region,
    )  # fmt: skip
    return [fact]
