"""Entrypoints that every service with a replica of the registry has: its releases, and the timers beside them."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

from eventlet import tpool
from nameko.timer import timer

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import EVENTS
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.persistence.store import StoreUnavailable
from lianfang.runtime.wired import Wired

TRUSTED = frozenset({"svc-grid", "lianfang-admin"})
"""Who may say what the registry is. Teams may write to the exchange of commands too, and a CC header would bring
what they write into this queue."""

REPLICA_S, SNAPSHOT_S, AUDIT_S = 1, 5, 60
_log = logging.getLogger(__name__)


def patient(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """While the store is away, let a timer say so in one line and leave the work to the next tick."""

    @functools.wraps(method)
    def tick(service: Any) -> None:
        try:
            method(service)
        except StoreUnavailable as error:
            _log.warning("timer %s waits for the store: %s", method.__name__, error)

    return tick


def following(service: str) -> Any:
    """Return a mixin of entrypoints for the nameko class of `service`, by which it follows the registry.

    It takes the queue ``<service>.releases`` and has timers, each of which fires on every process. Its `app` must
    have `receive_release`, `replica`, `ask_snapshot` (of lianfang.registry) and `publish_audit_head` (of
    lianfang.ops.audit_head). A service's own methods must not have the names of the mixin's: they would hide them.
    It is typed Any because type checkers take no computed class as a base.
    """

    class Following:
        """Releases, replica, audit head."""

        app: Any = Wired()

        @subscribe(f"{service}.releases", prefetch=8, with_delivery=True)
        def follow_release(self, event: Event, delivery: Delivery) -> None:
            """Stage a page or note a publication."""
            take_release(self.app.receive_release, service, event, delivery)

        @timer(REPLICA_S)
        @patient
        def follow_pointer(self) -> None:
            """Follow the pointer; a real thread builds the index, for it would stop the event loop."""
            self.app.replica(tpool.execute)

        @timer(SNAPSHOT_S, eager=True)
        @patient
        def ask_for_snapshot(self) -> None:
            """Ask for what the replica lacks."""
            self.app.ask_snapshot()

        @timer(AUDIT_S)
        @patient
        def publish_audit_head(self) -> None:
            """Publish the audit chain's head."""
            self.app.publish_audit_head()

    return Following


def take_release(receive: Any, service: str, event: Event, delivery: Delivery) -> None:
    """Give a message about a release to `receive`, a ReceiveRelease. Raises Permanent for what is none."""
    if delivery.user_id not in TRUSTED and delivery.exchange != EVENTS:
        raise Permanent(f"account {delivery.user_id!r} may not say what the registry is")
    data = contract_of(event.type).load(event.data)
    if event.type == "grid.release_page.v1":
        receive.page(data)
    elif event.type == f"{service}.replica_page.v1":
        receive.page(data, published=True)
    elif event.type == "grid.release_published.v1":
        receive.publication(data)
    else:
        raise Permanent(f"{event.type} is no release")
