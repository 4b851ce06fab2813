"""Pages and publications of the registry's releases arrive, in any order, repeated, or only in part."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_random

from lianfang.persistence.store import Conflict
from lianfang.regions.pack.pages import BadPages, from_pages
from lianfang.registry.storage import Head, ReplicaStore, page_of

_log = logging.getLogger(__name__)
_again = retry(
    retry=retry_if_exception_type(Conflict), stop=stop_after_attempt(10), wait=wait_random(0, 0.05), reraise=True
)


class ReceiveRelease:
    """Stages pages and flips the pointer once a published release is whole, by its hash. Older ones are ignored."""

    def __init__(self, replica: ReplicaStore) -> None:
        self._replica = replica

    @_again
    def page(self, data: Mapping[str, Any], *, published: bool = False) -> bool:
        """Take a page, `published` when it answers a snapshot request. Return whether that flipped it."""
        head = Head.of(data)
        if self._is_old(head):
            return False
        self._replica.stage(head, data["page"], list(data["items"]))
        if published:
            self._replica.await_(head)
        return self._complete(head)

    @_again
    def publication(self, data: Mapping[str, Any]) -> bool:
        """Take the news that a release is published. Return whether it is now current."""
        head = Head.of(data)
        if self._is_old(head):
            return False
        self._replica.await_(head)
        return self._complete(head)

    def _is_old(self, head: Head) -> bool:
        current = self._replica.current(head.county)
        return current is not None and head.number <= current.number

    def _complete(self, head: Head) -> bool:
        if self._replica.awaited(head.county) != head or self._replica.count(head) < head.pages:
            return False
        try:
            from_pages(page_of(document) for document in self._replica.staged(head))
        except BadPages as error:
            # Dropped, so that the snapshot which is asked for when a release stays away can take their place.
            _log.error("a release's pages don't fit", extra={"release": head.release_id, "reason": str(error)})
            before = self._replica.current(head.county)
            self._replica.discard(head.county, before.release_id if before else "")
            return False
        before = self._replica.current(head.county)
        flipped = self._replica.flip(head)
        if flipped:
            _log.info("replica changed over", extra={"county": head.county, "release": head.release_id})
            # The one before stays for processes that are just loading it.
            self._replica.discard(head.county, head.release_id, before.release_id if before else "")
        return flipped
