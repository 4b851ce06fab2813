"""Where patrols and watches of marks lie, and what the bus hears of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import lianfang.contracts.patrol.patrols  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from lianfang.regions.codes import upwards
from services.patrol.app.patrols import codec
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.patrols.patrol import Happened, Patrol
from services.patrol.domain.patrols.watch import Watch, due

PATROLS, MARKS, CURSORS, CODES = "patrols", "marks", "mark_cursors", "mark_codes"
SOURCE = "/services/patrol"
AGAIN = timedelta(seconds=5)
"""After this long somebody else tells marks and shifts of visits, if whoever noted them did not."""


def collections() -> tuple[Collection, ...]:
    """Declare patrols, watches of marks, how far watches followed the shifts, and numbers of codes.

    marks of a patrol: those that were visited. latest: its last visit, or its start.
    """
    patrols = collection(
        PATROLS, key("regions", many=True), key("unit"), key("post"), key("shift"), key("people", many=True),
        key("marks", many=True), key("start"), key("latest"), key("running"),
    )  # fmt: skip
    marks = collection(MARKS, key("post"), key("unit"), key("regions", many=True), key("gap"))
    return patrols, archive(PATROLS), marks, archive(MARKS), Collection(CURSORS), collection(CODES), archive(CODES)


def patrols(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Patrol]:
    """Return the runner of use cases on patrols."""
    return Aggregates(
        store, PATROLS, source=SOURCE, clock=clock, hand_over=hand_over, encode=codec.patrol_to_json,
        decode=codec.patrol_from_json,
    )  # fmt: skip


def watches(store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]) -> Aggregates[Watch]:
    """Return the runner of use cases on watches."""
    return Aggregates(
        store, MARKS, source=SOURCE, clock=clock, hand_over=hand_over, encode=codec.watch_to_json,
        decode=codec.watch_from_json,
    )  # fmt: skip


def patrol_change(
    patrol: Patrol, happened: Sequence[Happened], now: datetime, result: Any = None
) -> Change[Patrol]:  # fmt: skip
    """Return the change that makes a patrol what it is now."""
    about = {"patrol": patrol.id, "shift": patrol.shift, **_about(patrol)}
    events = [
        NewEvent(f"patrol.{each.name}.v1", {**about, **each.data}, patrol.region or patrol.county)
        for each in happened
    ]
    latest = max([patrol.started, *(visit.time for visit in patrol.visits)])
    keys = {
        "regions": _regions(patrol.region, patrol.county), "unit": patrol.unit, "post": patrol.post,
        "shift": patrol.shift, "people": sorted({patrol.by, *(visit.person for visit in patrol.visits)} - {""}),
        "marks": sorted({visit.mark for visit in patrol.visits}), "start": time_to(patrol.started),
        "latest": time_to(latest), "running": None if patrol.finished or patrol.kind == "check_ins" else "yes",
    }  # fmt: skip
    return Change(patrol, events, result, due=now + AGAIN if patrol.untold else None, keys=keys)


def watch_change(watch: Watch, happened: Sequence[Happened], now: datetime) -> Change[Watch]:
    """Return the change that makes a watch what it is now; its team is told of gaps."""
    county, _, addressee = watch.team.partition(".")
    region = county if addressee else watch.region or watch.county
    events = [
        NewEvent(f"patrol.{each.name}.v1", {"mark": watch.id, **_about(watch), **each.data}, region, addressee)
        for each in happened
    ]
    keys = {
        "post": watch.post, "unit": watch.unit, "regions": _regions(watch.region, watch.county),
        "gap": time_to(watch.gap) if watch.gap else None,
    }  # fmt: skip
    return Change(watch, events, due=due(watch, now), keys=keys)


def _about(it: Patrol | Watch) -> dict[str, str]:
    said = {"unit": it.unit, "post": it.post, "region": it.region or it.county}
    return said | ({"team": it.team} if it.team else {})


def _regions(*codes: str) -> list[str]:
    return sorted({region for own in codes for region in upwards(own)})
