"""Everything behind the command room's page, as the service's application carries it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lianfang.caller import Caller
from lianfang.regions.world import World
from services.analytics.app.live.board import Board
from services.analytics.app.live.follow import Follower
from services.analytics.app.live.health import Platform, Probe, Queues
from services.analytics.app.live.hub import Hub
from services.analytics.app.live.regions import Atlas
from services.analytics.app.ports import Base


@dataclass(frozen=True, slots=True)
class LiveDesk:
    """peers: service -> address of its API for browsers, shown to the page."""

    board: Board
    hub: Hub
    atlas: Atlas
    platform: Platform
    peers: Mapping[str, str]
    timezone: str

    def follow(self, caller: Caller, after: int) -> Follower:
        """Follow the board after a cursor. Raises NotReady."""
        return Follower(self.hub, self.board, caller, after)


def live_desk(
    base: Base, clock: Callable[[], datetime], *, world: Callable[[], World],
    releases: Callable[[], Mapping[str, str]], probe: Probe, watched: Mapping[str, str], peers: Mapping[str, str],
    timezone: str, queues: Queues | None = None,
) -> LiveDesk:  # fmt: skip
    """Put the desk together. world, releases: the registry's replica; watched: service -> health address.

    queues: asks the broker for its queues, None where there is nobody to ask.
    """
    return LiveDesk(
        Board(base, clock),
        Hub(base),
        Atlas(world, releases),
        Platform(watched, probe, clock, queues),
        peers,
        timezone,
    )
