"""Making a process's parts out of its configuration."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from lianfang.contracts import catalogue  # noqa: F401 - what a service takes is checked, whoever sends it
from lianfang.messaging import topology
from lianfang.messaging.outbox import OutboxRelay
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.messaging.subscription import Consuming
from lianfang.ops import metrics
from lianfang.ops.health import Readiness
from lianfang.persistence.store import Store, StoreError, StoreUnavailable
from lianfang.persistence.uri import open_store
from lianfang.runtime.config import Config
from lianfang.runtime.listening import CannotStart
from lianfang.runtime.parts import Parts
from lianfang.web.tokens import Verifier

STORE_PATIENCE_S = 60.0
_HTTP_WORKERS = 64
_log = logging.getLogger("lianfang.service")


def workers(config: Config) -> int:
    """Return how many handlers may run at once: room for HTTP beside full hands from two queues."""
    return _HTTP_WORKERS + 2 * config.prefetch


def verifier(config: Config) -> Verifier | None:
    """Return the configured verifier of bearer tokens; None when neither key nor JWKS URI is given."""
    names = {"issuer": config.token_issuer, "audience": config.token_audience}
    if config.oidc_jwks_uri:
        return Verifier.jwks(config.oidc_jwks_uri, **names)
    if config.token_key:
        try:
            return Verifier.local(config.token_key, **names)
        except ValueError as error:
            raise CannotStart(str(error)) from None
    return None


def build(config: Config, readiness: Readiness, make: Callable[[Parts], Any]) -> tuple[Parts, Any]:
    """Open the store, let the service wire itself, start publishing; return the parts and what was wired.

    A store that is away is waited for (the process is alive and unready). Raises CannotStart after a minute.
    """
    try:
        store = open_store(config.store_uri)
    except ValueError as error:
        raise CannotStart(f"LIANFANG_STORE_URI: {error}") from None
    publisher = ConfirmedPublisher(config.bus_uri, config.publish_timeout, name=f"{config.service}-publisher")
    parts = Parts(config=config, store=store, publisher=publisher, readiness=readiness)
    app = _once_store_answers(lambda: make(parts))
    publisher.start()
    parts.relay = OutboxRelay(
        store, publisher, parts.clock, parts.collections,
        keep_days=config.retention_days, sweep_every_s=config.sweep_interval,
    )  # fmt: skip
    _once_store_answers(parts.relay.start)
    readiness.add("store", lambda: _ping(store))
    readiness.add(
        "publisher", lambda: None if publisher.connected else "no usable connection to the broker", of_bus=True
    )
    metrics.OUTBOX_OLDEST.set_function(lambda: _age(parts.relay))
    return parts, app


def consuming(parts: Parts) -> Consuming:
    """Return what the process's subscriptions need."""
    return Consuming(
        parts.config.bus_uri, parts.publisher, probe=parts.store.ping, clock=parts.clock, readiness=parts.readiness,
        arguments={queue.name: queue.arguments for queue in topology.load().queues}, prefetch=parts.config.prefetch,
    )  # fmt: skip


def _once_store_answers(make: Callable[[], Any]) -> Any:
    until = time.monotonic() + STORE_PATIENCE_S
    while True:
        try:
            return make()
        except StoreUnavailable as error:
            if time.monotonic() > until:
                raise CannotStart(f"LIANFANG_STORE_URI: the store did not answer for a minute: {error}") from None
            _log.warning("waiting for the store", extra={"reason": str(error)})
            time.sleep(1)


def _ping(store: Store) -> str | None:
    store.ping()
    return None


def _age(relay: Any) -> float:
    try:
        return float(relay.oldest_pending_age() or 0)
    except StoreError:
        return float("nan")  # unknown: the store check says why
