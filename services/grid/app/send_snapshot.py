"""Answering a new or gapped service: the pages of the current releases, into its own queue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lianfang.contracts.registry import contract_of
from lianfang.persistence.aggregate import Change, Command, NewEvent
from lianfang.persistence.store import find_all
from services.grid.app.registry import release_pages
from services.grid.app.storage import Storage, always
from services.grid.domain.release import Release


class SendSnapshot:
    """The use case. Each page is a document with its message in the outbox, so a crash midway loses none."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def __call__(self, data: Mapping[str, Any], command: Command) -> int:
        """Answer a ``grid.request_snapshot``; return how many pages were sent.

        A repeat of the request sends nothing again. Counties that are not known have no pages. Raises ContractError
        when the service that asks takes no replica pages.
        """
        request = contract_of("grid.request_snapshot.v1").load(data)
        answer = contract_of(f"{request['service']}.replica_page.v1").type
        sent = 0
        for release in self._releases(request["county"]):
            for page in release_pages(self._storage, release):
                data = {**release.page(page.page, page.items), "request_id": request["request_id"]}
                once = Command(f"{request['request_id']}:{release.release_id}", command.actor, causation=command.id)
                id = f"{request['service']}:{request['request_id']}:{release.release_id}:{page.page:05d}"
                change: Change[dict[str, Any]] = Change({}, [NewEvent(answer, data, release.county)])
                outcome = self._storage.snapshots.execute(id, once, always(change))
                sent += not outcome.repeated
        return sent

    def _releases(self, county: str) -> list[Release]:
        releases = self._storage.releases
        if county:
            found = releases.get(county)
            return [found.state] if found else []
        return [releases.stored(document).state for document in find_all(releases.store, releases.collection)]
