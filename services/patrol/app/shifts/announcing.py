"""What the bus hears of a shift: one event for each thing that happened, people by id."""

from __future__ import annotations

import re
from collections.abc import Sequence

import lianfang.contracts.patrol.shifts  # noqa: F401 - registers what is announced
from lianfang.persistence.aggregate import NewEvent
from services.patrol.app.shifts.codec import time_to
from services.patrol.domain.shifts.shift import Shift
from services.patrol.domain.shifts.step import Happened

ADDRESSED = frozenset({"no_show_found", "place_left_open", "place_filled"})
"""What the post's team must know: it goes to its queue, by the county as region."""
_REASONS = ("reason", "override")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")


def announce(shift: Shift, happened: Sequence[Happened]) -> list[NewEvent]:
    """Return the events of what happened, in order."""
    return [_event(shift, each) for each in happened]


def _event(shift: Shift, happened: Happened) -> NewEvent:
    data = {**about(shift), **told(happened)}
    type_ = f"patrol.{happened.name}.v1"
    county, _, addressee = shift.team.partition(".")
    if happened.name in ADDRESSED and addressee:
        return NewEvent(type_, data, county, addressee)
    return NewEvent(type_, data, shift.region or shift.county)


def about(shift: Shift) -> dict[str, object]:
    """Return what every event of a shift says."""
    said: dict[str, object] = {
        "shift": shift.id, "roster": shift.roster, "unit": shift.unit, "post": shift.post, "kind": shift.kind,
        "region": shift.region or shift.county, "start": time_to(shift.start), "end": time_to(shift.end),
        "state": shift.state,
    }  # fmt: skip
    return said | ({"team": shift.team} if shift.team else {})


def told(happened: Happened) -> dict[str, object]:
    """Return what is told of something. Reasons that are no word become ``other``: free text may name a person."""
    return {
        name: value if name not in _REASONS or _WORD.match(str(value)) else "other"
        for name, value in happened.data.items()
    }
