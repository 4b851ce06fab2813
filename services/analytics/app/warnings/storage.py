"""Where warnings, forecasts and the days that were looked at lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

import lianfang.contracts.analytics.warnings  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import Aggregates, Change, NewEvent, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Index, Store
from lianfang.regions.codes import county_of, upwards
from services.analytics.app.policies.storage import SOURCE
from services.analytics.domain.warnings.warning import RAISED, EarlyWarning, Told

WARNINGS, FORECASTS, RUNS = "warnings", "forecasts", "warning_runs"
_PAST = 50
T = TypeVar("T")
_json = make_converter()


@dataclass(frozen=True, slots=True)
class Kept:
    """A slot's newest warning, and those before it, the oldest first."""

    now: EarlyWarning
    past: tuple[EarlyWarning, ...] = ()


def collections() -> tuple[Collection, ...]:
    """Declare them. regions: every region that sees a warning. open: which watch's forecast is not scored yet."""
    warnings = collection(WARNINGS, key("regions", many=True), key("state"), key("county"), key("raised"))
    forecasts = Collection(FORECASTS, (Index("county", "county"), Index("open", "open"), Index("start", "start")))
    return warnings, archive(WARNINGS), forecasts, Collection(RUNS)


def aggregates(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Kept]:
    """Return the runner of use cases on warnings."""
    return Aggregates(
        store, WARNINGS, source=SOURCE, clock=clock, hand_over=hand_over, encode=to_json,
        decode=partial(from_json, Kept),
    )  # fmt: skip


def to_json(thing: Any) -> Any:
    """Return the document of a dataclass."""
    return _json.unstructure(thing)


def from_json(kind: type[T], document: Any) -> T:
    """Return what `to_json` was given."""
    return _json.structure(document, kind)


def change(before: Kept | None, fresh: EarlyWarning, told: Sequence[Told], result: Any = None) -> Change[Kept]:
    """Return the change that makes `fresh` the slot's newest warning and announces what happened."""
    past = before.past if before else ()
    if before is not None and before.now.number != fresh.number:
        past = (*past, before.now)[-_PAST:]
    place = fresh.signal.slot.place
    keys = {
        "regions": upwards(place), "state": fresh.state, "county": county_of(place),
        "raised": fresh.raised.isoformat(),
    }  # fmt: skip
    events = [NewEvent(f"analytics.{each.name}.v1", {**_about(fresh), **each.more}, place) for each in told]
    due = fresh.expires if fresh.state == RAISED else None
    return Change(Kept(fresh, past), events, result, due=due, keys=keys)


def _about(warning: EarlyWarning) -> dict[str, Any]:
    signal, slot = warning.signal, warning.signal.slot
    return {
        "warning": warning.id, "place": slot.place, "county": county_of(slot.place), "figure": slot.figure,
        "category": slot.category, "method": slot.method, "state": warning.state,
        "since": signal.since.isoformat(), "day": signal.day.isoformat(), "observed": signal.observed,
        "expected": signal.expected, "expires": warning.expires.isoformat(),
    }  # fmt: skip
