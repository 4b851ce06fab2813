"""Following the shifts: one process at a time asks what has changed and gives it to the units.

The lease only saves work. Were two processes to follow at once, or one to go on after it was thought dead, the
versions of the shifts would still keep every unit right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from lianfang.persistence.steps import step
from lianfang.persistence.store import AlreadyExists, Conflict, Document, Store, find_all
from services.patrol.app.board.ports import Shifts, Versioned
from services.patrol.app.board.storage import CURSOR, NAME
from services.patrol.app.board.units import Units
from services.patrol.app.shifts.codec import time_from, time_to
from services.patrol.domain.board.duties import base_of_shift, duty_of, rebase, take_duties
from services.patrol.domain.board.telling import Step
from services.patrol.domain.board.unit import Base, Unit
from services.patrol.domain.shifts.shift import LONGEST, Shift

ID = "shifts"
LEASE = timedelta(seconds=15)
PAGE, MOST = 500, 8000
_LOOK_BACK = LONGEST + timedelta(hours=1)


class FollowShifts:
    """See the module's text."""

    def __init__(self, store: Store, shifts: Shifts, units: Units, holder: str) -> None:
        """holder: this process, a fresh id."""
        self._store, self._shifts, self._units, self._holder = store, shifts, units, holder

    def __call__(self) -> int:
        """Take what has changed and return of how many shifts; 0 while another process does so.

        Raises StoreUnavailable; what was not taken is taken next time.
        """
        lease = self._lease()
        now, limit, taken = self._units.clock(), PAGE, 0
        known: set[str] = set()
        while lease is not None:
            # What ended before is nobody's duty now: a board that begins anew, or slept, need not read it.
            cursor = max(lease["cursor"], time_to(now - _LOOK_BACK))
            found, following = self._shifts.changed_since(cursor, limit)
            fresh = [shift for shift in found if shift.id not in known]
            known |= {shift.id for shift in fresh}
            taken += self._take(fresh, now)
            lease = self._keep(lease, following, now)
            if len(found) < limit or limit >= MOST:
                break
            if not fresh:
                limit *= 2  # the cursor stays behind the clock, and more than a page has changed since
        return taken

    def _take(self, found: Iterable[Shift], now: datetime) -> int:
        by_post: defaultdict[str, list[str]] = defaultdict(list)
        for shift in found:
            # What has not begun is nobody's duty yet; that it begins will be a change.
            begun = shift.state == "running" or (shift.state != "published" and shift.start <= now)
            if begun and now < shift.end:
                by_post[shift.post].append(shift.id)
        return sum(self._give(post, ids) for post, ids in sorted(by_post.items()))

    def _give(self, post: str, ids: Iterable[str]) -> int:
        """Give a unit the shifts that it does not know in their newest version."""
        stored = self._units.aggregates.get(post)
        known = {duty.shift: duty.version for duty in stored.state.duties} if stored else {}
        fresh = [seen for id in ids if (seen := self._shifts.get(id)) and seen.version > known.get(id, 0)]
        if fresh:
            duties = [duty_of(seen.shift, seen.version) for seen in fresh]
            self._units.execute(
                post, step(_name(post, fresh)), lambda unit, at: take_duties(unit, duties, at),
                otherwise=base_of_shift(fresh[0].shift),
            )  # fmt: skip
        return len(fresh)

    def _lease(self) -> Document | None:
        known, now = self._store.get(CURSOR, ID), self._units.clock()
        if known is not None and known["holder"] == self._holder and now < time_from(known["until"]) - LEASE / 2:
            return known
        if known is not None and known["holder"] != self._holder and now < time_from(known["until"]):
            return None
        base: dict[str, Any] = known or {"id": ID, "cursor": ""}
        return self._written({**base, "holder": self._holder, "until": time_to(now + LEASE)}, known)

    def _keep(self, lease: Document, cursor: str, now: datetime) -> Document | None:
        if cursor == lease["cursor"]:
            return lease
        return self._written({**lease, "cursor": cursor, "until": time_to(now + LEASE)}, lease)

    def _written(self, document: Document, before: Document | None) -> Document | None:
        try:
            if before is None:
                return self._store.insert(CURSOR, document)
            return self._store.replace(CURSOR, document, before["revision"])
        except (AlreadyExists, Conflict):
            return None  # another process was quicker


def refresh_posts(units: Units) -> int:
    """Give every unit what its post is now, for posts are changed by packs; return how many differed."""
    changed = 0
    for document in find_all(units.aggregates.store, NAME):
        stored = units.aggregates.stored(document)
        base = units.base(stored.id)
        if base is not None and base != stored.state.base:
            command = step(f"board/{stored.id}/base/{stored.version}")
            changed += units.execute(stored.id, command, partial(_rebased, base))
    return changed


def _rebased(base: Base, unit: Unit, now: datetime) -> Step:
    return rebase(unit, base, now)


def _name(post: str, fresh: Iterable[Versioned]) -> str:
    told = sorted(f"{seen.shift.id}@{seen.version}" for seen in fresh)
    return f"board/{post}/{','.join(told)}"
