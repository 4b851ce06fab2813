"""A district system and a team as their owners would program them: with the SDK, and their own accounts."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lianfang_district import Event, Subscriber, TeamClient


class Ear:
    """Runs a subscriber of the SDK in a thread and remembers what it was given."""

    def __init__(self, subscriber: Subscriber) -> None:
        self.subscriber = subscriber
        self._lock = threading.Lock()
        self._heard: list[Event] = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Ear:
        self._thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.subscriber.stop()
        self._thread.join(60)

    def _run(self) -> None:
        with self.subscriber:
            self.subscriber.run(self._hear)

    def _hear(self, event: Event) -> None:
        with self._lock:
            self._heard.append(event)

    def heard(self, **data: Any) -> list[Event]:
        """Events whose data have these values; ``type`` is the event's own."""
        with self._lock:
            return [
                event
                for event in self._heard
                if all((event.type if name == "type" else event.data.get(name)) == it for name, it in data.items())
            ]

    def wait(self, happened: Callable[[Ear], Any], seconds: float = 90.0) -> Any:
        """Return what `happened` returns once it is true. Fails the test after `seconds`."""
        deadline = time.monotonic() + seconds
        while not (value := happened(self)):
            assert time.monotonic() < deadline, f"not heard; {[(e.type, e.data) for e in self.heard()][-5:]}"
            time.sleep(0.03)
        return value

    def wait_for(self, **data: Any) -> Event:
        """Return the first event with these values, once it is heard."""
        event: Event = self.wait(lambda ear: next(iter(ear.heard(**data)), None))
        return event


@dataclass(frozen=True, slots=True)
class SteadyTeam:
    """A team whose queue nobody else reads. grid: one of its own."""

    county: str
    grid: str
    client: TeamClient
    ear: Ear

    @property
    def team(self) -> str:
        return self.client.team

    def asked(self, incident: str) -> Event:
        """Return the request of its task in an incident, once it is there."""
        return self.ear.wait_for(type="incident.task_requested.v1", incident_id=incident)
