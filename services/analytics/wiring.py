"""Builds the analytics service from its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
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
from services.analytics.app.app import App
from services.analytics.engine.keeper import Keeper

SERVICE = "analytics"
SOURCE = "/services/analytics"
CHAIN = "analytics"
OUTBOXES = (audit_head.NAME,)
"""Aggregate collections that have events; the relay sweeps them."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What the service needs of the outside. send: publishes a command. keeper: of the facts, not open yet."""

    store: Store
    clock: Callable[[], datetime]
    hand_over: Callable[[Pending], None]
    send: Callable[[Event], None]
    zone: ZoneInfo
    keeper: Keeper


def build(parts: Parts) -> App:
    """Build the service; the registry is loaded, the facts are opened by a timer as soon as nobody has them."""

    def send(event: Event) -> None:
        parts.publisher.submit([outgoing(event)])  # what is lost is asked for again

    config = parts.config
    parts.collections += OUTBOXES
    keeper = Keeper(config.bus_uri, Path(config.analytics_dir), parts.clock, beside=aside)
    parts.readiness.add("projection", keeper.problem)
    app = assemble(Outside(parts.store, parts.clock, parts.hand_over, send, ZoneInfo(config.timezone), keeper))
    app.replica()
    return app


def assemble(out: Outside) -> App:
    """Put the use cases together over any store, declaring its collections. Raises StoreUnavailable."""
    store, clock = out.store, out.clock
    store.declare(*collections())
    replica = replica_storage.ReplicaStore(store)
    watcher = ReplicaWatcher(replica, RegistryView, NOTHING)
    audit = AuditChain(store, CHAIN, clock)
    return App(
        base=out.keeper.live,
        projection=out.keeper,
        receive_release=ReceiveRelease(replica),
        replica=watcher,
        ask_snapshot=AskSnapshot(watcher, clock, out.send, SERVICE, SOURCE),
        audit=audit,
        publish_audit_head=PublishAuditHead(store, clock, out.hand_over, audit, context=SERVICE, source=SOURCE),
    )


def collections() -> tuple[Collection, ...]:
    """Return all collections of the service."""
    return (*audit_head.collections(), *replica_storage.collections(), audit_collection())
