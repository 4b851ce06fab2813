"""The connection to the broker: a thread of its own that consumes, publishes, and comes back when it is lost.

Handlers run in the caller's thread, so that a slow one stops no heartbeat. All AMQP calls are made by this thread;
others put work into a queue.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

import pika
import pika.exceptions

from lianfang_district.address import parameters
from lianfang_district.backoff import Backoff
from lianfang_district.hosts import each_host

_LOST = (pika.exceptions.AMQPError, OSError)
_FOR_GOOD = (403, 404, 530)  # access refused, no such queue, no such virtual host
_POLL_S = 1.0
_log = logging.getLogger("lianfang_district")


class Refused(Exception):
    """The broker does not let this account in: wrong password, revoked, or no such queue."""


class NotSent(Exception):
    """A command was not confirmed in time; it may or may not have arrived. Sending it again is harmless."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that awaits its acknowledgement. session: the connection it came over, where alone `tag` counts.

    traceparent: of its publishing, empty when nobody traces.
    """

    session: int
    tag: int
    body: bytes
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A persistent message to publish."""

    exchange: str
    key: str
    body: bytes
    properties: Any


Work = Callable[["_Session"], None]


class Link(threading.Thread):
    """Consumes `queue` into `inbox`, from start() to close().

    An item of the inbox is a Delivery; None, when the link has ended (see `failure`).
    refused_for_s: an account that once got in may be refused for so long (a broker that is starting) before
        that ends the link.
    """

    def __init__(
        self, uri: str, queue: str, prefetch: int, *, backoff: Backoff | None = None, refused_for_s: float = 60.0
    ) -> None:
        super().__init__(name=f"lianfang-{queue}", daemon=True)
        self.inbox: SimpleQueue[Delivery | None] = SimpleQueue()
        self.failure: Refused | None = None
        self.session = 0
        self._uri, self._addresses = uri, _addresses(uri)
        self._queue, self._prefetch = queue, prefetch
        self._backoff, self._refused_for_s = backoff or Backoff(), refused_for_s
        self._work: SimpleQueue[Work] = SimpleQueue()
        self._closing = threading.Event()
        self._connection: Any = None

    def run(self) -> None:
        """Connect, serve, and connect again; the thread's body."""
        attempt, refused_since = 0, None
        while not self._closing.is_set():
            sessions = self.session
            try:
                self._serve()
            except Exception as error:  # pika raises more than its own errors when a peer vanishes in mid-call
                now = time.monotonic()
                if self.session > sessions:
                    attempt, refused_since = 0, None
                if _for_good(error):
                    refused_since = refused_since or now
                    if not self.session or now - refused_since >= self._refused_for_s:
                        self.failure = Refused(f"queue {self._queue!r}: {_said(error)}")
                        break
                attempt += 1
                pause = self._backoff.pause(attempt)
                _log.warning("no connection to the broker (%s); trying again in %.1f s", _said(error), pause)
                self._closing.wait(pause)
        self.inbox.put(None)

    def settle(self, delivery: Delivery, *, requeue: bool | None = None) -> None:
        """Acknowledge; or, with `requeue`, put it back (True) or give it to the operator (False)."""

        def work(session: _Session) -> None:
            if session.number != delivery.session:
                return  # that connection is gone, and the broker delivers the message again
            if requeue is None:
                session.channel.basic_ack(delivery.tag)
            else:
                session.channel.basic_nack(delivery.tag, requeue=requeue)

        self._do(work)

    def publish(self, message: Outgoing, timeout_s: float) -> None:
        """Publish and wait for the broker's confirm, over as many connections as it takes.

        Raises NotSent after `timeout_s` seconds; Refused when the broker does not allow it.
        """
        deadline = time.monotonic() + timeout_s
        while self.is_alive() and (left := deadline - time.monotonic()) > 0:
            done: Future[None] = Future()
            self._do(lambda session, done=done: session.publish(message, done))  # type: ignore[misc]
            try:
                done.result(min(left, self._addresses[0].heartbeat + 5.0))
            except TimeoutError:
                done.cancel()
            except _LOST as error:
                if _for_good(error):
                    raise Refused(f"{message.key}: {_said(error)}") from None
                self._closing.wait(min(left, 0.2))
            else:
                return
        if self.failure is not None:
            raise self.failure
        raise NotSent(f"{message.key}: the broker did not confirm it within {timeout_s:g} s")

    def close(self, timeout_s: float = 10.0) -> None:
        """Do the work that was handed in and disconnect; what is not acknowledged is delivered again."""
        self._closing.set()
        self._wake()
        if self.is_alive() and threading.current_thread() is not self:
            self.join(timeout_s)

    def _do(self, work: Work) -> None:
        self._work.put(work)
        self._wake()

    def _wake(self) -> None:
        connection = self._connection
        if connection is not None:
            try:
                connection.add_callback_threadsafe(lambda: None)
            except pika.exceptions.ConnectionWrongStateError:
                _log.debug("the connection is closed already")

    def _serve(self) -> None:
        addresses = _addresses(self._uri)  # read anew: the authorities in a file may have been replaced
        connection = pika.BlockingConnection(random.sample(addresses, len(addresses)))
        try:
            session = _Session(self.session + 1, connection)
            session.channel.add_on_cancel_callback(session.cancelled)
            session.channel.basic_qos(prefetch_count=self._prefetch)
            session.channel.basic_consume(self._queue, lambda _c, method, properties, body: self.inbox.put(
                Delivery(session.number, method.delivery_tag, body, _traceparent(properties))))  # fmt: skip
            self._connection, self.session = connection, session.number
            while not self._closing.is_set():
                self._work_off(session)
                connection.process_data_events(time_limit=_POLL_S)
                session.check()
            self._work_off(session)
        finally:
            self._connection = None
            if connection.is_open:
                connection.close()

    def _work_off(self, session: _Session) -> None:
        while True:
            try:
                work = self._work.get_nowait()
            except Empty:
                return
            work(session)


