"""Every process follows the pointer in its store, so that all replicas of the service change over."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from lianfang.regions.pack.pages import BadPages, from_pages
from lianfang.regions.world import World
from services.incident.app.registry_view import NOTHING, RegistryView
from services.incident.app.replica.storage import Head, ReplicaStore, page_of

T = TypeVar("T")
_log = logging.getLogger(__name__)


class ReplicaWatcher:
    """Holds the newest view. Readers get an old or a new one, whole."""

    def __init__(self, replica: ReplicaStore) -> None:
        self._replica = replica
        self._view = NOTHING

    def view(self) -> RegistryView:
        """Return the newest view."""
        return self._view

    def __call__(self, offload: Callable[[Callable[[], RegistryView]], RegistryView] | None = None) -> bool:
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
            self._view = (offload or _here)(lambda: _built(world, pages.values(), releases))
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


def _here(build: Callable[[], T]) -> T:
    return build()


def _built(world: World, releases: Iterable[list[dict[str, Any]]], ids: dict[str, str]) -> RegistryView:
    items: list[dict[str, Any]] = []
    for pages in releases:
        items += from_pages(page_of(document) for document in pages)
    view = RegistryView(world.with_items(items), ids)
    view.warm()
    return view
