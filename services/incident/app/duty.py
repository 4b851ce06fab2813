"""The replica of who is on duty: one document a unit, the newest that the patrol service told of it.

Intake never looks here. What is lost, late, doubled or out of order on the bus does no harm: every event tells the
unit's whole state, and an older one never takes the place of a newer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random

from lianfang.persistence.store import AlreadyExists, Collection, Conflict, Eq, Index, Store, find_all
from services.incident.domain.duty import Unit

NAME = "duty"


def collections() -> tuple[Collection, ...]:
    """Declare where units lie, by county."""
    return (Collection(NAME, (Index("county", "county"),)),)


class Duty:
    """See the module's text."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @retry(
        retry=retry_if_exception_type((Conflict, AlreadyExists)), stop=stop_after_attempt(10),
        wait=wait_random(0, 0.05), reraise=True,
    )  # fmt: skip
    def learn(self, data: Mapping[str, Any], sequence: int) -> bool:
        """Take what an event told of a unit; return False for what is older than what is known."""
        known = self._store.get(NAME, data["unit"])
        if known is not None and known["sequence"] >= sequence:
            return False
        fresh = {"id": data["unit"], "county": data["county"], "sequence": sequence, "told": dict(data)}
        if known is None:
            self._store.insert(NAME, fresh)
        else:
            self._store.replace(NAME, {**known, **fresh}, known["revision"])
        return True

    def units(self, counties: Iterable[str]) -> list[Unit]:
        """Return all units of some counties, those off duty too."""
        return [_unit(found) for county in counties for found in find_all(self._store, NAME, Eq("county", county))]

    def unit(self, id: str) -> Unit | None:
        """Return one unit, None when nothing was ever told of it."""
        found = self._store.get(NAME, id)
        return _unit(found) if found else None


def _unit(document: Mapping[str, Any]) -> Unit:
    told = document["told"]
    until = told.get("on_duty_until")
    return Unit(
        id=document["id"], county=document["county"], region=told["region"], state=told["state"],
        sequence=document["sequence"], team=told.get("team", ""), lon=told.get("lon"), lat=told.get("lat"),
        mode=told["mode"], reason=told.get("reason", ""), capabilities=tuple(told["capabilities"]),
        people=told["people"], until=datetime.fromisoformat(until) if until else None, load=told["assignments"],
    )  # fmt: skip
