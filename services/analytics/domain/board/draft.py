"""An item while an event is folded into it: parts that each keep the newest event's say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.event_like import EventLike

_COUNTY = 6
_ITEM = "item"


class Draft:
    """A body made of parts, each a last-writer-wins register by the sequence of the aggregate's events.

    Within an aggregate sequences are unique and rise with what happened, so of a part the event with the highest
    one tells what is; taking the highest is the same in any order and with any repetition. One item is fed by one
    aggregate, or by several that each have parts of their own.
    """

    def __init__(self, kind: str, id: str, before: BoardItem | None, event: EventLike) -> None:
        """before: left as it is; what changes is copied."""
        self.kind, self.id, self._before, self._event = kind, id, before, event
        self._stamp = [event.sequence, event.id]
        self.body: dict[str, Any] = dict(before.body) if before else {}
        self._as_of: dict[str, list[Any]] = dict(self.body.get("as_of", {}))
        self.body["as_of"] = self._as_of
        self._changed = before is None
        self._restricted = before.restricted if before else event.restricted
        if self._newer(_ITEM):
            self._restricted = event.restricted
            self.body["told_in"] = event.region
        elif event.restricted and not self._restricted and self._as_of[_ITEM] == self._stamp:
            self._restricted = self._changed = True  # told openly and in confidence: in confidence

    def put(self, part: str, values: Mapping[str, Any], *path: str) -> None:
        """Let a part have these values unless a newer event has told it; None takes a value away.

        Each call for a part gives the same keys. path: where in the body the values lie, the body itself if empty.
        """
        if not self._newer(":".join((*path, part))):
            return
        target = self._at(path)
        for name, value in values.items():
            if value is None:
                target.pop(name, None)
            else:
                target[name] = value

    def join(self, name: str, value: str) -> None:
        """Add a value to a set of the body, kept as a sorted list."""
        known: list[str] = self.body.get(name, [])
        if value and value not in known:
            self.body[name] = sorted((*known, value))
            self._changed = True

    def done(self, gone: bool) -> BoardItem:
        """Return the item; the one from before if the event told nothing new."""
        if not self._changed and self._before is not None:
            return self._before
        region = str(self.body.get("region") or self.body.get("told_in", ""))
        county = region[:_COUNTY] if len(region) >= _COUNTY else ""
        return BoardItem(self.kind, self.id, county, region, self._restricted, self.body, gone)

    def _newer(self, part: str) -> bool:
        known = self._as_of.get(part)
        if known is not None and known >= self._stamp:
            return False
        self._as_of[part] = self._stamp
        self._changed = True
        return True

    def _at(self, path: tuple[str, ...]) -> dict[str, Any]:
        """Return the map at a path, it and all above it copied."""
        target = self.body
        for name in path:
            target[name] = dict(target.get(name, {}))
            target = target[name]
        return target
