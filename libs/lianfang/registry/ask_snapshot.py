"""A replica that is empty, or waits for pages that don't come, asks the grid service for a snapshot."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.registry.watch import ReplicaWatcher

_REQUESTS = uuid.UUID("c0e6a2de-2f3d-5b7a-8f0c-7f6c1f5f7a51")
EVERY = timedelta(seconds=30)
"""How often it asks while it lacks something; also how long pages may take before they count as lacking."""


class AskSnapshot:
    """Asks once per `EVERY` and county, however many processes do: the request's id says which half minute."""

    def __init__(
        self, watcher: ReplicaWatcher[Any], clock: Callable[[], datetime], send: Callable[[Event], None],
        service: str, source: str,
    ) -> None:  # fmt: skip
        """Ask for a service.

        send: publishes a command; its errors are the caller's. service: whose ``<service>.replica_page`` answers.
        source: CloudEvents source of the requests, ``/services/<service>``.
        """
        self._watcher, self._clock, self._send = watcher, clock, send
        self._service, self._source = service, source
        self._lacking_since: dict[str, datetime] = {}

    def __call__(self) -> list[str]:
        """Ask for what is lacking and return the counties asked for, ``""`` being all."""
        now = self._clock()
        if not self._watcher.view().releases:
            self._ask("", now)
            return [""]
        lacking = {head.county for head in self._watcher.lacking()}
        self._lacking_since = {county: self._lacking_since.get(county, now) for county in lacking}
        overdue = [county for county, since in self._lacking_since.items() if now - since >= EVERY]
        for county in overdue:
            self._ask(county, now)
        return overdue

    def _ask(self, county: str, now: datetime) -> None:
        name = f"{self._source}/{county}/{int(now.timestamp() // EVERY.total_seconds())}"
        request = str(uuid.uuid5(_REQUESTS, name))
        data = {"request_id": request, "service": self._service, "county": county}
        self._send(Event(
            id=request, type="grid.request_snapshot.v1", source=self._source, subject=county, time=now.isoformat(),
            region=county, data=data,
        ))  # fmt: skip
