"""What the rules ask of the registry of regions, teams and policies: the port that the service's replica fills.

Every question about a place that is not known gets an empty answer, never an error: intake turns nobody away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Team(Protocol):
    """A team that can be asked. units: the police units its people belong to."""

    @property
    def full_id(self) -> str:
        """``<county>.<zone>.<team>``."""

    @property
    def station(self) -> str:
        """Id of its station, or empty."""

    @property
    def units(self) -> Sequence[str]:
        """Police units of its people."""

    @property
    def capabilities(self) -> Sequence[str]:
        """What it can do."""


class Choice(Protocol):
    """A team that can be asked for a capability; reason: own_zone, neighbour_zone or county."""

    @property
    def team(self) -> Team:
        """The team."""

    @property
    def reason(self) -> str:
        """How it relates to the place."""

    @property
    def capability(self) -> str:
        """What it provides: the one asked for, or a fallback of it."""


class Located(Protocol):
    """The grid of a point, or the nearest one."""

    @property
    def grid(self) -> str:
        """16-digit code."""

    @property
    def distance_m(self) -> float:
        """Metres to the grid, 0 inside."""

    @property
    def inside(self) -> bool:
        """False: the nearest grid was taken."""

    @property
    def shared(self) -> Sequence[str]:
        """All grids whose common edge holds the point."""


class Rule(Protocol):
    """A routing rule that holds."""

    @property
    def id(self) -> str:
        """Its id in the region pack."""

    @property
    def capabilities(self) -> Sequence[str]:
        """What it asks for."""


class Limits(Protocol):
    """Seconds allowed; arrive_s None: no deadline."""

    @property
    def acknowledge_s(self) -> int:
        """To acknowledge, from the request."""

    @property
    def arrive_s(self) -> int | None:
        """To arrive, from the request."""


class Registry(Protocol):
    """All that is known of the counties, at one moment and unchanging."""

    def knows(self, county: str) -> bool:
        """Tell whether a release of the county is here."""

    def release(self, county: str) -> str:
        """Return the id of the county's release, empty when there is none."""

    def locate(self, lon: float, lat: float) -> Located | None:
        """Return the grid of a point, None for none or for numbers that are no position."""

    def known_region(self, code: str) -> str:
        """Return the nearest region at or above `code` that exists, empty when none does."""

    def region_named(self, text: str, within: str) -> str:
        """Return the one region under `within` whose name the text holds, empty when there is none or several."""

    def ring(self, lon: float, lat: float) -> int | None:
        """Return the ring (1, 3, 5) that holds the point."""

    def grid_ring(self, grid: str) -> int | None:
        """Return the ring that holds the middle of the grid."""

    def rules(self, *, category: str, priority: int, place: str, source: str) -> Sequence[Rule]:
        """Return the routing rules that hold, in order."""

    def teams_for(self, place: str, capability: str, day: date) -> Sequence[Choice]:
        """Return whom to ask, in order: own zone, neighbour zones, county."""

    def is_emergency(self, *, category: str, priority: int, place: str, source: str) -> bool:
        """Tell whether the county counts such an incident as an emergency."""

    def community_may_be_alone(self, place: str, day: date) -> bool:
        """Tell whether community officers may be the only responders to an emergency there."""

    def limits(self, place: str, priority: int, ring: int | None) -> Limits | None:
        """Return the deadlines that hold, None when none are configured."""

    def escalation(self, place: str) -> Sequence[str]:
        """Return the steps of escalation: next_team, neighbour_zone, county."""

    def category_priority(self, code: str, place: str) -> int | None:
        """Return the default priority of a category in the county's table, None when it is not listed."""

    def shop_grid(self, shop: str) -> str:
        """Return the grid of a shop (full id), empty when it is unknown."""

    def partners(self, shop: str) -> Sequence[str]:
        """Return the full ids of the other shops of its 三户联防 group."""
