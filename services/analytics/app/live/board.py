"""The board as one caller sees it now."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lianfang.caller import Caller
from services.analytics.app.live.sight import sees_restricted
from services.analytics.app.ports import Base, ItemKey
from services.analytics.domain.board.item import BoardItem

MOST = 20_000
"""Items shown at most; more is said to be cut, the urgent kinds come first."""
_COLUMNS = "kind, id, county, region, restricted, changed, body"
_PRESENT = f"""
    SELECT {_COLUMNS} FROM board
    WHERE NOT gone AND starts_with(region, ?) AND (? OR NOT restricted)
    ORDER BY CASE kind WHEN 'incident' THEN 0 WHEN 'alert' THEN 1 WHEN 'unit' THEN 2 ELSE 3 END, changed DESC
    LIMIT {MOST + 1}
"""  # noqa: S608 - constants of ours
_KEYS = "SELECT kind, id FROM board WHERE NOT gone AND starts_with(region, ?) AND (? OR NOT restricted)"

_INNER = ("as_of", "told_in")  # what folding keeps for itself

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Board:
    """Reads the board. clock: now, aware UTC."""

    base: Base
    clock: Callable[[], datetime]

    def snapshot(self, caller: Caller) -> Json:
        """Return what there is now, and the cursor after which `changes` go on without a gap. Raises NotReady.

        The cursor is read first: what changes meanwhile may be told twice, and is never missed.
        """
        ((cursor,),) = self.base.query("SELECT coalesce(max(changed), 0) FROM board")
        rows = self.base.query(_PRESENT, (caller.region, sees_restricted(caller)))
        items = [_of_row(row) for row in rows[:MOST]]
        return {"cursor": str(cursor), "now": self.clock().isoformat(), "cut": len(rows) > MOST, "items": items}

    def keys(self, caller: Caller) -> set[ItemKey]:
        """Return the keys of what there is now for this caller. Raises NotReady."""
        rows = self.base.query(_KEYS, (caller.region, sees_restricted(caller)))
        return {(kind, id) for kind, id in rows}


def shown(item: BoardItem, number: int) -> Json:
    """Return an item as the page gets it."""
    return {
        "kind": item.kind, "id": item.id, "county": item.county, "region": item.region,
        "restricted": item.restricted, "changed": number,
        "body": {name: said for name, said in item.body.items() if name not in _INNER},
    }  # fmt: skip


def _of_row(row: tuple[Any, ...]) -> Json:
    kind, id, county, region, restricted, changed, body = row
    said: Mapping[str, Any] = json.loads(body) if isinstance(body, str) else body
    return shown(BoardItem(kind, id, county, region, bool(restricted), dict(said)), int(changed))
