"""A person's diary: times that duties take, each taken once, whatever roster, unit or replacement they are of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.patrol.domain.refused import Refused
from services.patrol.domain.span import Span

KEPT = timedelta(days=60)
"""How long a duty that is over stays in the diary: rest, runs and weeks are judged by it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A time that is taken. id: of the hold. look_at: when an unconfirmed one is settled; None: confirmed."""

    id: str
    shift: str
    post: str
    kind: str
    start: datetime
    end: datetime
    look_at: datetime | None = None

    @property
    def span(self) -> Span:
        """When it is."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Diary:
    """A person's entries, in no order."""

    person: str
    entries: tuple[Entry, ...] = ()

    def due(self) -> datetime | None:
        """Return when the earliest unconfirmed entry is to be settled."""
        return min((each.look_at for each in self.entries if each.look_at is not None), default=None)


def hold(diary: Diary, entry: Entry, now: datetime) -> Diary:
    """Take a time. Raises Refused when the person has another duty then. A repeat changes nothing."""
    if any(each.id == entry.id for each in diary.entries):
        return diary
    clash = next((each for each in diary.entries if each.span.meets(entry.span)), None)
    if clash is not None:
        raise Refused(
            "other_duty", f"this person has a duty at {clash.post} from {clash.start.isoformat()}"
            f" to {clash.end.isoformat()}", "take another time or another person",
        )  # fmt: skip
    kept = tuple(each for each in diary.entries if each.end > now - KEPT)
    return replace(diary, entries=(*kept, entry))


def confirm(diary: Diary, ids: Collection[str]) -> Diary:
    """Make holds last; one that is not there is left alone."""
    if not any(each.id in ids and each.look_at for each in diary.entries):
        return diary
    return replace(
        diary, entries=tuple(replace(each, look_at=None) if each.id in ids else each for each in diary.entries)
    )


def release(diary: Diary, ids: Collection[str]) -> Diary:
    """Give times back. A repeat changes nothing."""
    if not any(each.id in ids for each in diary.entries):
        return diary
    return replace(diary, entries=tuple(each for each in diary.entries if each.id not in ids))
