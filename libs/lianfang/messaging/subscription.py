"""The nameko entrypoint for events: ``@subscribe("incident.releases")``.

Written anew rather than derived from nameko's Consumer: the stock one acknowledges, and so loses, an event whose
handler raises or that it can't decode, acknowledges from worker greenlets, and closes before its handlers end. What
happens to a message is said in `settling` and `outcomes`; see docs/decisions for the reasons.
"""

from __future__ import annotations

import functools
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from nameko.exceptions import ContainerBeingKilled
from nameko.extensions import Entrypoint, SharedExtension, register_entrypoint

from lianfang.contracts.registry import UnknownContract, contract_of
from lianfang.messaging.backoff import Backoff
from lianfang.messaging.consumer import Consumer
from lianfang.messaging.delivery import Delivery
from lianfang.messaging.envelope import Event
from lianfang.messaging.expectations import QUORUM, check_queues
from lianfang.messaging.guard import StoreGuard
from lianfang.messaging.lanes import Lanes
from lianfang.messaging.link import LINK_ERRORS
from lianfang.messaging.outcomes import Permanent
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.messaging.settling import Settler
from lianfang.messaging.spans import received, receiving, under
from lianfang.ops import faults
from lianfang.ops.context import bound
from lianfang.ops.health import Readiness
from lianfang.ops.tracing import ids_of
from lianfang.ops.tracing.spans import Span
from lianfang.ops.tracing.words import uuid_or_nothing

__all__ = ["CONFIG_KEY", "Consuming", "Delivery", "Permanent", "subscribe"]
CONFIG_KEY = "lianfang.consuming"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Consuming:
    """What subscriptions need of their process, put into nameko's config under CONFIG_KEY.

    probe: returns when the store can take a write, raises otherwise (Store.ping). arguments: the expected arguments
    by queue, a plain quorum queue if not named. prefetch: for subscriptions that name none. drain_s: how long a
    stopping process waits for its handlers.
    """

    uri: str
    publisher: ConfirmedPublisher
    probe: Callable[[], None]
    clock: Callable[[], datetime]
    readiness: Readiness | None = None
    arguments: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    prefetch: int = 20
    drain_s: float = 20.0
    heartbeat_s: float = 20.0


class Subscriptions(SharedExtension):
    """All subscriptions of one container: they share one consuming connection."""

    def __init__(self) -> None:
        self._entrypoints: dict[str, Subscription] = {}
        self._lanes = Lanes(self._begin)
        self._running = False
        self._stopping = False

    def register(self, entrypoint: Subscription) -> None:
        """Add a subscription. Raises ValueError when its queue has one already."""
        if entrypoint.queue in self._entrypoints:
            raise ValueError(
                f"queue {entrypoint.queue} has two handlers in one service: one would starve the other"
            )
        self._entrypoints[entrypoint.queue] = entrypoint

    def start(self) -> None:
        """Check the queues, then consume. Raises QueueProblem; a broker that is away is waited for, unready."""
        if self._running or not self._entrypoints:
            return
        self._running = True
        settings: Consuming = self.container.config[CONFIG_KEY]
        expected = {name: settings.arguments.get(name, QUORUM) for name in self._entrypoints}
        self._settings = settings
        self._consumer = Consumer(
            settings.uri, self._deliver, name=f"{self.container.service_name}-consumer",
            heartbeat_s=settings.heartbeat_s,
        )  # fmt: skip
        self._guard = StoreGuard(self._consumer, settings.probe)
        self._settler = Settler(self._consumer, settings.publisher, self._guard, settings.clock)
        for entrypoint in self._entrypoints.values():
            self._consumer.add(entrypoint.queue, entrypoint.prefetch or settings.prefetch)
        if settings.readiness is not None:
            settings.readiness.add("consuming", self.problem, of_bus=True)
        checked = self._check(expected)
        run = self._consumer.run if checked else partial(self._run_when_checked, expected)
        self._owner = self.container.spawn_managed_thread(run, identifier="lianfang-consumer")

    def _check(self, expected: Mapping[str, Mapping[str, Any]]) -> bool:
        try:
            check_queues(self._settings.uri, expected)
        except LINK_ERRORS as error:
            _log.warning("the broker can't be asked about the queues: %s", error)
            return False
        return True

    def _run_when_checked(self, expected: Mapping[str, Mapping[str, Any]]) -> None:
        backoff = Backoff()
        while not self._stopping:
            time.sleep(backoff.next())
            if self._check(expected):  # QueueProblem ends the container, and so the process
                self._consumer.run()
                return

    def problem(self) -> str | None:
        """Return why messages are not consumed now, None when they are."""
        if self._guard.paused:
            return self._guard.problem()
        return None if self._consumer.consuming else "not consuming: no connection to the broker"

    def _deliver(self, delivery: Delivery) -> None:
        self._settler.begin(delivery)
        self._lanes.enter(delivery)

    def _begin(self, delivery: Delivery) -> None:
        # A greenlet of its own: spawn_worker waits for a free worker, and the owner must never wait.
        self.container.spawn_managed_thread(partial(self._work, delivery), identifier=delivery.queue)

    def _work(self, delivery: Delivery) -> None:
        if self._stopping or self._guard.paused:
            self._give_back(delivery)
            return
        entrypoint = self._entrypoints[delivery.queue]
        event: Event | None = None
        try:
            event = Event.from_json(delivery.body)
            _check_contract(event)
        except Exception as error:  # judged, counted and parked like what a handler raises
            self._settle(delivery, event, receiving(delivery, event), error)
            return
        span = receiving(delivery, event)
        event = under(event, span)

        def result(_context: Any, value: Any = None, exc_info: Any = None) -> tuple[Any, Any]:
            self._settle(delivery, event, span, exc_info[1] if exc_info else None)
            return value, exc_info

        arguments = (event, delivery) if entrypoint.with_delivery else (event,)
        try:
            self.container.spawn_worker(entrypoint, arguments, {}, handle_result=result)
        except ContainerBeingKilled:
            received(span, "unread")
            self._give_back(delivery)

    def _settle(self, delivery: Delivery, event: Event | None, span: Span, error: BaseException | None) -> None:
        try:
            received(span, self._settler.settle(delivery, event, error).value, error)
        finally:  # whatever becomes of one message, the next about the same thing has its turn
            self._lanes.leave(delivery)

    def _give_back(self, delivery: Delivery) -> None:
        try:
            self._settler.give_back(delivery)
        finally:
            self._lanes.leave(delivery)

    def quiesce(self) -> None:
        """Take no more messages; return when those in flight are settled, at most `drain_s` later."""
        if not self._running:
            return
        self._stopping = True
        self._guard.stop()
        self._consumer.pause()
        if not self._settler.wait_idle(self._settings.drain_s):
            _log.warning(
                "handlers still run after %g s; their messages will be delivered again", self._settings.drain_s
            )

    def stop(self) -> None:
        """Write the last acknowledgements and close the connection."""
        if self._running:
            self._running = False
            self._consumer.close()
            self._owner.wait()

    def kill(self) -> None:
        """Go down quickly; what is not acknowledged is delivered again."""
        if self._running:
            self._running = False
            self._stopping = True
            self._guard.stop()
            self._consumer.close()


