"""A consumer in a thread of its own over pika, which connects anew when the broker goes away."""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pika

from lianfang.messaging.envelope import Event, Undecodable
from lianfang_district.address import parameters
from lianfang_district.hosts import each_host

PREFETCH = 100
_AGAIN_S = 0.5
_log = logging.getLogger(__name__)
OnEvent = Callable[[str, Event, Any], object]
"""Takes the queue's name, the event, and the channel it came on (to publish on)."""


class QueueReader:
    """Reads queues until it is stopped; a message is acknowledged after `on_event` returned.

    uri: with the account that reads. queues: their names. name: shown in the broker's list of connections.
    """

    def __init__(self, uri: str, queues: Iterable[str], on_event: OnEvent, name: str) -> None:
        self._uri, self._queues, self._on_event, self._name = uri, list(queues), on_event, name
        self._stop = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self, timeout_s: float = 60.0) -> None:
        """Start and wait until it consumes. Raises TimeoutError."""
        self._thread.start()
        if not self._ready.wait(timeout_s):
            raise TimeoutError(f"{self._name} could not consume {self._queues[0]} within {timeout_s:g} s")

    def stop(self) -> None:
        """Finish what is in hand, close, and wait for it."""
        self._stop.set()
        self._thread.join(10)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._read()
            except Exception as error:  # pika raises more than its own errors when a peer vanishes in mid-call
                _log.info("%s: connecting anew (%r)", self._name, error)
                self._stop.wait(_AGAIN_S)

    def _read(self) -> None:
        addresses = [parameters(each) for each in each_host(self._uri)]
        for each in addresses:
            each.client_properties = {"connection_name": self._name}
        connection = pika.BlockingConnection(random.sample(addresses, len(addresses)))  # so that they spread
        try:
            channel = connection.channel()
            channel.confirm_delivery()
            channel.basic_qos(prefetch_count=PREFETCH)
            for queue in self._queues:
                channel.basic_consume(queue, self._callback(queue))
            self._ready.set()
            while not self._stop.is_set():
                connection.process_data_events(time_limit=0.2)
        finally:
            if connection.is_open:
                connection.close()

    def _callback(self, queue: str) -> Callable[[Any, Any, Any, bytes], None]:
        def received(channel: Any, method: Any, _properties: Any, body: bytes) -> None:
            try:
                self._on_event(queue, Event.from_json(body), channel)
            except Undecodable as error:
                _log.warning("%s: %s", queue, error)
            channel.basic_ack(method.delivery_tag)

        return received
