"""The bus: releases of the registry."""

from __future__ import annotations

from typing import Any

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import EVENTS
from lianfang.messaging.subscription import Delivery, Permanent, subscribe
from lianfang.runtime.wired import Wired

TRUSTED = frozenset({"svc-grid", "lianfang-admin"})
"""Who may say what the registry is. Teams may write to the exchange of commands too, and a CC header would bring
what they write into this queue."""


class Releases:
    """See the module's text."""

    app: Any = Wired()

    @subscribe("incident.releases", prefetch=8, with_delivery=True)
    def release(self, event: Event, delivery: Delivery) -> None:
        """Stage a page or note a publication."""
        if delivery.user_id not in TRUSTED and delivery.exchange != EVENTS:
            raise Permanent(f"account {delivery.user_id!r} may not say what the registry is")
        data = contract_of(event.type).load(event.data)
        match event.type:
            case "grid.release_page.v1":
                self.app.receive_release.page(data)
            case "incident.replica_page.v1":
                self.app.receive_release.page(data, published=True)
            case "grid.release_published.v1":
                self.app.receive_release.publication(data)
            case _:
                raise Permanent(f"{event.type} is no release")
