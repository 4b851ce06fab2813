"""A post: a street station, a deterrence point, a patrol line, a command room, a rural post, a volunteer patrol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services.patrol.domain.geo import Point

Kind = Literal[
    "street_station", "deterrence_point", "patrol_line", "command_room", "rural_post", "volunteer_patrol"
]
KINDS: tuple[Kind, ...] = (
    "street_station", "deterrence_point", "patrol_line", "command_room", "rural_post", "volunteer_patrol",
)  # fmt: skip
Mode = Literal["foot", "car", "fixed"]
MODES: tuple[Mode, ...] = ("foot", "car", "fixed")


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a post at which arrival can be told: by its QR code, or by position within `tolerance` metres.

    idle: minutes it may be without a visit while the post is on duty, None: nobody counts.
    """

    id: str
    place: Point
    region: str = ""
    tolerance: int = 50
    idle: int | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """See the module's text.

    id: ``<county>.<zone>.<word>``, fit for a routing key. unit: full id of whose rosters man it; team: full id of
    the registry's team that commands it, "" when none. marks: of a line in their order; a fixed post has one.
    capabilities: what it can do when manned, in the registry's words. stop: minutes preferred at each mark, from
    and to.
    """

    id: str
    county: str
    unit: str
    name: str
    kind: Kind
    region: str
    team: str = ""
    place: Point | None = None
    marks: tuple[Mark, ...] = ()
    capabilities: tuple[str, ...] = ()
    mode: Mode = "foot"
    stop: tuple[int, int] = (10, 16)
