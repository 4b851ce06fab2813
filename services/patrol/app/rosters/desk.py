"""The use cases of rosters, put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from services.patrol.app.beside import Beside, at_once
from services.patrol.app.rosters.books import Books
from services.patrol.app.rosters.build import BuildProblem
from services.patrol.app.rosters.claims import Claims
from services.patrol.app.rosters.draft import Plan
from services.patrol.app.rosters.duties import Duties
from services.patrol.app.rosters.edit import EditRoster
from services.patrol.app.rosters.judge import judge_by
from services.patrol.app.rosters.ports import (
    Checker,
    HomeOf,
    JobsOf,
    Opening,
    PeopleOf,
    Rules,
    ShiftsOf,
    SlotsOf,
    no_shifts,
    nowhere,
)
from services.patrol.app.rosters.publish import Publish
from services.patrol.app.rosters.queries import Rosters
from services.patrol.app.rosters.resume import Resume
from services.patrol.app.rosters.storage import Rotas
from services.patrol.app.rosters.withdraw import KeepShifts, Withdraw
from services.patrol.domain.rosters.check import check as check_roster


@dataclass(frozen=True, slots=True)
class RosterDesk:
    """Drafts and plans; takes in what jobs found (`plan.done`); edits, publishes, withdraws, shows; goes on."""

    plan: Plan
    edit: EditRoster
    publish: Publish
    withdraw: Withdraw
    rosters: Rosters
    resume: Resume


@dataclass(frozen=True, slots=True)
class Around:
    """What rosters need of the others; see ports. beside: for computations that take long."""

    posts: SlotsOf
    people: PeopleOf
    rules: Rules
    jobs: JobsOf
    opening: Opening
    shifts: ShiftsOf = no_shifts
    home_of: HomeOf = nowhere
    check: Checker = check_roster
    beside: Beside[..., Any] = at_once


def roster_desk(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], zone: ZoneInfo,
    around: Around,
) -> RosterDesk:  # fmt: skip
    """Put the use cases together; their collections are `storage.collections()`."""
    rotas, books = Rotas(store, clock, hand_over), Books(store, around.beside)
    claims = Claims(store, rotas, clock)
    duties = Duties(rotas, books, claims, around.shifts)
    build = BuildProblem(around.posts, around.people, around.rules, duties, clock, zone, around.home_of)
    judge = around.beside(judge_by(around.check))
    plan = Plan(rotas, books, build, around.jobs, judge, clock)
    publish = Publish(rotas, books, build, claims, clock, around.beside(around.check))
    keep = KeepShifts(rotas, duties, claims, around.opening)
    return RosterDesk(
        plan, EditRoster(rotas, books, judge), publish, Withdraw(rotas, clock, zone),
        Rosters(rotas, books, around.jobs, publish), Resume(rotas, plan, publish, keep, clock),
    )  # fmt: skip
