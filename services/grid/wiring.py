"""Builds the grid service from its parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import lianfang.contracts.grid  # noqa: F401 - registers what this service publishes and takes
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from lianfang.runtime.parts import Parts
from services.grid.app.app import App
from services.grid.app.import_pack import ImportPack
from services.grid.app.queries import Queries
from services.grid.app.registry import Registry
from services.grid.app.send_snapshot import SendSnapshot
from services.grid.app.storage import OUTBOXES, Storage, collections
from services.grid.judging.child import judged


def build(parts: Parts) -> App:
    """Build the service; the registry is loaded, so that the first call is answered by it."""
    parts.collections += OUTBOXES
    app = assemble(parts.store, parts.clock, parts.hand_over, ZoneInfo(parts.config.timezone))
    app.registry.refresh()
    return app


def assemble(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], zone: ZoneInfo
) -> App:
    """Put the use cases together over any store, declaring its collections. zone: says which day it is."""
    store.declare(*collections())
    storage = Storage.over(store, clock, hand_over)
    registry = Registry(storage)

    def today() -> date:
        return clock().astimezone(zone).date()

    return App(
        judged=judged,
        import_pack=ImportPack(storage),
        registry=registry,
        queries=Queries(registry),
        send_snapshot=SendSnapshot(storage),
        today=today,
    )
