"""A pack in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lianfang.regions.model import (
    Category,
    County,
    Deadlines,
    Grid,
    Ring,
    Routing,
    Shop,
    ShopGroup,
    Station,
    Team,
    Zone,
)


@dataclass(frozen=True, slots=True)
class Pack:
    """All that a pack folder says, geometry in WGS 84.

    regions: (code, name) of county, townships and villages. lines: where a record was read, by (file, id),
    so that validation can name the line.
    """

    county: County
    regions: tuple[tuple[str, str], ...]
    grids: tuple[Grid, ...]
    zones: tuple[Zone, ...]
    stations: tuple[Station, ...]
    teams: tuple[Team, ...]
    shops: tuple[Shop, ...]
    groups: tuple[ShopGroup, ...]
    routing: Routing
    deadlines: Deadlines
    rings: tuple[Ring, ...]
    categories: tuple[Category, ...]
    lines: Mapping[tuple[str, str], int] = field(default_factory=dict, compare=False, repr=False)
