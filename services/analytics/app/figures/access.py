"""Who may read which figures."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.regions.codes import Level, level_of
from services.analytics.app.live.sight import sees_restricted
from services.analytics.domain.figures.figure import Figure

READERS = frozenset({"viewer", "supervisor", "dispatcher", "planner"})


class TooClose(Exception):
    """A figure of so small a place would tell of single people; the message says what can be asked for."""


def require_level(caller: Caller, figure: Figure, level: int) -> None:
    """Raise TooClose when the places have more digits than the figure's lowest level has, but to supervisors."""
    lowest = Level[figure.lowest_level.upper()]
    if level > lowest and not sees_restricted(caller):
        raise TooClose(
            f"The figure {figure.id} of less than a {figure.lowest_level} would tell of single people;"
            f" ask for a {figure.lowest_level} or more."
        )


def next_level(region: str) -> int:
    """Return the digits of the places right below one; a grid's own. Raises BadRegionCode."""
    here = level_of(region)
    return min((level for level in Level if level > here), default=Level.GRID)
