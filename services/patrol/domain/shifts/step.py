"""What a decision gives: the shift afterwards, and what happened, for the bus and for those concerned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.patrol.domain.shifts.context import Context
from services.patrol.domain.shifts.shift import Shift


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a shift.

    name: as in ``patrol.<name>``. data: JSON-able, besides what every event of a shift says; no name of anybody.
    people: whom it concerns, who get a notice of it.
    """

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    people: tuple[str, ...] = ()


Step = tuple[Shift, list[Happened]]
Handler = Callable[[Shift, Any, Context], Step]
Handlers = Mapping[type, Handler]
