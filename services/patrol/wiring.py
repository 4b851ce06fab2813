"""Builds the patrol service from its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import lianfang.contracts.grid
import lianfang.contracts.incident
import lianfang.contracts.patrol  # noqa: F401 - registers what this service publishes and takes
from lianfang import workdays
from lianfang.feeds import secret as feeds
from lianfang.feeds.secret import Feeds
from lianfang.lunar import lunar_day
from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import outgoing
from lianfang.ops import audit_head
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit import collection as audit_collection
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.persistence.aggregate import Command, Pending
from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import Collection, Store
from lianfang.registry import storage as replica_storage
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.view import NOTHING, RegistryView
from lianfang.registry.watch import ReplicaWatcher
from lianfang.runtime.aside import aside
from lianfang.runtime.calendar import load_calendar
from lianfang.runtime.parts import Parts
from lianfang.workdays import WorkCalendar
from services.patrol import planning_child
from services.patrol.app.app import App
from services.patrol.app.board import build as board_build
from services.patrol.app.jobs import storage as jobs_storage
from services.patrol.app.jobs.jobs import Jobs
from services.patrol.app.jobs.ports import Run
from services.patrol.app.patrols import storage as patrols_storage
from services.patrol.app.patrols.desk import patrol_desk
from services.patrol.app.people import credits
from services.patrol.app.people import storage as people_storage
from services.patrol.app.people.desk import PeopleDesk, people_desk
from services.patrol.app.people.feed import DutiesOf
from services.patrol.app.people.importing import runs as people_imports
from services.patrol.app.people.read_personal import CHAIN
from services.patrol.app.plans import asked as plans_storage
from services.patrol.app.plans import desk as plans
from services.patrol.app.plans.desk import PlanDesk, plan_desk
from services.patrol.app.plans.ports import RingSite
from services.patrol.app.policies import storage as policies_storage
from services.patrol.app.policies.storage import SOURCE
from services.patrol.app.posts import calendars, incident_hours, posts
from services.patrol.app.posts.calendars import Calendars
from services.patrol.app.posts.demand import Demand
from services.patrol.app.posts.incident_hours import IncidentHours
from services.patrol.app.posts.posts import NoSuchPost, Posts
from services.patrol.app.rosters import storage as rosters_storage
from services.patrol.app.rosters.desk import Around, RosterDesk, roster_desk
from services.patrol.app.shifts import build as shifts_build
from services.patrol.app.shifts import storage as shifts_storage
from services.patrol.app.shifts.build import ShiftUses, shift_uses
from services.patrol.domain.geo import Point
from services.patrol.domain.people.person import Leave
from services.patrol.domain.posts.post import Post
from services.patrol.domain.span import Span

SERVICE = "patrol"
FOREVER = datetime.max.replace(tzinfo=UTC)
OUTBOXES = (
    people_storage.NAME, people_imports.NAME, credits.NAME, posts.POSTS, calendars.CALENDARS, rosters_storage.NAME,
    shifts_storage.NAME, board_build.NAME, patrols_storage.PATROLS, patrols_storage.MARKS,
    patrols_storage.CODES, plans_storage.PLANS, plans_storage.SITINGS, audit_head.NAME,
)  # fmt: skip
"""Aggregate collections that have events; the relay sweeps them."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the service needs of the outside. send: publishes a command. run: starts the planning process."""

    store: Store
    clock: Callable[[], datetime]
    hand_over: Callable[[Pending], None]
    cipher: Cipher
    field_keys: Sequence[str]
    send: Callable[[Event], None]
    zone: ZoneInfo
    run: Run = planning_child.run
    calendar: WorkCalendar = field(default_factory=workdays.load)


def build(parts: Parts) -> App:
    """Build the service; registry and rules are loaded before its first request."""

    def send(event: Event) -> None:
        parts.publisher.submit([outgoing(event)])  # what is lost is asked for again

    parts.collections += OUTBOXES
    app = assemble(Outside(
        parts.store, parts.clock, parts.hand_over, parts.cipher, parts.config.field_keys, send,
        ZoneInfo(parts.config.timezone), calendar=load_calendar(parts),
    ))  # fmt: skip
    app.replica()
    return app


