"""The bus: what was reported, counted by place and hour."""

from __future__ import annotations

from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.messaging.trust import require_sender
from lianfang.runtime.wired import Wired
from services.patrol.app.posts.incident_hours import KINDS

TRUSTED = frozenset({"svc-incident", "lianfang-admin"})
"""Who may say what was reported."""


class Incidents:
    """See the module's text."""

    app: Any = Wired()

    # Few at a time: a county's day is one document, and who loses the race for it must begin again.
    @subscribe("patrol.incidents", prefetch=4, with_delivery=True)
    def count_incident(self, event: Event, delivery: Delivery) -> None:
        """Count it."""
        require_sender(delivery, TRUSTED, "what was reported")
        if event.type not in KINDS:
            raise Permanent(f"{event.type} is no incident")
        self.app.incident_hours.count(event)
