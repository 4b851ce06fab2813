"""Find the old quarrels behind a case, for an officer to confirm or reject."""

from __future__ import annotations

from lianfang.persistence.store import Store
from services.mediation.app.people.documents import COLLECTIONS
from services.mediation.app.people.neighbourhood import Bounds, neighbourhood
from services.mediation.domain.people.paths import HOPS, Candidate, Decided, candidates


class FindLinks:
    """Candidates for linking: ids, kinds, dates and reasons; no personal data is read, let alone returned."""

    def __init__(self, store: Store, hops: int = HOPS, bounds: Bounds | None = None) -> None:
        """hops: edges between people that a path may have. bounds: how much is looked at."""
        store.declare(*COLLECTIONS)
        self._store, self._hops, self._bounds = store, hops, bounds or Bounds()

    def __call__(self, case_id: str, decided: Decided = ()) -> list[Candidate]:
        """Return other cases within reach of this one's parties, of any age, the strongest first.

        decided: see `candidates`. A case without parties has none. Raises StoreUnavailable.
        """
        graph = neighbourhood(self._store, case_id, self._hops, self._bounds)
        return candidates(case_id, graph, self._hops, decided)
