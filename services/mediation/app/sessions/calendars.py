"""No room and no person is booked twice.

A booking lies in several calendars, which no transaction joins. So the time is first *held* in each, in one fixed
order; then the case's fact is written; then the holds are *confirmed*. A crash between any two of these steps is
healed: a hold without a fact expires, a hold with one is confirmed by the sweep, and what outlives its session is
given back by `reconcile`. At no moment is a resource confirmed for two sessions at once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.due import fire_due
from lianfang.persistence.store import Eq, Range, StoreUnavailable
from services.mediation.app.sessions import storage
from services.mediation.domain.sessions import day as days
from services.mediation.domain.sessions.booking import Booking, Slot, calendars_of, check, local_days, resources
from services.mediation.domain.sessions.day import Clash, Day
from services.mediation.domain.sessions.free import free_slots, nearest
from services.mediation.domain.sessions.hours import Hours

T = TypeVar("T")
SEARCH_DAYS = 7
ANYTIME = Hours()


class Taken(Exception):
    """A resource is taken. by: until when. free: the nearest times at which all of the booking's are free."""

    def __init__(self, resource: str, until: datetime, free: Sequence[Slot]) -> None:
        super().__init__(f"{resource} is taken until {until.isoformat()}")
        self.resource, self.until, self.free = resource, until, tuple(free)


class _Unchanged(Exception):
    """Nothing to write."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many calendars with holds a sweep has settled."""

    calendars: int


def anything_goes(_booking: Booking) -> None:
    """The default check of a booking: any room and person will do."""


