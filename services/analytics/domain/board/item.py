"""A board item: the present state of one thing the command room watches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BoardItem:
    """What happens now, for one thing.

    kind: incident, unit, assignment, gap, shift, case, hazard or warning; docs/facts.md lists what each body has.
    id: the aggregate's id; ``(kind, id)`` is the key.
    county: the county (6 digits) it belongs to, "" above a county.
    region: the finest region code known.
    restricted: shown only to those who may see restricted events.
    body: JSON-ready state; lists and maps in it are for `fold` alone to change. ``as_of`` in it says which event
    each part is of.
    gone: no longer happening (closed, ended, withdrawn); kept so that a late event can't revive it.
    """

    kind: str
    id: str
    county: str
    region: str
    restricted: bool
    body: dict[str, Any]
    gone: bool = False
