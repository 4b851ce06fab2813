"""Where units lie, how they are found, and the change that stores one with its events."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import lianfang.contracts.patrol.board  # noqa: F401 - registers what is told
from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.patrol.app.board.codec import decode, encode
from services.patrol.domain.board.picture import changes_at
from services.patrol.domain.board.telling import Step
from services.patrol.domain.board.unit import Unit
from services.patrol.domain.people.step import Fact

NAME = "units"
CURSOR = "board_cursors"
SOURCE = "/services/patrol"
YES = "yes"


def collections() -> tuple[Collection, ...]:
    """Declare units, and how far the board has followed the shifts.

    regions: every region that its post, or the place where it was seen last, lies in. on_duty: it is manned.
    """
    units = collection(
        NAME, key("regions", many=True), key("team"), key("state"), key("capabilities", many=True), key("on_duty")
    )
    return units, archive(NAME), Collection(CURSOR)


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Unit]:
    """Return the runner of use cases on units."""
    return Aggregates(store, NAME, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


def change(step: Step, now: datetime) -> Change[Unit]:
    """Return the change that makes a unit what it is now, and tells the bus."""
    unit = step.unit
    events = [_event(unit, fact) for fact in step.facts]
    return Change(unit, events, due=changes_at(unit, now), keys=_keys(unit))


def _event(unit: Unit, fact: Fact) -> NewEvent:
    """Return the event: a picture belongs where the unit stands, what is restricted to the county."""
    return NewEvent(f"patrol.{fact.name}.v1", fact.data, str(fact.data.get("region", unit.base.county)))


def _keys(unit: Unit) -> dict[str, Any]:
    told = unit.told
    places = (unit.base.county, unit.base.region, str(told["region"]))
    return {
        "regions": sorted({region for place in places for region in upwards(place)}), "team": unit.base.team,
        "state": told["state"], "capabilities": told["capabilities"],
        "on_duty": YES if "on_duty_until" in told else None,
    }  # fmt: skip
