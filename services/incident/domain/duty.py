"""Units on duty (勤务单元), as the patrol service told of them last: a car, a street station, a line's crew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Availability = Literal["available", "conditional", "unavailable"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. No person is in it: `people` counts them by force.

    id: of the post it mans. team: the team that commands it, or empty. lon, lat: where it stands, None: unknown.
    mode: foot, car or fixed, which does not move. until: when its duty ends, None: nobody is on duty.
    load: assignments it has. sequence: of the newest event about it.
    """

    id: str
    county: str
    region: str
    state: Availability
    sequence: int
    team: str = ""
    lon: float | None = None
    lat: float | None = None
    mode: str = "foot"
    reason: str = ""
    capabilities: tuple[str, ...] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    until: datetime | None = None
    load: int = 0

    def on_duty(self, now: datetime) -> bool:
        """Tell whether anybody is on duty in it."""
        return self.until is not None and now < self.until


@dataclass(frozen=True, slots=True)
class Sent:
    """A unit that a dispatcher chose for an incident, and what was recommended at that moment.

    rank: 1 when it was the first recommended, 0 when it was not recommended at all. advised: ids in their order.
    reason: a word, why not the first. released: why it was let go, empty while it is at it.
    """

    unit: str
    at: datetime
    by: str
    rank: int
    advised: tuple[str, ...] = ()
    reason: str = ""
    released: str = ""

    @property
    def override(self) -> bool:
        """Whether the dispatcher took another than the first recommended."""
        return self.rank != 1
