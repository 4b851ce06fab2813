"""What a decision is told: the case's own rules, who owns what at its place, who may mediate it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from lianfang.registry.view import RegistryView
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.flow import Flow
from services.mediation.domain.policy import Calendar, Policy

OFFERED = 10
"""So many are looked at for conflicts of interest when somebody has to be asked next; it costs reading records."""

CAPABILITIES = ("mediation", "community", "command")


class Policies(Protocol):
    """Where the rules come from; see app/policies."""

    def for_county(self, county: str) -> Policy:
        """Return the rules in force."""

    def at(self, version: str) -> Policy:
        """Return the rules of a version, those that a case was opened under."""


class Bench(Protocol):
    """Who may mediate; see app/choosing."""

    def kinds(self, case: Case) -> Mapping[str, str]:
        """Return the kind of every active mediator of the case's county."""

    def conflicts(self, case: Case, mediators: Sequence[str]) -> Mapping[str, str]:
        """Return which of these mediators have a conflict of interest, and why."""

    def unavailable(self, mediator: str) -> Mapping[str, str]:
        """Return why a mediator should not be asked now, by its id; empty when nothing speaks against it."""

    def next(self, case: Case, policy: Policy) -> tuple[str, ...]:
        """Return whom to ask, best first."""


class Minors(Protocol):
    """Who needs a guardian; see app/minors."""

    def __call__(self, case: Case, age: int, now: datetime) -> frozenset[str]:
        """Return the refs of parties under that age."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """See the module's text. registry: the newest replica. zone: only to tell the local day."""

    clock: Callable[[], datetime]
    registry: Callable[[], RegistryView]
    zone: ZoneInfo
    flow: Flow
    calendar: Calendar
    policies: Policies
    bench: Bench
    minors: Minors

    def opening(self, county: str, region: str, actor: str) -> Context:
        """Return what opening a case is told."""
        now = self.clock()
        return Context(
            now, actor, self.flow, self.policies.for_county(county), self.calendar, self.owners(county, region, now)
        )

    def plain(self, case: Case, actor: str) -> Context:
        """Return what most decisions are told."""
        now = self.clock()
        return Context(
            now, actor, self.flow, self.policies.at(case.policy), self.calendar,
            self.owners(case.county, case.region, now),
        )  # fmt: skip

    def about_people(self, case: Case, actor: str, mediator: str = "") -> Context:
        """Return what decisions about mediators and rounds are told: it looks up people, hence costs more."""
        plain = self.plain(case, actor)
        wanted = [each for each in (mediator, case.mediator) if each]
        return Context(
            plain.now, actor, plain.flow, plain.policy, plain.calendar, plain.owners,
            minors=self.minors(case, plain.policy.guardian_age, plain.now),
            conflicts=self.bench.conflicts(case, wanted), kinds=self.bench.kinds(case),
            unavailable=self.bench.unavailable(mediator) if mediator else {},
        )  # fmt: skip

    def choosing(self, case: Case, actor: str) -> Context:
        """Return what replacing a mediator is told: whom to ask next."""
        plain = self.plain(case, actor)
        ranked = self.bench.next(case, plain.policy)[:OFFERED] if case.mode else ()
        return Context(
            plain.now, actor, plain.flow, plain.policy, plain.calendar, plain.owners,
            kinds=self.bench.kinds(case), next_mediators=ranked, conflicts=self.bench.conflicts(case, ranked),
        )  # fmt: skip

    def owners(self, county: str, region: str, now: datetime) -> dict[str, str]:
        """Return the team of each capability for a place; without a registry, the county's command room."""
        view, day = self.registry(), now.astimezone(self.zone).date()
        fallback = f"{county}.county.command"
        owners = {"county_command": fallback}
        if (told := view.teams_for(county, "command", day)) and told[0].team.zone == "county":
            owners["county_command"] = told[0].team.full_id
        for capability in CAPABILITIES:
            if found := view.teams_for(region or county, capability, day):
                owners[capability] = found[0].team.full_id
        return owners
