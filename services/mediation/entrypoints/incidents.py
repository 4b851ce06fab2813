"""The bus: incidents, some of which are disputes."""

from __future__ import annotations

from typing import Any

from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.messaging.trust import require_sender
from lianfang.runtime.wired import Wired
from services.mediation.app.react.on_incident import KINDS

TRUSTED = frozenset({"svc-incident", "lianfang-admin"})
"""Who may say what was reported."""


class Incidents:
    """See the module's text."""

    app: Any = Wired()

    @subscribe("mediation.incidents", prefetch=32, with_delivery=True)
    def follow_incident(self, event: Event, delivery: Delivery) -> None:
        """Open a dispute's case, or take it back."""
        require_trusted(event, delivery)
        self.app.on_incident(event)


def require_trusted(event: Event, delivery: Delivery) -> None:
    """Raise Permanent for what does not come from the incident service, or is another kind of event."""
    require_sender(delivery, TRUSTED, "what was reported")
    if event.type not in KINDS:
        raise Permanent(f"{event.type} is no incident")
