"""Builds the grid service from its parts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

import lianfang.contracts.grid
import lianfang.contracts.grid_records  # noqa: F401 - registers what this service publishes and takes
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store
from lianfang.policies import storage as policies_storage
from lianfang.policies.storage import CountyPolicies
from lianfang.runtime.parts import Parts
from services.grid.app.app import App
from services.grid.app.import_pack import ImportPack
from services.grid.app.policies.load import SHAPE
from services.grid.app.queries import Queries
from services.grid.app.records import storage as records_storage
from services.grid.app.records.desk import Records
from services.grid.app.records.ground import Ground
from services.grid.app.records.storage import RecordStorage
from services.grid.app.registry import Registry
from services.grid.app.send_snapshot import SendSnapshot
from services.grid.app.storage import OUTBOXES, SOURCE, Storage, collections
from services.grid.domain.policy import Policy
from services.grid.judging.child import judged


def build(parts: Parts) -> App:
    """Build the service; registry and rules are loaded, so that the first call is answered by them."""
    parts.collections += (*OUTBOXES, *records_storage.OUTBOXES)
    app = assemble(parts.store, parts.clock, parts.hand_over, ZoneInfo(parts.config.timezone))
    app.registry.refresh()
    return app


def assemble(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], zone: ZoneInfo
) -> App:
    """Put the use cases together over any store, declaring its collections. zone: says which day it is."""
    store.declare(*collections(), *records_storage.collections(), *policies_storage.collections())
    storage = Storage.over(store, clock, hand_over)
    registry = Registry(storage)
    policies: CountyPolicies[Policy] = CountyPolicies(SHAPE, store, clock, hand_over, source=SOURCE)
    policies.refresh()
    ground = Ground(lambda: registry.world, policies.for_county, clock, zone)

    def today() -> date:
        return clock().astimezone(zone).date()

    return App(
        judged=judged,
        import_pack=ImportPack(storage),
        registry=registry,
        queries=Queries(registry),
        send_snapshot=SendSnapshot(storage),
        today=today,
        records=Records.over(RecordStorage.over(store, clock, hand_over), ground),
        policies=policies,
    )
