"""Every process follows the pointer in its store, so that all replicas of the service change over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from lianfang.regions.pack.pages import BadPages, from_pages
from lianfang.regions.world import World
from lianfang.registry.storage import Head, ReplicaStore, page_of

_log = logging.getLogger(__name__)


class View(Protocol):
    """What the watcher needs of a service's view of the registry."""

    @property
    def world(self) -> World:
        """All that is known, never changed."""

    @property
    def releases(self) -> Mapping[str, str]:
        """County -> id of its release."""

    def warm(self) -> None:
        """Build what is built lazily, so that no call waits for it."""


V = TypeVar("V", bound=View)


class ReplicaWatcher(Generic[V]):
    """Holds the newest view. Readers get an old or a new one, whole."""

    def __init__(self, replica: ReplicaStore, build: Callable[[World, Mapping[str, str]], V], nothing: V) -> None:
        """build: makes a view of a world and its releases (county -> id). nothing: the view before the first."""
        self._replica, self._build, self._view = replica, build, nothing

    def view(self) -> V:
        """Return the newest view."""
        return self._view

    def __call__(self, offload: Callable[[Callable[[], V]], V] | None = None) -> bool:
        """Look at the pointers, load what changed, and swap. Return whether anything did. Raises StoreUnavailable.

        offload: runs the building, some hundred milliseconds of CPU for a county, where it stops nobody.
        """
        heads = {head.county: head for head in self._replica.all_current()}
        known = self._view.releases
        changed = [head for head in heads.values() if known.get(head.county) != head.release_id]
        if not changed:
            return False
        pages = {head.county: self._replica.staged(head) for head in changed}
        releases = {**known, **{head.county: head.release_id for head in changed}}
        world = self._view.world
        try:
            self._view = (offload or _here)(lambda: self._built(world, pages.values(), releases))
        except (BadPages, ValueError) as error:
            # Cleaned away under our hands, or unreadable: the next look decides; the old view serves on.
            _log.error(
                "release not loaded", extra={"releases": [h.release_id for h in changed], "reason": str(error)}
            )
            return False
        _log.info("replica loaded", extra={"releases": releases})
        return True

    def lacking(self) -> list[Head]:
        """Return the published releases that are not in use yet."""
        return self._replica.unmet()

    def _built(self, world: World, releases: Iterable[list[dict[str, Any]]], ids: dict[str, str]) -> V:
        items: list[dict[str, Any]] = []
        for pages in releases:
            items += from_pages(page_of(document) for document in pages)
        view = self._build(world.with_items(items), ids)
        view.warm()
        return view


def _here(build: Callable[[], V]) -> V:
    return build()
