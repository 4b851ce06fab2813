"""From an event to its facts: one table of functions by event type, pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from services.analytics.domain.event_like import EventLike
from services.analytics.domain.facts.fact import Fact

Maker = Callable[[EventLike], tuple[Fact, ...]]
MAKERS: Mapping[str, Maker] = {}


def facts_of(event: EventLike) -> tuple[Fact, ...]:
    """Return the facts that `event` gives, none for a type that tells nothing countable or is unknown.

    Raises KeyError, ValueError or TypeError when the payload doesn't keep its contract.
    """
    maker = MAKERS.get(event.type)
    return maker(event) if maker else ()
