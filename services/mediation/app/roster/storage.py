"""Where studios and mediators lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Pending, collection, key
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store
from services.mediation.app.roster import codec
from services.mediation.domain.roster.mediator import Mediator
from services.mediation.domain.roster.studio import Studio

STUDIOS, MEDIATORS = "studios", "mediators"
SOURCE = "/services/mediation"
T = TypeVar("T", Studio, Mediator)


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """Something of the roster with its version, which every change raises by one."""

    item: T
    version: int


def collections() -> tuple[Collection, ...]:
    """Declare both collections."""
    return (
        collection(STUDIOS, key("county")), archive(STUDIOS),
        collection(MEDIATORS, key("county")), archive(MEDIATORS),
    )  # fmt: skip


def studios(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Kept[Studio]]:
    """Return the runner over studios. They have no events: the roster is this service's own."""

    def encode(kept: Kept[Studio]) -> Any:
        return {**codec.studio_document(kept.item), "version": kept.version}

    def decode(data: Any) -> Kept[Studio]:
        return Kept(codec.studio(data["id"], data), data["version"])

    return Aggregates(store, STUDIOS, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode)


def mediators(
    store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None]
) -> Aggregates[Kept[Mediator]]:
    """Return the runner over mediators. They have no events, for nothing about them is the bus's business."""

    def encode(kept: Kept[Mediator]) -> Any:
        return {**codec.mediator_document(kept.item), "version": kept.version}

    def decode(data: Any) -> Kept[Mediator]:
        return Kept(codec.mediator(data["id"], data, data["sealed"]), data["version"])

    return Aggregates(
        store, MEDIATORS, source=SOURCE, clock=clock, hand_over=hand_over, encode=encode, decode=decode
    )


def change(kept: Kept[T]) -> Change[Kept[T]]:
    """Return the change that stores an item."""
    return Change(kept, keys={"county": kept.item.county})
