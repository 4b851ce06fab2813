"""The registry as it is in force: what the pointers point to, joined into one World."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator

from lianfang.persistence.store import find_all
from lianfang.regions.pack.pages import Page, from_pages
from lianfang.regions.world import World
from services.grid.app.storage import Storage, page_id
from services.grid.domain.release import Release


class Registry:
    """The current World. `refresh` is called after an import, and by a timer in every process."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._held: tuple[World, dict[str, Release]] = (_warm(World()), {})
        self._lock = threading.Lock()

    @property
    def world(self) -> World:
        """All counties as of the last refresh."""
        return self._held[0]

    @property
    def releases(self) -> dict[str, Release]:
        """The releases in force by county, as of the last refresh."""
        return dict(self._held[1])

    def refresh(self, offload: Callable[[Callable[[], World]], World] | None = None) -> list[str]:
        """Follow the pointers; return the counties that changed.

        Old and new never mix: readers see the World before or after. offload: runs the building, some hundred
        milliseconds of CPU for a county, where it stops nobody. Raises StoreUnavailable, BadPages.
        """
        with self._lock:
            world, known = self._held
            pointers = [self._storage.releases.stored(document).state for document in self._pointers()]
            changed = [one for one in pointers if known.get(one.county) != one]
            if changed:
                pages = [list(release_pages(self._storage, release)) for release in changed]
                built = (offload or _here)(lambda: _built(world, pages))
                self._held = (built, {release.county: release for release in pointers})
            return [release.county for release in changed]

    def _pointers(self) -> list[dict[str, object]]:
        releases = self._storage.releases
        return [doc for doc in find_all(releases.store, releases.collection) if not doc.get("deleted")]


def _here(build: Callable[[], World]) -> World:
    return build()


def _built(world: World, releases: Iterable[list[Page]]) -> World:
    return _warm(world.with_items(item for pages in releases for item in from_pages(pages)))


def _warm(world: World) -> World:
    """Build what is built lazily, so that no call waits for it."""
    _ = world.tree, world.index
    return world


def release_pages(storage: Storage, release: Release) -> Iterator[Page]:
    """Yield the stored pages of a release in their order, letting others work between them."""
    for number in range(1, release.pages + 1):
        time.sleep(0)
        if stored := storage.pages.get(page_id(release.release_id, number)):
            yield Page(number, release.pages, stored.state["content_hash"], stored.state["items"])
