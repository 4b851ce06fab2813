"""What the bus says of the cases: every event once, and the newest state of each case."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from typing import Any

import pika

from lianfang.messaging.envelope import Event
from lianfang.runtime.demo.pika_loop import QueueReader

QUEUE = "play.mediation"
_OPENED, _ADDED, _MISSED = "mediation.case_opened.v1", "mediation.source_added.v1", "mediation.deadline_missed.v1"
_PATIENCE_S = 20.0


class NotHeard(Exception):
    """The bus did not say in time what had to come."""


class Hearing:
    """Listens to everything that mediation publishes, open and restricted, with an operator's account."""

    def __init__(self, uri: str) -> None:
        self._uri, self._changed = uri, threading.Condition()
        self._reader = QueueReader(uri, [QUEUE], self._received, "play")
        self._ids: set[str] = set()
        self._by_incident: dict[str, str] = {}
        self._missed: dict[str, Counter[str]] = {}
        self.events: list[Event] = []
        self.newest: dict[str, Event] = {}
        self.repeats = 0

    def start(self) -> Hearing:
        """Make the queue and listen."""
        with closing(pika.BlockingConnection(pika.URLParameters(self._uri))) as connection:
            channel = connection.channel()
            channel.queue_declare(QUEUE, durable=True, arguments={"x-queue-type": "quorum"})
            for exchange in ("lianfang.events", "lianfang.restricted"):
                channel.queue_bind(QUEUE, exchange, "mediation.#")
        self._reader.start()
        return self

    def stop(self) -> None:
        """Listen no more."""
        self._reader.stop()

    def missed(self, case: str) -> Counter[str]:
        """Return how many deadlines of a case passed unmet, by kind."""
        with self._changed:
            return Counter(self._missed.get(case, {}))

    def next_due(self) -> dict[str, datetime]:
        """Return the next deadline of every case that has one."""
        with self._changed:
            told = {case: event.data.get("next_due") for case, event in self.newest.items()}
        return {case: datetime.fromisoformat(due) for case, due in told.items() if due}

    def due_after(self, case: str, moment: datetime) -> bool:
        """Tell whether a case has no deadline at or before a moment."""
        due = self.next_due().get(case)
        return due is None or due > moment

    def case_of(self, incident: str) -> str:
        """Wait until an incident is known as a dispute and return its case. Raises NotHeard."""
        self.wait(lambda: incident in self._by_incident, f"no case was opened for incident {incident}")
        return self._by_incident[incident]

    def wait(self, heard: Callable[[], bool], otherwise: str, seconds: float = _PATIENCE_S) -> None:
        """Wait until `heard` is true; it is asked again after every event. Raises NotHeard saying `otherwise`."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not heard():
                left = deadline - time.monotonic()
                if left <= 0:
                    raise NotHeard(f"{otherwise}, within {seconds:g} s")
                self._changed.wait(left)

    def _received(self, _queue: str, event: Event, _channel: Any) -> None:
        with self._changed:
            if event.id in self._ids:
                self.repeats += 1
                return
            self._ids.add(event.id)
            self.events.append(event)
            self._keep(event)
            self._changed.notify_all()

    def _keep(self, event: Event) -> None:
        case = event.data.get("case_id")
        if not case:
            return
        newest = self.newest.get(case)
        if newest is None or event.sequence > newest.sequence:
            self.newest[case] = event
        if event.type in (_OPENED, _ADDED) and "incident_id" in event.data:
            self._by_incident[event.data["incident_id"]] = case
        if event.type == _MISSED:
            self._missed.setdefault(case, Counter())[event.data["kind"]] += 1
