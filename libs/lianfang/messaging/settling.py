"""Settling: carries out what a handler's outcome means, and counts it.

A message leaves its queue (ack) only after what replaces it there is safe: the handler's commit, or the broker's
confirm for the copy in a retry queue or among the dead letters.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime

from lianfang.messaging.confirms import PublishFailed
from lianfang.messaging.consumer import Consumer
from lianfang.messaging.delivery import Delivery
from lianfang.messaging.envelope import Event
from lianfang.messaging.guard import StoreGuard
from lianfang.messaging.outcomes import Outcome, in_words, judge
from lianfang.messaging.parking import parked_message
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.messaging.retry import retry_message
from lianfang.messaging.spans import type_label
from lianfang.ops import faults, metrics

_REQUEUE_AFTER_S = 1.0
_log = logging.getLogger(__name__)


class Settler:
    """Settles deliveries. Counts those in flight per queue, so that a stopping process can wait for them."""

    def __init__(
        self, consumer: Consumer, publisher: ConfirmedPublisher, guard: StoreGuard, clock: Callable[[], datetime]
    ) -> None:
        self._consumer, self._publisher, self._guard, self._clock = consumer, publisher, guard, clock
        self._started: dict[tuple[int, int], float] = {}

    def begin(self, delivery: Delivery) -> None:
        """Note that a delivery is in this process's hands."""
        self._started[delivery.channel, delivery.tag] = time.monotonic()
        metrics.IN_FLIGHT.labels(delivery.queue).inc()

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until nothing is in flight; False if that takes longer."""
        deadline = time.monotonic() + timeout_s
        while self._started:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.005)
        return True

    def give_back(self, delivery: Delivery, after_s: float = 0.0) -> None:
        """Requeue a delivery that was not handled; no attempt is counted."""
        metrics.REQUEUED.labels(delivery.queue, "unread").inc()
        self._consumer.requeue(delivery, after_s)
        self._end(delivery)

    def settle(self, delivery: Delivery, event: Event | None, error: BaseException | None) -> Outcome:
        """Carry out the outcome and return it, at once; retry and parking are acknowledged when confirmed."""
        outcome = judge(error)
        labels = (delivery.queue, type_label(event.type if event else None))
        if outcome is Outcome.HANDLED:
            self._handled(delivery, labels)
            return outcome
        event_id = event.id if event else delivery.message_id
        if outcome is Outcome.PAUSE and error is not None:
            _log.warning("%s: event %s goes back, the store is away: %s", delivery.queue, event_id, error)
            self._guard.trip(error)
            metrics.REQUEUED.labels(*labels).inc()
            self._consumer.requeue(delivery)
            self._end(delivery)
            return outcome
        metrics.FAILED.labels(*labels).inc()
        unexpected = error if outcome is Outcome.RETRY else None
        reason = in_words(error)
        _log.error("%s: event %s failed: %s", delivery.queue, event_id, reason, exc_info=unexpected)
        return self._move(delivery, labels, reason, retry=outcome is Outcome.RETRY)

    def _handled(self, delivery: Delivery, labels: tuple[str, str]) -> None:
        faults.here("subscription.before_ack")
        self._guard.handled()
        self._consumer.ack(delivery)
        metrics.HANDLED.labels(*labels).inc()
        self._end(delivery, labels)

    def _move(self, delivery: Delivery, labels: tuple[str, str], reason: str, retry: bool) -> Outcome:
        now = self._clock().isoformat()
        message = retry_message(delivery, reason, now) if retry else None
        counter = metrics.PARKED if message is None else metrics.RETRIED
        outcome = Outcome.PARK if message is None else Outcome.RETRY
        if message is None:
            message = parked_message(delivery, reason, now)
        faults.here("subscription.before_retry")

        def told(error: PublishFailed | None) -> None:
            if error is None:
                counter.labels(*labels).inc()
                self._consumer.ack(delivery)
            else:  # it stays in its queue; the delay keeps a broken bus from being hammered
                _log.error("%s: a failed message could not be moved on: %s", delivery.queue, error)
                self._consumer.requeue(delivery, _REQUEUE_AFTER_S)
            self._end(delivery, labels)

        self._publisher.send([message], told)
        return outcome

    def _end(self, delivery: Delivery, labels: tuple[str, str] | None = None) -> None:
        started = self._started.pop((delivery.channel, delivery.tag), None)
        if started is None:
            return
        metrics.IN_FLIGHT.labels(delivery.queue).dec()
        if labels is not None:
            metrics.HANDLING.labels(*labels).observe(time.monotonic() - started)
