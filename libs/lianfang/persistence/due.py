"""Firing deadlines that lie in aggregates: durable, once in effect, by any number of processes."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Command, Outcome
from lianfang.persistence.store import Conflict, Document, Range

S = TypeVar("S")
TIMER = "timer"
_FIRINGS = uuid.UUID("a3f3b5c0-6a0e-5d6e-9a55-2f0f3b1f7a31")
_log = logging.getLogger(__name__)


class _NothingDue(Exception):
    """Another process fired it, or an answer came in between."""


def fire_due(
    aggregates: Aggregates[S], clock: Callable[[], datetime], decide: Callable[[S], Change[S] | None],
    *, at_once: int = 200,
) -> list[Outcome]:  # fmt: skip
    """Fire the deadlines that are due, earliest first, and return what came of those that this call fired.

    decide: says what a due aggregate becomes, None when nothing is due any more; it must be pure, for it may run
    again after a lost race. A firing is an ordinary write under an id made of aggregate, deadline and version: of
    two replicas one wins, and a restart loses none. At most `at_once` are taken. Raises StoreUnavailable.
    """
    found = aggregates.store.find(
        aggregates.collection, Range("due", high=clock().isoformat()), sort="due", limit=at_once
    )
    outcomes = (_fire(aggregates, document, decide) for document in found.documents)
    return [outcome for outcome in outcomes if outcome is not None and not outcome.repeated]


def _fire(aggregates: Aggregates[S], document: Document, decide: Callable[[S], Change[S] | None]) -> Outcome | None:
    # The version is in the id because two deadlines of one aggregate may fall on the same moment.
    name = f"{document['id']}/{document['due']}/{document['version']}"

    def when_due(state: S | None) -> Change[S]:
        change = decide(state) if state is not None else None
        if change is None:
            raise _NothingDue
        return change

    try:
        return aggregates.execute(document["id"], Command(str(uuid.uuid5(_FIRINGS, name)), actor=TIMER), when_due)
    except _NothingDue:
        return None
    except Conflict:
        _log.warning("a busy aggregate's deadline is left to the next round", extra={"aggregate": document["id"]})
        return None
