"""Builds the incident service from its parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import lianfang.contracts.grid
import lianfang.contracts.incident
import lianfang.contracts.patrol.board  # noqa: F401 - registers what this service publishes and takes
from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import outgoing
from lianfang.ops import audit_head, metrics
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit import collection as audit_collection
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.sealed import Cipher
from lianfang.persistence.store import Collection, Store
from lianfang.registry import storage as replica_storage
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.watch import ReplicaWatcher
from lianfang.runtime.parts import Parts
from services.incident.app import duty, incidents, refusals
from services.incident.app.act_on_task import ActOnTask
from services.incident.app.app import App
from services.incident.app.close_incident import CloseIncident
from services.incident.app.correct_place import CorrectPlace
from services.incident.app.duty import Duty
from services.incident.app.explain import Explain
from services.incident.app.fire_deadlines import FireDeadlines
from services.incident.app.incidents import SERVICE, SOURCE, Desk
from services.incident.app.obey_command import ObeyCommand
from services.incident.app.queries import Incidents
from services.incident.app.read_reporter import CHAIN, ReadReporter
from services.incident.app.record_findings import RecordFindings
from services.incident.app.refusals import Refusals
from services.incident.app.report_incident import ReportIncident
from services.incident.app.routing_view import NOTHING, RoutingView
from services.incident.app.send_units import SendUnits

OUTBOXES = (incidents.NAME, refusals.NAME, audit_head.NAME)
"""Aggregate collections that the relay sweeps."""


def build(parts: Parts) -> App:
    """Build the service; its replica is loaded, so that the first call is routed by it."""

    def send(event: Event) -> None:
        parts.publisher.submit([outgoing(event)])  # what is lost is asked for again

    parts.collections += OUTBOXES
    app = assemble(parts.store, parts.clock, parts.hand_over, parts.cipher, send, ZoneInfo(parts.config.timezone))
    app.replica()
    return app


def assemble(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], cipher: Cipher,
    send: Callable[[Event], None], zone: ZoneInfo,
) -> App:  # fmt: skip
    """Put the use cases together over any store, declaring its collections. send: publishes a command."""
    store.declare(*collections())
    replica = replica_storage.ReplicaStore(store)
    watcher = ReplicaWatcher(replica, RoutingView, NOTHING)
    desk = Desk(incidents.aggregates(store, clock, hand_over), clock, watcher.view, zone)
    on_duty = Duty(store)
    audit = AuditChain(store, CHAIN, clock)
    return App(
        report=ReportIncident(desk, cipher),
        incidents=Incidents(desk),
        explain=Explain(desk),
        act=ActOnTask(desk),
        obey=ObeyCommand(desk, Refusals(store, clock, hand_over)),
        correct_place=CorrectPlace(desk, cipher),
        close=CloseIncident(desk),
        record_findings=RecordFindings(desk),
        duty=on_duty,
        send_units=SendUnits(desk, on_duty),
        read_reporter=ReadReporter(desk, cipher, audit),
        fire_deadlines=FireDeadlines(desk, lambda kind: metrics.DEADLINES_MISSED.labels(kind).inc()),
        receive_release=ReceiveRelease(replica),
        replica=watcher,
        ask_snapshot=AskSnapshot(watcher, clock, send, SERVICE, SOURCE),
        audit=audit,
        publish_audit_head=PublishAuditHead(store, clock, hand_over, audit, context=SERVICE, source=SOURCE),
    )


def collections() -> tuple[Collection, ...]:
    """Return all collections of the service."""
    return (
        *incidents.collections(), *duty.collections(), *refusals.collections(), *audit_head.collections(),
        *replica_storage.collections(), audit_collection(),
    )  # fmt: skip