class Calendars:
    """See the module's text."""

    def __init__(
        self, calendars: Aggregates[Day], clock: Callable[[], datetime], zone: tzinfo, *,
        hours: Hours = ANYTIME, may_book: Callable[[Booking], None] = anything_goes,
        new_id: Callable[[], str] = lambda: str(uuid.uuid4()),
    ) -> None:  # fmt: skip
        """calendars: see storage.aggregates. zone: whose midnight parts the days.

        may_book: raises Refused for a room or person that can't be booked (`Roster.check_booking`).
        """
        self._calendars, self._clock, self._zone = calendars, clock, zone
        self._hours, self._may_book, self._new_id = hours, may_book, new_id

    def book(self, booking: Booking, command: str, write: Callable[[], T]) -> T:
        """Hold, write the case's fact, confirm; return what `write` returned. Repeating it finishes what was begun.

        When `write` refuses, the holds are given up. When nobody knows whether it wrote (StoreUnavailable, a
        crash), they are left to the sweep, which asks the case. Raises what hold, `write` and confirm raise; after
        Taken from confirm (the process slept for minutes in between) the case's session has to be cancelled.
        """
        self.hold(booking, command)
        try:
            written = write()
        except StoreUnavailable:
            raise
        except Exception:
            self._drop(booking, command)
            raise
        self.confirm(booking, command)
        return written

    def hold(self, booking: Booking, command: str) -> None:
        """Take all times of a booking for 5 minutes. A repeat changes nothing.

        Raises Taken, all that was held before being released; Refused; StoreUnavailable (what is held expires).
        """
        check(booking)
        self._hours.check(Slot(booking.start, booking.end), self._zone)
        self._may_book(booking)
        self._all(booking, command, days.hold, self._drop)

    def confirm(self, booking: Booking, command: str) -> None:
        """Make the holds last; what expired meanwhile is taken afresh. A repeat changes nothing.

        Raises Taken when another came in between, all of this booking being released; Refused; StoreUnavailable
        (repeat it, or leave it to the sweep).
        """
        self._all(booking, command, days.confirm, self.release)

    def release(self, booking: Booking, command: str) -> None:
        """Give all times of a booking back, the session being cancelled. A repeat changes nothing."""
        now = self._clock()
        for resource, day in calendars_of(booking, self._zone):
            self._change(resource, day, command, lambda state: days.release(state, booking.key, now, command))

    def free(self, wanted: Sequence[str], day: date, minutes: int) -> list[Slot]:
        """Return when all `wanted` resources are free on a local day for `minutes` or more, in opening hours."""
        window = self._hours.window(day, self._zone)
        return [] if window is None else self._free_in(window, wanted, timedelta(minutes=minutes), "")

    def sweep(self, scheduled: Callable[[Booking], bool]) -> Swept:
        """Settle holds that were left behind; several processes may do so at once.

        scheduled: whether the booking's case says that the session takes place as booked. Raises StoreUnavailable.
        """
        now = self._clock()

        def settle(state: Day) -> Change[Day] | None:
            after = days.look_after(state, now, scheduled, "sweep")
            return None if after is None else storage.change(after)

        return Swept(len(fire_due(self._calendars, self._clock, settle)))

    def reconcile(self, scheduled: Callable[[Booking], bool]) -> int:
        """Release confirmed bookings from today on whose sessions do not take place, and return how many.

        They are left when a process died between a cancellation and its release. Raises StoreUnavailable.
        """
        now = self._clock()
        today = now.astimezone(self._zone).date().isoformat()
        known: dict[str, bool] = {}
        released = set()
        for _, entry in storage.entries(self._calendars.store, Eq("open", True), Range("day", low=today)):
            booking = entry.booking
            if entry.state != days.CONFIRMED or booking.end <= now:
                continue
            if booking.key not in known:
                known[booking.key] = scheduled(booking)
            if not known[booking.key] and booking.key not in released:
                self.release(booking, "reconcile")
                released.add(booking.key)
        return len(released)

    def _drop(self, booking: Booking, command: str) -> None:
        for resource, day in calendars_of(booking, self._zone):
            self._change(resource, day, command, lambda state: days.drop(state, booking.key))

    def _all(
        self, booking: Booking, command: str, step: Callable[[Day, Booking, datetime, str], Day],
        undo: Callable[[Booking, str], None],
    ) -> None:  # fmt: skip
        now = self._clock()
        for resource, day in calendars_of(booking, self._zone):
            try:
                self._change(resource, day, command, lambda state: step(state, booking, now, command))
            except Clash as clash:
                undo(booking, command)
                raise self._taken(resource, clash, booking, now) from None

    def _change(self, resource: str, day: date, command: str, decide: Callable[[Day], Day]) -> None:
        def decided(state: Day | None) -> Change[Day]:
            before = state or Day(resource, day.isoformat())
            after = decide(before)
            if after is before:
                raise _Unchanged
            return storage.change(after)

        # The booking's own entry tells a repeat from news. Were the id remembered too, a hold that was released on
        # a refusal could not be taken again by the same command.
        once = Command(self._new_id(), actor="calendars", causation=command)
        try:
            self._calendars.execute(storage.id_of(resource, day), once, decided)
        except _Unchanged:
            return

    def _taken(self, resource: str, clash: Clash, booking: Booking, now: datetime) -> Taken:
        length = booking.end - booking.start
        first = max(booking.start, now).astimezone(self._zone).date()
        free: list[Slot] = []
        for window in self._hours.windows(first, SEARCH_DAYS, self._zone):
            begin = max(window.start, now)
            if begin < window.end:
                free += self._free_in(Slot(begin, window.end), resources(booking), length, booking.session_id)
            if len(free) >= SEARCH_DAYS:
                break
        return Taken(resource, clash.entry.booking.end, nearest(free, booking.start, length))

    def _free_in(self, window: Slot, wanted: Sequence[str], length: timedelta, own: str) -> list[Slot]:
        now = self._clock()
        busy = [
            Slot(entry.booking.start, entry.booking.end)
            for resource in wanted
            for day in local_days(window, self._zone)
            if (found := self._calendars.get(storage.id_of(resource, day))) is not None
            for entry in found.state.entries
            if entry.takes(now) and entry.booking.session_id != own
        ]
        return free_slots(window, busy, length)
