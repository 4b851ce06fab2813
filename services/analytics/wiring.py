"""Builds the analytics service from its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from lianfang.contracts import catalogue  # noqa: F401 - every event may come out of the logs
from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import outgoing
from lianfang.ops import audit_head
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit import collection as audit_collection
from lianfang.ops.audit_head import PublishAuditHead
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Collection, Store
from lianfang.registry import storage as replica_storage
from lianfang.registry.ask_snapshot import AskSnapshot
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.view import NOTHING, RegistryView
from lianfang.registry.watch import ReplicaWatcher
from lianfang.runtime.aside import aside
from lianfang.runtime.parts import Parts
from services.analytics import watching
from services.analytics.app import assessment as assessing
from services.analytics.app.app import App
from services.analytics.app.figures.catalogue import load_catalogue
from services.analytics.app.figures.counting import Query
from services.analytics.app.figures.figures import Figures
from services.analytics.app.figures.remembering import Remembering
from services.analytics.app.live.desk import live_desk
from services.analytics.app.reports import storage as reports_storage
from services.analytics.app.reports.build import Printer, report_uses
from services.analytics.app.reports.from_figures import FromFigures, standing_of
from services.analytics.app.reports.registry_names import RegistryNames
from services.analytics.app.scorecards.figures import figure_of
from services.analytics.app.warnings import storage as warnings_storage
from services.analytics.app.warnings.build import warning_uses
from services.analytics.app.warnings.ground import RegistryGrounds
from services.analytics.engine.keeper import Keeper
from services.analytics.figures.exact import ExactTests
from services.analytics.printing import child, templates
from services.analytics.printing.forms import form_of

SERVICE = "analytics"
SOURCE = "/services/analytics"
CHAIN = "analytics"
OUTBOXES = (audit_head.NAME, *assessing.OUTBOXES, warnings_storage.WARNINGS)
"""Aggregate collections that have events; the relay sweeps them."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the service needs of the outside. send: publishes a command. keeper: of the facts, not open yet.

    watched, peers: where other services tell their health, and take what the page's users do. queues: asks the
    broker for its queues, None where no management API is configured.
    """

    store: Store
    clock: Callable[[], datetime]
    hand_over: Callable[[Pending], None]
    send: Callable[[Event], None]
    zone: ZoneInfo
    keeper: Keeper
    watched: Mapping[str, str] = field(default_factory=dict)
    peers: Mapping[str, str] = field(default_factory=dict)
    queues: watching.QueueList | None = None


def build(parts: Parts) -> App:
    """Build the service; the registry is loaded, the facts are opened by a timer as soon as nobody has them."""

    def send(event: Event) -> None:
        parts.publisher.submit([outgoing(event)])  # what is lost is asked for again

    config = parts.config
    parts.collections += OUTBOXES
    keeper = Keeper(config.bus_uri, Path(config.analytics_dir), parts.clock, beside=aside)
    parts.readiness.add("facts", keeper.shut)
    parts.readiness.add("projection", keeper.problem, of_bus=True)
    app = assemble(Outside(
        parts.store, parts.clock, parts.hand_over, send, ZoneInfo(config.timezone), keeper,
        config.watched, config.peers, watching.queues_of(config.bus_management_uri, config.bus_uri),
    ))  # fmt: skip
    app.replica()
    keeper.feed.on_taken.append(
        lambda _taken: app.live.hub.pull()
    )  # pages hear of it at once, not at the next look
    return app


def assemble(out: Outside) -> App:
    """Put the use cases together over any store, declaring its collections. Raises StoreUnavailable."""
    store, clock = out.store, out.clock
    store.declare(*collections())
    replica = replica_storage.ReplicaStore(store)
    watcher = ReplicaWatcher(replica, RegistryView, NOTHING)
    audit = AuditChain(store, CHAIN, clock)
    live, zone, catalogue_ = out.keeper.live, out.zone, load_catalogue()

    def figures_over(query: Query, memory: Remembering | None = None) -> Figures:
        return Figures(catalogue_, query, clock, zone, ExactTests(), memory)

    figures = figures_over(live.query, Remembering(live.news.of))
    assessed = assessing.assessment(
        store, clock, out.hand_over, live.query, zone, figure=figure_of(figures), beside=aside
    )
    return App(
        base=live,
        figures=figures,
        warnings=warning_uses(
            store, clock, out.hand_over, zone, base=live, grounds=RegistryGrounds(watcher.view), beside=aside
        ),
        policies=assessed.policies,
        scorecards=assessed.scorecards,
        reviews=assessed.reviews,
        reports=report_uses(
            store,
            clock,
            out.hand_over,
            zone=zone,
            figures=FromFigures(figures_over, live, lambda: standing_of(out.keeper.status)),
            names=RegistryNames(lambda: watcher.view().world),
            printer=Printer(child.render, lambda report: form_of(report, zone), templates.version()),
        ),
        live=live_desk(
            live,
            clock,
            world=lambda: watcher.view().world,
            releases=lambda: watcher.view().releases,
            probe=watching.probe,
            watched=out.watched,
            peers=out.peers,
            timezone=str(zone),
            queues=out.queues,
        ),
        projection=out.keeper,
        receive_release=ReceiveRelease(replica),
        replica=watcher,
        ask_snapshot=AskSnapshot(watcher, clock, out.send, SERVICE, SOURCE),
        audit=audit,
        publish_audit_head=PublishAuditHead(store, clock, out.hand_over, audit, context=SERVICE, source=SOURCE),
    )


def collections() -> tuple[Collection, ...]:
    """Return all collections of the service."""
    return (
        *audit_head.collections(), *replica_storage.collections(), audit_collection(),
        *assessing.collections(), *warnings_storage.collections(), *reports_storage.collections(),
    )  # fmt: skip