def _traceparent(properties: Any) -> str:
    told = (properties.headers or {}).get("traceparent", "")
    return told if isinstance(told, str) else ""


class _Session:
    """One connection: a channel to consume on and, once it is needed, one to publish on."""

    def __init__(self, number: int, connection: Any) -> None:
        self.number = number
        self.channel = connection.channel()
        self._connection = connection
        self._publishing: Any = None
        self._cancelled = False

    def cancelled(self, _frame: Any) -> None:
        """Note that the broker ended the consumer, as when the queue is deleted."""
        self._cancelled = True

    def check(self) -> None:
        """Raise an AMQPError when nothing more will come over this session; pika does not say so by itself."""
        if self._cancelled or self.channel.is_closed:
            raise pika.exceptions.ConsumerCancelled(self._cancelled)

    def publish(self, message: Outgoing, done: Future[None]) -> None:
        """Publish, wait for the confirm, and settle `done`. Raises what breaks the connection."""
        if not done.set_running_or_notify_cancel():
            return  # the caller has given up
        try:
            if self._publishing is None or self._publishing.is_closed:
                self._publishing = self._connection.channel()
                self._publishing.confirm_delivery()
            self._publishing.basic_publish(message.exchange, message.key, message.body, message.properties)
        except pika.exceptions.ChannelClosedByBroker as error:
            done.set_exception(error)  # the connection itself is fine
        except _LOST as error:
            done.set_exception(error)
            if self._connection.is_closed:
                raise
        else:
            done.set_result(None)


def _addresses(uri: str) -> list[Any]:
    return [_parameters(each) for each in each_host(uri)]


def _parameters(uri: str) -> Any:
    found = parameters(uri)
    if found.heartbeat is None:
        found.heartbeat = 20
    found.blocked_connection_timeout = found.blocked_connection_timeout or 30
    return found


def _for_good(error: BaseException) -> bool:
    if isinstance(error, pika.exceptions.ProbableAuthenticationError | pika.exceptions.ProbableAccessDeniedError):
        return True
    return getattr(error, "reply_code", None) in _FOR_GOOD


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__
