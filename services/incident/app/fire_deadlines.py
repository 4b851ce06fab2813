"""The timer's work: find what is due, fire it once."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable

from lianfang.persistence.aggregate import Change, Command
from lianfang.persistence.store import Conflict, Document, Range
from services.incident.app.incidents import NAME, Desk, change
from services.incident.domain.deadlines import TIMER, fire
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident

_FIRINGS = uuid.UUID("a3f3b5c0-6a0e-5d6e-9a55-2f0f3b1f7a31")
_AT_ONCE = 50
_log = logging.getLogger(__name__)


class _NothingDue(Exception):
    """Another process fired it, or an answer came in between."""


class FireDeadlines:
    """Fires deadlines. Any number of processes may do so: one firing has one effect."""

    def __init__(self, desk: Desk, count: Callable[[str], None] = lambda deadline: None) -> None:
        """count: called for each deadline missed, with its kind, for the metric."""
        self._desk, self._count = desk, count

    def __call__(self) -> int:
        """Fire what is due now and return how many incidents had a deadline fired. Raises StoreUnavailable."""
        now = self._desk.clock().isoformat()
        page = self._desk.incidents.store.find(NAME, Range("due", None, now), sort="due", limit=_AT_ONCE)
        fired = 0
        for document in page.documents:
            fired += self._fire(document)
            time.sleep(0)  # under eventlet: calls are answered in between, however many deadlines fall at once
        return fired

    def _fire(self, document: Document) -> bool:
        # The version is in the id because two deadlines of one incident may fall on the same moment.
        name = f"{document['id']}/{document['due']}/{document['version']}"
        command = Command(id=str(uuid.uuid5(_FIRINGS, name)), actor=TIMER)
        fired: list[Fact] = []

        def decide(incident: Incident | None) -> Change[Incident]:
            now = self._desk.clock()
            if incident is None:
                raise _NothingDue
            after, facts = fire(incident, now, self._desk.day(now), self._desk.registry())
            if after is incident:
                raise _NothingDue
            fired[:] = facts
            return change(after, facts)

        try:
            outcome = self._desk.incidents.execute(document["id"], command, decide)
        except _NothingDue:
            return False
        except Conflict:
            _log.warning("a busy incident's deadline is left to the next round", extra={"incident": document["id"]})
            return False
        if outcome.repeated:
            return False
        for missed in {(f.data["task_id"], f.data["deadline"]) for f in fired if f.name == "deadline_missed"}:
            self._count(missed[1])
        return True
