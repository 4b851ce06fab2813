"""What the grid service keeps: one pointer per county, the pages of its releases, the pages of snapshots sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lianfang.persistence import aggregate
from lianfang.persistence.aggregate import Aggregates, Change, Pending
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from services.grid.domain.release import Release

RELEASES, PAGES, SNAPSHOTS = "releases", "release_pages", "snapshot_pages"
OUTBOXES = (PAGES, RELEASES, SNAPSHOTS)
"""The collections that the relay sweeps."""
SOURCE = "/services/grid"


def collections() -> list[Collection]:
    """Return the collections to declare before use."""
    return [aggregate.collection(name) for name in OUTBOXES] + [archive(name) for name in OUTBOXES]


def always(change: Change[dict[str, Any]]) -> Callable[[dict[str, Any] | None], Change[dict[str, Any]]]:
    """Return a decision that does not look at the state: what is written once, by its id."""
    return lambda _: change


def page_id(release_id: str, page: int) -> str:
    """Return the id of a page's document."""
    return f"{release_id}:{page:05d}"


@dataclass(frozen=True, slots=True)
class Storage:
    """The service's aggregates. A page's state is the data of its event; a pointer's state is a Release."""

    releases: Aggregates[Release]
    pages: Aggregates[dict[str, Any]]
    snapshots: Aggregates[dict[str, Any]]

    @classmethod
    def over(cls, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]) -> Storage:
        """Build over a store whose collections are declared."""

        def plain(name: str) -> Aggregates[dict[str, Any]]:
            return Aggregates(
                store, name, source=SOURCE, clock=clock, hand_over=hand_over, encode=dict, decode=dict
            )

        releases: Aggregates[Release] = Aggregates(
            store, RELEASES, source=SOURCE, clock=clock, hand_over=hand_over, encode=asdict, decode=_release
        )
        return cls(releases, plain(PAGES), plain(SNAPSHOTS))


def _release(state: dict[str, Any]) -> Release:
    return Release(**state)
