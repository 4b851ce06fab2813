"""Diaries of people: one document each, so one compare-and-set decides who gets a time of theirs.

A time is *held* in the diary, then the shift decides by one write whether the person has the place, then the hold
is *confirmed*. A hold that was left behind is settled by `sweep`: it stands if the shift has it; else the shift is
made to refuse it for ever before the time is given back. So whenever a shift says that somebody has a place, the
time stands in their diary, whichever process died or slept between two steps.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lianfang.persistence import store as stores
from lianfang.persistence.store import AlreadyExists, Conflict, Document, Index, Insert, Range, Replace, Store
from services.patrol.app.guarded import guarded
from services.patrol.app.shifts.codec import time_from, time_to
from services.patrol.domain.refused import Refused
from services.patrol.domain.shifts import diary as diary_rules
from services.patrol.domain.shifts.diary import Diary, Entry

NAME = "diaries"
LOOK_AFTER = timedelta(minutes=2)
"""How long a hold may wait for its shift before it is settled."""
MAX_RACES = 50
Stands = Callable[[str, str], bool]
"""Whether a shift has a hold; when it has not, it never will after the answer."""


def collections() -> tuple[stores.Collection, ...]:
    """Declare the collection. due: when an unconfirmed hold is to be settled."""
    return (stores.Collection(NAME, (Index("due", "due"),)),)


class Diaries:
    """See the module's text."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store, self._clock = store, clock

    def of(self, person: str) -> Diary:
        """Return a person's diary, an empty one when there is none."""
        found = self._store.get(NAME, person)
        return decode(found) if found else Diary(person)

    def hold(self, person: str, entry: Entry) -> None:
        """Take a time until its shift is asked. Raises Refused when it is taken."""
        now = self._clock()
        held = replace(entry, look_at=now + LOOK_AFTER)
        self._change(person, lambda diary: diary_rules.hold(diary, held, now))

    def confirm(self, person: str, holds: Collection[str]) -> None:
        """Make holds last."""
        self._change(person, lambda diary: diary_rules.confirm(diary, holds))

    def release(self, person: str, holds: Collection[str]) -> None:
        """Give times back."""
        self._change(person, lambda diary: diary_rules.release(diary, holds))

    def hold_all(self, wanted: Mapping[str, Sequence[Entry]], look_after: timedelta) -> set[str]:
        """Take many times of many people with one flush, and return the ids of those that are taken already."""
        refused: dict[str, set[str]] = {}

        def held(diary: Diary) -> Diary:
            after, refused[diary.person] = _hold_each(diary, wanted[diary.person], self._clock(), look_after)
            return after

        self._change_all(dict.fromkeys(wanted, held))
        return set().union(*refused.values()) if refused else set()

    def settle_all(self, kept: Mapping[str, Collection[str]], gone: Mapping[str, Collection[str]]) -> None:
        """Confirm many holds and give others back with one flush."""

        def settled(diary: Diary) -> Diary:
            confirmed = diary_rules.confirm(diary, kept.get(diary.person, ()))
            return diary_rules.release(confirmed, gone.get(diary.person, ()))

        self._change_all(dict.fromkeys([*kept, *gone], settled))

    def sweep(self, stands: Stands, at_once: int = 200) -> int:
        """Settle holds that were left behind, and return in how many diaries. Raises StoreUnavailable."""
        found = self._store.find(NAME, Range("due", high=time_to(self._clock())), sort="due", limit=at_once)
        return sum(
            guarded(partial(self._settle, decode(each), stands), "settling a diary", each["id"])
            for each in found.documents
        )

    def _settle(self, diary: Diary, stands: Stands) -> None:
        now = self._clock()
        late = [each for each in diary.entries if each.look_at is not None and each.look_at <= now]
        kept = {each.id for each in late if stands(each.shift, each.id)}
        gone = {each.id for each in late} - kept
        self._change(
            diary.person, lambda current: diary_rules.release(diary_rules.confirm(current, kept), gone)
        )  # fmt: skip

    def _change_all(self, decisions: Mapping[str, Callable[[Diary], Diary]]) -> None:
        """Change many; whoever lost a race is done singly."""
        operations: list[Insert | Replace] = []
        people: list[str] = []
        for person, decide in decisions.items():
            time.sleep(0)  # others get their turn
            found = self._store.get(NAME, person)
            before = decode(found) if found else Diary(person)
            after = decide(before)
            if after is not before:
                document = encode(after)
                operations.append(Replace(NAME, document, found["revision"]) if found else Insert(NAME, document))
                people.append(person)
        errors = self._store.bulk(operations).errors if operations else []
        for person, error in zip(people, errors, strict=True):
            if isinstance(error, Conflict | AlreadyExists):
                self._change(person, decisions[person])
            elif error is not None:
                raise error

    def _change(self, person: str, decide: Callable[[Diary], Diary]) -> None:
        for _ in range(MAX_RACES):
            found = self._store.get(NAME, person)
            before = decode(found) if found else Diary(person)
            after = decide(before)
            if after is before:
                return
            try:
                if found is None:
                    self._store.insert(NAME, encode(after))
                else:
                    self._store.replace(NAME, encode(after), found["revision"])
            except (Conflict, AlreadyExists):
                continue
            return
        raise Conflict(f"{NAME}/{person} changes all the time")


def _hold_each(
    diary: Diary, entries: Sequence[Entry], now: datetime, look_after: timedelta
) -> tuple[Diary, set[str]]:
    refused = set()
    for entry in entries:
        try:
            diary = diary_rules.hold(diary, replace(entry, look_at=now + look_after), now)
        except Refused:
            refused.add(entry.id)
    return diary, refused


def encode(diary: Diary) -> Document:
    """Return the document of a diary."""
    due = diary.due()
    entries = [
        {
            "id": each.id, "shift": each.shift, "post": each.post, "kind": each.kind, "start": time_to(each.start),
            "end": time_to(each.end), "look_at": time_to(each.look_at) if each.look_at else None,
        }
        for each in diary.entries
    ]  # fmt: skip
    return {"id": diary.person, "entries": entries, "due": time_to(due) if due else None}


def decode(document: Mapping[str, Any]) -> Diary:
    """Return the diary of a document."""
    entries = (
        Entry(**{
            **each, "start": time_from(each["start"]), "end": time_from(each["end"]),
            "look_at": time_from(each["look_at"]) if each["look_at"] else None,
        })
        for each in document["entries"]
    )  # fmt: skip
    return Diary(document["id"], tuple(entries))
