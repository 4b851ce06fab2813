"""From a stretch of the event log to one batch for the base.

What it writes depends on the set of events alone: facts have a key, board items are folded in any order, and the
numbers of an aggregate's events are a set. So an event that comes twice, late, or in another order changes nothing,
and one that does not come is a marked gap.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from lianfang.messaging.envelope import Event
from lianfang.messaging.log import RESTRICTED_LOG
from lianfang.messaging.log_mark import mark_of
from services.analytics.app.ports import Base, Batch, BatchRefused, Gap, ItemKey, Origin, Seen
from services.analytics.app.projection.news import kinds_of
from services.analytics.app.projection.sequences import see
from services.analytics.domain.board.fold import fold, keys_of
from services.analytics.domain.board.item import BoardItem
from services.analytics.domain.event_like import EventLike
from services.analytics.domain.facts.fact import Fact
from services.analytics.domain.facts.of_event import facts_of


class Logged(Protocol):
    """One message of a log: its place and its bytes."""

    @property
    def offset(self) -> int:
        """Its place in the stream."""

    @property
    def body(self) -> bytes:
        """A CloudEvent in structured JSON."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How events are read; the default is the service's. Pure functions, all of them."""

    facts_of: Callable[[EventLike], Iterable[Fact]] = facts_of
    keys_of: Callable[[EventLike], Iterable[ItemKey]] = keys_of
    fold: Callable[[ItemKey, BoardItem | None, EventLike], BoardItem | None] = fold


@dataclass(frozen=True, slots=True)
class Taken:
    """What a stretch brought. events: messages read. gaps: what was marked as lacking or unreadable.

    kinds: of the facts, when any was new.
    """

    events: int = 0
    new: int = 0
    repeated: int = 0
    gaps: tuple[Gap, ...] = ()
    kinds: frozenset[str] = frozenset()

    def __add__(self, later: Taken) -> Taken:
        """Return what both brought."""
        return Taken(
            self.events + later.events, self.new + later.new, self.repeated + later.repeated,
            self.gaps + later.gaps, self.kinds | later.kinds,
        )  # fmt: skip


@dataclass
class _Stretch:
    """The events of a stretch with their places, the facts with theirs, and what of it could not be read."""

    stream: str
    events: list[tuple[int, Event]] = field(default_factory=list)
    facts: dict[tuple[str, str, str], tuple[int, Fact]] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    told: int = 0


class Projector:
    """Takes stretches of the logs into a base. Not to be called by two at once: the base has one writer.

    It takes no lock and logs nothing, so that it may run in a real thread beside an event loop.
    """

    def __init__(self, base: Base, clock: Callable[[], datetime], reading: Reading | None = None) -> None:
        self._base, self._clock = base, clock
        self._reading = reading or Reading()

    def take(self, stream: str, entries: Sequence[Logged]) -> Taken:
        """Add what these messages say, in one transaction with the place reached. Raises the base's errors.

        Messages before the place that was reached are passed over; a jump ahead is marked as a gap. What the base
        can't keep is marked, too: the stretch is halved until that message stands alone.
        """
        wanted = self._base.offset(stream) or 0
        fresh = [entry for entry in entries if entry.offset >= wanted]
        if not fresh:
            return Taken()
        stretch = self._read(stream, fresh)
        if fresh[0].offset > wanted:
            self._mark(
                stretch, wanted, fresh[0].offset - 1, "the log no longer holds these: it is kept so long only"
            )
        try:
            return self._add(stretch, fresh)
        except (BatchRefused, RecursionError) as error:
            if len(fresh) > 1:
                middle = len(fresh) // 2
                return self.take(stream, fresh[:middle]) + self.take(stream, fresh[middle:])
            bare = _Stretch(stream, gaps=stretch.gaps)
            self._unreadable(bare, fresh[0].offset, error)
            return self._add(bare, fresh)

    def _add(self, stretch: _Stretch, fresh: Sequence[Logged]) -> Taken:
        items = self._items(stretch)
        facts = list(stretch.facts.values())
        added = self._base.add(
            Batch(
                stretch.stream,
                fresh[-1].offset + 1,
                [fact for _, fact in facts],
                [place for place, _ in facts],
                items,
                self._seen([event for _, event in stretch.events]),
                stretch.gaps,
                mark_of(fresh[-1].body),
            )
        )
        kinds = kinds_of(fact for _, fact in facts) if added.new else frozenset[str]()
        return Taken(len(fresh), added.new, stretch.told - added.new, tuple(stretch.gaps), kinds)

    def _read(self, stream: str, entries: Sequence[Logged]) -> _Stretch:
        stretch = _Stretch(stream)
        for entry in entries:
            try:
                event = Event.from_json(entry.body)
                if stretch.stream == RESTRICTED_LOG and not event.restricted:
                    event = replace(event, restricted=True)
                facts = tuple(self._reading.facts_of(event))
            except MemoryError:
                raise
            except Exception as error:  # reading is pure: whatever it meets is the event's fault
                self._unreadable(stretch, entry.offset, error)
                continue
            stretch.events.append((entry.offset, event))
            stretch.told += len(facts)
            for fact in facts:
                stretch.facts.setdefault((fact.event_id, fact.kind, fact.other), (entry.offset, fact))
        return stretch

    def _unreadable(self, stretch: _Stretch, offset: int, error: Exception) -> None:
        """Mark one event that can't be read; it must not hold up all others."""
        self._mark(stretch, offset, offset, f"unreadable: {type(error).__name__}: {error}"[:300])

    def _mark(self, stretch: _Stretch, first: int, last: int, why: str) -> None:
        stretch.gaps.append(Gap(stretch.stream, first, last, self._clock(), why))

    def _items(self, stretch: _Stretch) -> list[BoardItem]:
        keyed: list[tuple[int, Event, tuple[ItemKey, ...]]] = []
        for offset, event in stretch.events:
            try:
                keyed.append((offset, event, tuple(self._reading.keys_of(event))))
            except Exception as error:  # as above
                self._unreadable(stretch, offset, error)
        known: Mapping[ItemKey, BoardItem] = self._base.items({key for _, _, keys in keyed for key in keys})
        now: dict[ItemKey, BoardItem] = dict(known)
        for offset, event, keys in keyed:
            try:
                folded = {key: self._reading.fold(key, now.get(key), event) for key in keys}
            except Exception as error:  # as above
                self._unreadable(stretch, offset, error)
                continue
            now.update({key: item for key, item in folded.items() if item is not None})
        return [item for key, item in now.items() if not _same(item, known.get(key))]

    def _seen(self, events: Sequence[Event]) -> dict[Origin, Seen]:
        numbered = [event for event in events if event.sequence > 0]
        known = self._base.seen({(event.source, event.subject) for event in numbered})
        now: dict[Origin, Seen] = dict(known)
        for event in numbered:
            origin = (event.source, event.subject)
            now[origin] = see(now.get(origin, Seen()), event.sequence)
        return {origin: seen for origin, seen in now.items() if seen != known.get(origin)}


def _same(item: BoardItem, known: BoardItem | None) -> bool:
    return known is not None and (item is known or item == known or _text(item) == _text(known))


def _text(item: BoardItem) -> str:
    """Return an item as the base keeps it: a tuple and a list are the same there."""
    return json.dumps([item.county, item.region, item.restricted, item.gone, item.body], sort_keys=True)
