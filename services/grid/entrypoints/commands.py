"""The bus: services that lack a release ask for it."""

from __future__ import annotations

from typing import Any

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.persistence.aggregate import Command
from lianfang.runtime.wired import Wired

OPERATOR = "lianfang-admin"


class Commands:
    """See the module's text."""

    app: Any = Wired()

    @subscribe("grid.commands", prefetch=4, with_delivery=True)
    def obey(self, event: Event, delivery: Delivery) -> None:
        """Send a snapshot to the service that asks: itself, or an operator for it."""
        if event.type != "grid.request_snapshot.v1":
            raise Permanent(f"{event.type} is no command to the grid service")
        data = contract_of(event.type).load(event.data)
        if delivery.user_id not in (OPERATOR, f"svc-{data['service']}"):
            raise Permanent(f"account {delivery.user_id!r} may not ask for {data['service']}")
        self.app.send_snapshot(
            data,
            Command(event.id, delivery.user_id, correlation=event.correlationid, traceparent=event.traceparent),
        )
