"""Folding events into board items: state-based, so the order and number of deliveries don't matter."""

from __future__ import annotations

from collections.abc import Mapping

from services.analytics.domain.board.case import CASE
from services.analytics.domain.board.draft import Draft
from services.analytics.domain.board.folding import Folding
from services.analytics.domain.board.hazard import HAZARD
from services.analytics.domain.board.incident import INCIDENT
from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.board.patrol import PATROL
from services.analytics.domain.board.shift import SHIFT
from services.analytics.domain.board.warning import WARNING
from services.analytics.domain.event_like import EventLike

Key = tuple[str, str]

FOLDINGS: Mapping[str, tuple[Folding, ...]] = {
    **INCIDENT, **PATROL, **SHIFT, **CASE, **HAZARD, **WARNING,
}  # fmt: skip
"""What each event type changes on the board; most change one item, many none."""


def keys_of(event: EventLike) -> tuple[Key, ...]:
    """Return the ``(kind, id)`` of every board item that `event` may change; empty for many types.

    Raises KeyError when the payload doesn't keep its contract.
    """
    return tuple((each.kind, each.id(event.data)) for each in FOLDINGS.get(event.type, ()))


def fold(key: Key, item: BoardItem | None, event: EventLike) -> BoardItem | None:
    """Return the item under `key` after `event`; `item` is what was known of it before, None for nothing.

    For every set of events the result is the same in any order and with any repetition; `item` itself comes back
    when the event tells nothing new. Raises KeyError, ValueError or TypeError as `facts_of` does.
    """
    for each in FOLDINGS.get(event.type, ()):
        if (each.kind, each.id(event.data)) == key:
            draft = Draft(*key, item, event)
            each.apply(draft, event, event.data)
            return draft.done(each.gone(draft.body))
    return item