class Subscription(Entrypoint):
    """One queue and its handler. Use `subscribe`."""

    subscriptions = Subscriptions()

    def __init__(self, queue: str, prefetch: int | None, with_delivery: bool) -> None:
        self.queue, self.prefetch, self.with_delivery = queue, prefetch, with_delivery
        super().__init__()

    def setup(self) -> None:
        """Join the others."""
        self.subscriptions.register(self)

    def start(self) -> None:
        """Consume, all subscriptions together."""
        self.subscriptions.start()

    def stop(self) -> None:
        """Stop consuming and wait for what is in flight."""
        self.subscriptions.quiesce()


def subscribe(queue: str, *, prefetch: int | None = None, with_delivery: bool = False) -> Callable[[Any], Any]:
    """Have the decorated method handle the events of `queue`.

    The handler is called as ``(self, event)``, or ``(self, event, delivery)`` with `with_delivery`. When it
    returns, the message is acknowledged. When it raises: StoreUnavailable pauses all consuming until the store is
    back; Permanent parks the message at once; anything else retries it after 1, 10 and 60 s and then parks it. A
    payload that breaks its contract never reaches the handler. What is about the same subject is handled in the
    order in which it came (`lanes`). prefetch: how many messages are handled at the same time (default: the
    process's setting), at most the service's worker count.
    """

    def decorate(method: Any) -> Any:
        @functools.wraps(method)
        def handler(service: Any, event: Event, *delivery: Delivery) -> Any:
            with bound(event_id=event.id, correlation_id=event.correlationid, **_more_ids(event)):
                faults.here("subscription.before_handler")
                return method(service, event, *delivery)

        register_entrypoint(handler, Subscription(queue, prefetch, with_delivery))
        return handler

    return decorate


def _more_ids(event: Event) -> dict[str, str]:
    """Return where the event stands in its trace, and the incident it is about if it names one by its id."""
    incident = event.data.get("incident_id")
    known = {"incident_id": uuid_or_nothing(incident)} if isinstance(incident, str) else {}
    return known | ids_of(event.traceparent)


def _check_contract(event: Event) -> None:
    try:
        contract = contract_of(event.type)
    except UnknownContract:
        return  # a type of a newer service: the handler decides
    contract.accept(event.data)
