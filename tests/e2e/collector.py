"""What came out of queues: every event with its queue and moment, as it was received."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.runtime.demo.books import Books
from lianfang.runtime.demo.pika_loop import QueueReader

REQUESTED = "incident.task_requested.v1"


@dataclass(frozen=True, slots=True)
class Arrival:
    """One delivery. at: monotonic seconds."""

    queue: str
    event: Event
    at: float

    @property
    def team(self) -> str:
        return self.queue.removeprefix("team.")

    @property
    def incident(self) -> str:
        return str(self.event.data.get("incident_id", ""))


class Collector:
    """Reads queues with one account, remembers all that came, and enters it into the books that are open."""

    def __init__(self, uri: str, queues: Iterable[str], name: str) -> None:
        self._lock = threading.Lock()
        self._arrivals: list[Arrival] = []
        self._open: list[Books] = []
        self._reader = QueueReader(uri, queues, self._received, name)

    def start(self) -> Collector:
        self._reader.start()
        return self

    def stop(self) -> None:
        self._reader.stop()

    def keep(self, books: Books) -> None:
        """From now on also enter into these books."""
        with self._lock:
            self._open.append(books)

    def drop(self, books: Books) -> None:
        with self._lock:
            self._open.remove(books)

    def _received(self, queue: str, event: Event, _channel: Any) -> None:
        arrival = Arrival(queue, event, time.monotonic())
        with self._lock:
            self._arrivals.append(arrival)
            open_books = list(self._open)
        for books in open_books:
            books.delivered(arrival.team, event)

    def all(self, incident: str = "", type: str = "") -> list[Arrival]:
        """What came about one incident, of one type; empty: any."""
        with self._lock:
            return [
                each for each in self._arrivals if incident in ("", each.incident) and type in ("", each.event.type)
            ]

    def once(self, incident: str, type: str = "") -> list[Event]:
        """The same without repeats: one event per id and queue, in order."""
        seen = {(each.queue, each.event.id): each.event for each in self.all(incident, type)}
        return list(seen.values())

    def requests(self, incident: str) -> list[str]:
        """Teams that were asked about an incident, once per request, sorted."""
        return sorted(event.data["team"] for event in self.once(incident, REQUESTED))

    def wait(self, happened: Callable[[Collector], Any], seconds: float = 90.0, what: str = "") -> Any:
        """Return what `happened` returns once it is true. Fails the test after `seconds`."""
        deadline = time.monotonic() + seconds
        while not (value := happened(self)):
            assert time.monotonic() < deadline, f"did not happen within {seconds:g} s: {what or happened}"
            time.sleep(0.03)
        return value

    def wait_for_requests(self, incident: str, teams: Iterable[str], seconds: float = 90.0) -> None:
        """Wait until just these teams have been asked, each once."""
        wanted = sorted(teams)
        deadline = time.monotonic() + seconds
        while (found := self.requests(incident)) != wanted and time.monotonic() < deadline:
            time.sleep(0.03)
        assert found == wanted
