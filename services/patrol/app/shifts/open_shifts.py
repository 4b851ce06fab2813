"""A published roster becomes shifts: in parts, each of which may be done again, by whoever takes it up.

A roster that was planned anew brings its shifts to its newer version: who has lost a place is taken out everywhere
first, so that the times of those who were moved are free, then those who are new are put in.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from lianfang.persistence.aggregate import Change
from lianfang.persistence.batches import Item, execute_all
from lianfang.persistence.steps import step
from lianfang.persistence.store import Document, Eq, find_all
from services.patrol.app.shifts.act import Act, entry
from services.patrol.app.shifts.codec import Kept, time_to
from services.patrol.app.shifts.drafts import Draft, Drafts
from services.patrol.app.shifts.storage import NAME, change
from services.patrol.domain.rosters.problem import Problem, Roster
from services.patrol.domain.rosters.rota import Rota
from services.patrol.domain.shifts.cancelling import Cancel
from services.patrol.domain.shifts.decide import decide
from services.patrol.domain.shifts.diary import Entry
from services.patrol.domain.shifts.filling import fill
from services.patrol.domain.shifts.opening import shift_id
from services.patrol.domain.shifts.places import LIVE
from services.patrol.domain.shifts.revising import REPLANNED, Revise
from services.patrol.domain.shifts.shift import Shift

PART = 50
SETTLED_AFTER = timedelta(minutes=10)
"""How long the holds of a part may wait for its shifts. A part that took half of it is done afresh."""


class Published(Protocol):
    """A roster in force."""

    @property
    def rota(self) -> Rota:
        """Its id, unit and version."""

    @property
    def problem(self) -> Problem:
        """Its slots."""

    @property
    def roster(self) -> Roster:
        """Who has which place."""


class TooSlow(Exception):
    """The holds of a part may have been settled meanwhile: do it again."""


class OpenShifts:
    """See the module's text."""

    def __init__(self, act: Act, drafts: Drafts) -> None:
        self._act, self._drafts = act, drafts

    def __call__(self, published: Published) -> int:
        """Open the shifts of a roster, or bring them to its newer version; return how many were written.

        Repeat it when it raised or the process died; who does it twice, or two at once, do each shift once.
        Raises Refused for a slot of an unknown post, TooSlow, StoreUnavailable.
        """
        rota = published.rota
        known = {document["id"]: document for document in self._of(rota.id)}
        slots = sorted(published.problem.slots, key=lambda slot: (slot.start, slot.id))
        assigned = self._drafts.by_slot(published.roster)
        people = {each.id: each for each in self._act.people.of_unit(rota.unit)}
        gone = known.keys() - {shift_id(rota.id, slot.id) for slot in slots}
        self._cancel((known[id] for id in gone), REPLANNED)
        frozen = rota.published.frozen_before if rota.published else None
        drafts = (
            self._drafts(rota.id, rota.version, slot, assigned.get(slot.id, {}), people, stays=stays)
            for slot in slots
            for document in [known.get(shift_id(rota.id, slot.id))]
            for stays in [document is not None and frozen is not None and slot.start < frozen]
            if _edition(document) < rota.version
        )
        written = 0
        for part in _parts(drafts) if not known else [list(drafts)]:
            written += self._part(part, known, rota.version)
        return written

    def close(self, roster: str, reason: str) -> int:
        """Cancel all shifts of a roster that have not ended, and return how many. May be repeated."""
        return self._cancel(self._of(roster), reason)

    def _of(self, roster: str) -> Iterable[Document]:
        return list(find_all(self._act.shifts.store, NAME, Eq("roster", roster)))

    def _cancel(self, documents: Iterable[Document], reason: str) -> int:
        live = [each["id"] for each in documents if each["keys"]["state"] in LIVE]
        for id in live:
            self._act(id, Cancel(reason), step(f"close/{id}"))
        return len(live)

    def _part(self, drafts: Sequence[Draft], known: Mapping[str, Document], version: int) -> int:
        """Take out who lost their places, hold the times of all who are new in a few writes, write the shifts."""
        losing = [draft for draft in drafts if draft.shift.id in known and _differs(draft, known[draft.shift.id])]
        self._write(losing, set(), version)
        return sum(self._fill(list(each), version) for each in _parts(drafts))

    def _fill(self, drafts: Sequence[Draft], version: int) -> int:
        until = self._act.clock() + SETTLED_AFTER / 2
        entries: defaultdict[str, list[Entry]] = defaultdict(list)
        for draft in drafts:
            stored = self._act.shifts.get(draft.shift.id)
            has = stored.state.shift.people if stored else ()
            for person, hold in draft.holds:
                if person not in has:
                    entries[person].append(entry(draft.shift, hold))
        taken = self._act.diaries.hold_all(entries, SETTLED_AFTER)
        written = self._write(drafts, taken, version, until)
        self._settle(drafts)
        return written

    def _write(self, drafts: Sequence[Draft], taken: set[str], version: int, until: datetime | None = None) -> int:
        """Write shifts with one flush. until: before when; None: only take those out who lose their places."""
        removing = until is None
        items = [
            Item(
                draft.shift.id, step(f"open/{draft.shift.id}/{version}{'/out' if removing else ''}"),
                self._decision(draft, taken, version, until),
            )
            for draft in drafts
        ]  # fmt: skip
        outcomes = execute_all(self._act.shifts, items)
        self._act.finish.all([draft.shift.id for draft in drafts])
        return sum(not outcome.repeated for outcome in outcomes)

    def _decision(
        self, draft: Draft, taken: set[str], version: int, until: datetime | None
    ) -> Callable[[Kept | None], Change[Kept]]:
        def decided(kept: Kept | None) -> Change[Kept]:
            time.sleep(0)  # a roster may have thousands of shifts: others get their turn
            ctx = self._act.context(draft.shift, "roster")
            if until is not None and ctx.now > until:
                raise TooSlow(f"the holds of shift {draft.shift.id} may be gone")
            if kept is not None and (draft.stays or as_planned(kept.shift, draft.shift)):
                return change(kept, kept.shift, [], ctx.policy, ctx.now, edition=version)
            wanted, happened = draft.open(taken, ctx.policy, ctx.now)
            if kept is None:
                after, more = fill(wanted, ctx)
                return change(None, after, [*happened, *more], ctx.policy, ctx.now, edition=version)
            after, more = decide(kept.shift, Revise(wanted, removing=until is None), ctx)
            edition = kept.edition if until is None else version
            return change(kept, after, more, ctx.policy, ctx.now, edition=edition)

        return decided

    def _settle(self, drafts: Sequence[Draft]) -> None:
        """Confirm the holds that shifts have; give back those that another process's shift has not any more."""
        kept: defaultdict[str, set[str]] = defaultdict(set)
        gone: defaultdict[str, set[str]] = defaultdict(set)
        for draft in drafts:
            time.sleep(0)
            has = {place.hold for place in self._act.get(draft.shift.id).places}
            for person, hold in draft.holds:
                (kept if hold in has else gone)[person].add(hold)
        self._act.diaries.settle_all(kept, gone)


def _differs(draft: Draft, document: Document) -> bool:
    """Tell whether somebody has to leave a shift: not one that was frozen, nor one that has begun."""
    keys, shift = document["keys"], draft.shift
    same = (sorted(shift.people), time_to(shift.start), time_to(shift.end))
    differs = (keys["people"], keys["start"], keys["end"]) != same
    return keys["state"] == "published" and not draft.stays and differs


def as_planned(shift: Shift, draft: Shift) -> bool:
    """Tell whether a shift is as its roster has it: when it is, what it asks, who has places in it."""

    def said(it: Shift) -> tuple[object, ...]:
        needs = [place.need for place in it.places]
        return sorted(it.people), it.span, needs, dict(it.together), it.state == "cancelled"

    return said(shift) == said(draft)


def _edition(document: Document | None) -> int:
    return document["state"]["edition"] if document else 0


def _parts(drafts: Iterable[Draft]) -> Iterator[list[Draft]]:
    part: list[Draft] = []
    for draft in drafts:
        time.sleep(0)
        part.append(draft)
        if len(part) == PART:
            yield part
            part = []
    if part:
        yield part
