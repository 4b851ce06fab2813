"""Folding events into board items: state-based, so the order and number of deliveries don't matter."""

from __future__ import annotations

from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.event_like import EventLike

Key = tuple[str, str]


def keys_of(event: EventLike) -> tuple[Key, ...]:
    """Return the ``(kind, id)`` of every board item that `event` may change; empty for most types."""
    return ()


def fold(key: Key, item: BoardItem | None, event: EventLike) -> BoardItem | None:
    """Return the item under `key` after `event`; `item` is what was known of it before, None for nothing.

    For every set of events the result is the same in any order and with any repetition.
    """
    return item
