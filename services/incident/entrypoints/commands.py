"""The bus: teams' commands. Only the account that the broker validated says whose a command is."""

from __future__ import annotations

from typing import Any

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.runtime.wired import Wired
from services.incident.app.obey_command import ACTIONS, Order, Unanswerable


class Commands:
    """See the module's text."""

    app: Any = Wired()

    @subscribe("incident.commands", prefetch=32, with_delivery=True)
    def obey(self, event: Event, delivery: Delivery) -> None:
        """Carry out a team's command."""
        context, _, name = event.type.rpartition(".v")[0].partition(".")
        if context != "incident" or name not in ACTIONS:
            raise Permanent(f"{event.type} is no command to a task")
        order = Order(
            name, delivery.user_id, contract_of(event.type).load(event.data), event.id, event.correlationid,
            event.traceparent,
        )  # fmt: skip
        try:
            self.app.obey(order)
        except Unanswerable as error:
            raise Permanent(str(error)) from None