class Assembly:
    """The topics of the service, put together one after the other; each sees only those before it."""

    def __init__(self, out: Outside) -> None:
        """Declare the collections. Raises StoreUnavailable."""
        self.out = out
        out.store.declare(*collections())
        self.policies = policies_storage.policies(out.store, out.clock, out.hand_over)
        self.policies.refresh()
        self.audit = AuditChain(out.store, CHAIN, out.clock)
        replica = replica_storage.ReplicaStore(out.store)
        self.receive_release = ReceiveRelease(replica)
        self.replica = ReplicaWatcher(replica, RegistryView, NOTHING)
        self.days = Calendars(
            out.store, out.clock, out.hand_over, is_working=out.calendar.is_working, lunar=lunar_day
        )
        self.posts = Posts(out.store, out.clock, out.hand_over, self.days, out.zone)
        self.jobs = Jobs(out.store, out.clock, out.run)
        self.people = self._people()
        self.shifts = self._shifts()
        self.rosters = self._rosters()
        self.board = board_build.board_uses(
            out.store, out.clock, out.hand_over, shifts=self.shifts.shifts, posts=self.posts
        )
        self.hours = IncidentHours(out.store, out.clock, out.hand_over, out.zone)
        self.patrols = patrol_desk(
            out.store, out.clock, out.hand_over, out.field_keys, shifts=self.shifts.shifts, posts=self.posts,
            rules=self.policies, arrive=self.shifts.duty.arrive, visited=self.board.board.visited,
        )  # fmt: skip
        self.plans = self._plans()
        self._on_done()

    def _on_done(self) -> None:
        """Say who takes what jobs found."""
        self.jobs.on_done["roster"] = self.rosters.plan.done
        self.jobs.on_done["repair"] = self.shifts.repairs.on_done
        self.jobs.on_done[plans.PLAN_KIND] = self.plans.plans.done
        self.jobs.on_done[plans.SITING_KIND] = self.plans.siting.done

    def _people(self) -> PeopleDesk:
        out = self.out

        def on_leave(person: str, leave: Leave, _command: Command) -> None:
            self.shifts.duty.leave(person, leave.span, leave.kind)

        def on_gone(person: str, state: str) -> None:
            self.shifts.duty.leave(person, Span(out.clock(), FOREVER), state)

        return people_desk(
            out.store, out.clock, out.hand_over, out.cipher, out.field_keys, self.policies.for_county, out.zone,
            self.audit, on_leave, on_gone,
        )  # fmt: skip

    def _shifts(self) -> ShiftUses:
        out = self.out
        return shift_uses(
            out.store, out.clock, out.hand_over, out.zone, people=self.people.people, posts=self.posts,
            rules=self.policies, credits=self.people.credits, jobs=self.jobs, beside=aside,
        )  # fmt: skip

    def _rosters(self) -> RosterDesk:
        out = self.out
        around = Around(
            self.posts, self.people.people, self.policies.for_county, self.jobs, self.shifts.open_shifts,
            self.shifts.shifts.of_roster, self._home_of, beside=aside,
        )  # fmt: skip
        return roster_desk(out.store, out.clock, out.hand_over, out.zone, around)

    def _plans(self) -> PlanDesk:
        out = self.out
        around = plans.Around(
            self.posts, self.shifts.shifts, self.policies, self.hours, self.jobs, self.patrols.marks.last_visit,
            self._home_of, self._ring_sites,
        )  # fmt: skip
        return plan_desk(out.store, out.clock, out.hand_over, out.field_keys, out.zone, around)

    def _ring_sites(self, county: str) -> list[RingSite]:
        """Return what the registry wants reached in so many minutes."""
        known = self.replica.view().world.county_of(county)
        return [RingSite(ring.id, (ring.lon, ring.lat), ring.ring) for ring in (known.rings if known else ())]

    def _home_of(self, area: str) -> Point | None:
        """Return the middle of a region, by the registry as it is known now."""
        return self.replica.view().world.middle_of(area)

    def feeds(self) -> Feeds:
        """Return the calendars of people."""
        out = self.out

        def post(id: str) -> Post | None:
            try:
                return self.posts.get(id)
            except NoSuchPost:
                return None

        def serves(id: str) -> bool:
            person = self.people.people.get(id)
            return person is not None and person.state != "left"

        duties = DutiesOf(self.shifts.shifts.ever_of_person, post, serves, out.clock)
        return Feeds(feeds.aggregates(out.store, out.clock, out.hand_over, SOURCE), duties, out.clock)


def assemble(out: Outside) -> App:
    """Put the use cases together over any store, declaring its collections. Raises StoreUnavailable."""
    made = Assembly(out)
    store, clock = out.store, out.clock
    return App(
        people=made.people.people,
        registering=made.people.registering,
        read_people=made.people.read_people,
        import_people=made.people.import_people,
        warn_of_expiry=made.people.warn_of_expiry,
        credits=made.people.credits,
        feeds=made.feeds(),
        posts=made.posts,
        calendars=made.days,
        incident_hours=made.hours,
        demand=Demand(made.posts, made.hours, clock),
        holiday_years=out.calendar.years,
        roster_desk=made.rosters,
        shift_uses=made.shifts,
        board_uses=made.board,
        patrol_desk=made.patrols,
        plan_desk=made.plans,
        jobs=made.jobs,
        policies=made.policies,
        receive_release=made.receive_release,
        replica=made.replica,
        ask_snapshot=AskSnapshot(made.replica, clock, out.send, SERVICE, SOURCE),
        audit=made.audit,
        publish_audit_head=PublishAuditHead(
            store, clock, out.hand_over, made.audit, context=SERVICE, source=SOURCE
        ),
    )


def collections() -> tuple[Collection, ...]:
    """Return all collections of the service."""
    return (
        *people_storage.collections(), *credits.collections(), *feeds.collections(), *posts.collections(),
        *calendars.collections(), *incident_hours.collections(), *jobs_storage.collections(),
        *policies_storage.collections(), *rosters_storage.collections(), *shifts_build.collections(),
        *board_build.collections(), *patrols_storage.collections(), *plans_storage.collections(),
        *audit_head.collections(), *replica_storage.collections(), audit_collection(),
    )  # fmt: skip
