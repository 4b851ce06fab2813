"""What a context says about its board items: which event changes which item, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from services.analytics.domain.board.draft import Draft
from services.analytics.domain.event_like import EventLike

Data = Mapping[str, Any]
Apply = Callable[[Draft, EventLike, Data], None]


@dataclass(frozen=True, slots=True)
class Folding:
    """kind: of the item. id: of the item, from the payload. apply: puts what the event tells. gone: by the body."""

    kind: str
    id: Callable[[Data], str]
    apply: Apply
    gone: Callable[[Data], bool]


def some(data: Data, *names: str) -> dict[str, Any]:
    """Return these fields of a payload; None for those it does not have."""
    return {name: data.get(name) for name in names}
