"""Putting plans, siting and reach together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from services.patrol.app.plans.asked import PLANS, SITINGS, Asked
from services.patrol.app.plans.patrol_plans import PatrolPlans, seeds
from services.patrol.app.plans.ports import (
    Jobs,
    LastVisit,
    MiddleOf,
    Past,
    Posts,
    RingSites,
    Rules,
    Shifts,
    no_sites,
)
from services.patrol.app.plans.reach import Reaching
from services.patrol.app.plans.siting import Siting

PLAN_KIND, SITING_KIND = "patrol_plan", "siting"


@dataclass(frozen=True, slots=True)
class PlanDesk:
    """All use cases of plans. `sweep` is for a timer of some seconds."""

    plans: PatrolPlans
    siting: Siting
    reaching: Reaching

    def sweep(self) -> int:
        """Have worked on what a crash left; return how much."""
        return self.plans.asked.sweep() + self.siting.asked.sweep()


@dataclass(frozen=True, slots=True)
class Around:
    """What plans ask of others."""

    posts: Posts
    shifts: Shifts
    rules: Rules
    past: Past
    jobs: Jobs
    last_visit: LastVisit
    middle_of: MiddleOf
    ring_sites: RingSites = no_sites


def plan_desk(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], field_keys: Sequence[str],
    zone: tzinfo, around: Around,
) -> PlanDesk:  # fmt: skip
    """Return the use cases over a store whose collections are declared, see `asked.collections`."""
    it = around
    plans = PatrolPlans(
        Asked(store, clock, hand_over, it.jobs, PLANS, PLAN_KIND), it.posts, it.shifts, it.rules, it.past,
        it.last_visit, seeds(field_keys), clock, zone,
    )  # fmt: skip
    reaching = Reaching(it.posts, it.shifts, it.rules, it.past, it.middle_of, clock, zone, it.ring_sites)
    siting = Siting(Asked(store, clock, hand_over, it.jobs, SITINGS, SITING_KIND), reaching, it.posts, it.rules)
    return PlanDesk(plans, siting, reaching)
