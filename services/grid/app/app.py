"""All use cases of the service, ready to be called by its entrypoints."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import IO

from lianfang.policies.storage import CountyPolicies
from services.grid.app.import_pack import ImportPack
from services.grid.app.prepare import Prepared
from services.grid.app.queries import Queries
from services.grid.app.records.desk import Records
from services.grid.app.registry import Registry
from services.grid.app.send_snapshot import SendSnapshot
from services.grid.domain.policy import Policy


@dataclass(frozen=True, slots=True)
class App:
    """judged: judges an archive elsewhere, see judging.child. today: the day by the county's clocks."""

    judged: Callable[[IO[bytes]], AbstractContextManager[Prepared]]
    import_pack: ImportPack
    registry: Registry
    queries: Queries
    send_snapshot: SendSnapshot
    today: Callable[[], date]
    records: Records
    policies: CountyPolicies[Policy]
