"""Builds the mediation service from its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import lianfang.contracts.grid
import lianfang.contracts.incident
import lianfang.contracts.mediation  # noqa: F401 - registers what this service publishes and takes
from lianfang import workdays
from lianfang.feeds import secret as feeds
from lianfang.feeds.secret import Feeds
from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import outgoing
from lianfang.ops import audit_head, metrics
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit import collection as audit_collection
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import Collection, Store
from lianfang.printing.refused import Render
from lianfang.registry import storage as replica_storage
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.view import NOTHING, RegistryView
from lianfang.registry.watch import ReplicaWatcher
from lianfang.runtime.calendar import load_calendar
from lianfang.runtime.parts import Parts
from lianfang.workdays import WorkCalendar
from services.mediation.app import cases, claims
from services.mediation.app import numbers as case_numbers
from services.mediation.app.act import Act
from services.mediation.app.app import App
from services.mediation.app.briefing import Briefing
from services.mediation.app.choosing import Bench, Suggest
from services.mediation.app.claims import Claims
from services.mediation.app.documents import numbers
from services.mediation.app.documents import storage as files_storage
from services.mediation.app.documents.desk import Documents
from services.mediation.app.documents.issue import PrintPending
from services.mediation.app.documents.numbers import DocumentNumbers
from services.mediation.app.documents.storage import DocumentFiles
from services.mediation.app.figures import Figures
from services.mediation.app.fire_deadlines import FireDeadlines
from services.mediation.app.flows import load_flow
from services.mediation.app.join import JoinParties
from services.mediation.app.likeness import Likenesses
from services.mediation.app.linking import Linking
from services.mediation.app.minors import Minors
from services.mediation.app.numbers import CaseNumbers
from services.mediation.app.open_case import OpenCase
from services.mediation.app.people.blind import Blind
from services.mediation.app.people.documents import COLLECTIONS as PEOPLE
from services.mediation.app.people.find_links import FindLinks
from services.mediation.app.people.register import People
from services.mediation.app.people.relations import Relations
from services.mediation.app.policies import storage as policies_storage
from services.mediation.app.policies.storage import Policies
from services.mediation.app.queries import Cases
from services.mediation.app.react.on_incident import OnIncident
from services.mediation.app.react.take_back import TakeBack
from services.mediation.app.read_personal import CHAIN, ReadPersonal
from services.mediation.app.roster import storage as roster_storage
from services.mediation.app.roster.roster import Roster
from services.mediation.app.schedule_session import ScheduleSessions
from services.mediation.app.sessions import storage as calendar_storage
from services.mediation.app.sessions.agenda import Agenda
from services.mediation.app.sessions.calendars import Calendars
from services.mediation.app.sessions.feeds import SessionsOf
from services.mediation.domain.people.weights import weights_from
from services.mediation.printing import child, templates
from services.mediation.printing.forms import checked

SERVICE = "mediation"
OUTBOXES = (cases.NAME, audit_head.NAME)
"""Aggregate collections that have events; the relay sweeps them."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the service needs of the outside. send: publishes a command. field_keys: for the index of people."""

    store: Store
    clock: Callable[[], datetime]
    hand_over: Callable[[Pending], None]
    cipher: Cipher
    field_keys: Sequence[str]
    send: Callable[[Event], None]
    zone: ZoneInfo
    render: Render = child.render
    calendar: WorkCalendar = field(default_factory=workdays.load)


def build(parts: Parts) -> App:
    """Build the service; registry and rules are loaded, so that the first case finds its owner and terms."""

    def send(event: Event) -> None:
        parts.publisher.submit([outgoing(event)])  # what is lost is asked for again

    parts.collections += OUTBOXES
    app = assemble(Outside(
        parts.store, parts.clock, parts.hand_over, parts.cipher, parts.config.field_keys, send,
        ZoneInfo(parts.config.timezone), calendar=load_calendar(parts),
    ))  # fmt: skip
    app.replica()
    return app


def assemble(out: Outside) -> App:
    """Put the use cases together over any store, declaring its collections. Raises StoreUnavailable."""
    store, clock, cipher = out.store, out.clock, out.cipher
    store.declare(*collections())
    replica = replica_storage.ReplicaStore(store)
    watcher = ReplicaWatcher(replica, RegistryView, NOTHING)
    policies = Policies(store, clock, out.hand_over)
    policies.refresh()
    linking_weights = weights_from(policies.for_county("").linking)
    people = People(store, cipher, Blind(out.field_keys), clock, linking_weights)
    roster = Roster(store, clock, out.hand_over, cipher, out.zone)
    bench = Bench(store, roster, people, watcher.view, clock, out.zone)
    minors = Minors(cipher, out.zone)
    briefing = Briefing(clock, watcher.view, out.zone, load_flow(), out.calendar, policies, bench, minors)
    dossiers = cases.aggregates(store, clock, out.hand_over)
    act, reserved = Act(dossiers, briefing), Claims(store, clock)
    series = DocumentNumbers(store, cases.SOURCE, clock)
    files = DocumentFiles(store, cipher, clock)
    audit = AuditChain(store, CHAIN, clock)
    open_case = OpenCase(act, reserved, CaseNumbers(store, clock, out.zone))
    agenda = Agenda(store)
    reading = ReadPersonal(act, cipher, audit)
    relations = Relations(people, clock)
    linking = Linking(act, reserved, FindLinks(store), people)
    documents = Documents(act, cipher, series, files, reading, out.zone, roster, checked)
    calendars = Calendars(
        calendar_storage.aggregates(store, clock, out.hand_over), clock, out.zone, may_book=roster.check_booking
    )
    heads = PublishAuditHead(store, clock, out.hand_over, audit, context=SERVICE, source=cases.SOURCE)
    return App(
        open_case=open_case,
        on_incident=OnIncident(policies.for_county, open_case, TakeBack(act, reserved)),
        act=act,
        join=JoinParties(act, people, relations, cipher, linking),
        likenesses=Likenesses(act, people, relations, linking),
        cases=Cases(dossiers),
        suggest=Suggest(act.case, policies.at, bench),
        figures=Figures(store),
        read_personal=reading,
        documents=documents,
        print_pending=PrintPending(
            pending=documents.pending, done=documents.done, failed=documents.failed, render=out.render, files=files,
            cipher=cipher, clock=clock, template=templates.version(),
        ),
        schedule=ScheduleSessions(act, calendars, cipher, roster),
        roster=roster,
        calendars=calendars,
        agenda=agenda,
        feeds=Feeds(
            feeds.aggregates(store, clock, out.hand_over, cases.SOURCE), SessionsOf(agenda, clock, out.zone), clock
        ),
        policies=policies,
        fire_deadlines=FireDeadlines(dossiers, briefing, lambda kind: metrics.DEADLINES_MISSED.labels(kind).inc()),
        receive_release=ReceiveRelease(replica),
        replica=watcher,
        ask_snapshot=AskSnapshot(watcher, clock, out.send, SERVICE, cases.SOURCE),
        audit=audit,
        cipher=cipher,
        publish_audit_head=heads,
    )  # fmt: skip


def collections() -> tuple[Collection, ...]:
    """Return all collections of the service."""
    return (
        *cases.collections(), *claims.collections(), *case_numbers.collections(), *PEOPLE,
        *numbers.collections(), *files_storage.collections(),
        *policies_storage.collections(), *roster_storage.collections(), *calendar_storage.collections(),
        *feeds.collections(), *audit_head.collections(), *replica_storage.collections(), audit_collection(),
    )  # fmt: skip
