"""No room and no person is booked twice.

A session counts as booked when its case says so. A booking lies in several calendars, which no transaction joins
with the case, so the case decides, by one write, as the coordinator of a two-phase commit does:

1. the time is *held* in each calendar, in one fixed order; a clash is found here, and nowhere later;
2. the case's fact is written;
3. the holds are *confirmed*.

A hold does not end by the clock, but only when its attempt was refused, or when the sweep has made the case refuse
the session for ever (`Says.give_up`). So whenever a case says that its session takes place, all of its times stand,
held or confirmed, whichever process died or slept between two steps, and however clocks jumped: a case that is late
is refused, it never finds its time taken. The sweep confirms what was left held; `reconcile` gives back what
outlived its session.

What remains: a hold left behind keeps its time for some 6 minutes (longer when the clock is set back meanwhile);
a clock that leaps ahead ends a booking under way, which is told so and may ask again; for moments, until
`reconcile` at the latest, a cancelled or moved session may still keep a part of its time.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Protocol, TypeVar

from lianfang.persistence.aggregate import Aggregates, Change, Command
from lianfang.persistence.due import fire_due
from lianfang.persistence.store import Eq, Range, StoreUnavailable
from services.mediation.app.sessions import storage
from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions import day as days
from services.mediation.domain.sessions.booking import Booking, Slot, calendars_of, check, local_days, resources
from services.mediation.domain.sessions.day import Clash, Day, Entry, Verdict
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


class Says(Protocol):
    """What the cases say of sessions."""

    def takes_place(self, booking: Booking) -> bool:
        """Tell whether the booking's case says that the session takes place as booked. Raises StoreUnavailable."""

    def give_up(self, booking: Booking) -> bool:
        """Make the case refuse the session from now on, unless it has it already; tell whether it never will be.

        May be repeated. Raises StoreUnavailable.
        """


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

    def book(
        self, booking: Booking, command: str, write: Callable[[], T], stands: Callable[[], bool] = lambda: False
    ) -> T:  # fmt: skip
        """Hold, write the case's fact, confirm; return what `write` returned. Repeating it finishes what was begun.

        write: puts the session into the case, or raises. stands: whether the case has the session all the same
        when `write` has raised. If not, the holds are let go of; when nobody knows (StoreUnavailable, a crash),
        they are left to the sweep, which asks the case. Raises what hold, `write` and confirm raise.
        """
        attempt = self.hold(booking, command)
        try:
            written = write()
        except StoreUnavailable:
            raise
        except Exception:
            if not stands():
                self._drop(booking, command, attempt)
            raise
        self.confirm(booking, command)
        return written

    def hold(self, booking: Booking, command: str) -> str:
        """Take all times of a booking until its case is asked, and return the name of this attempt.

        Raises Taken and Refused, all that was held before being let go of; StoreUnavailable (the sweep does that).
        """
        check(booking)
        self._hours.check(Slot(booking.start, booking.end), self._zone)
        self._may_book(booking)
        now, attempt = self._clock(), self._new_id()
        for resource, day in calendars_of(booking, self._zone):
            try:
                self._change(resource, day, command, lambda state: days.hold(state, booking, now, command, attempt))
            except Clash as clash:
                self._drop(booking, command, attempt)
                raise self._taken(resource, clash, booking, now) from None
            except Refused:
                self._drop(booking, command, attempt)
                raise
        return attempt

    def confirm(self, booking: Booking, command: str) -> None:
        """Make the holds last, the case having the session. A repeat changes nothing.

        Raises Refused when the session was cancelled or moved meanwhile; StoreUnavailable (repeat it, or leave it
        to the sweep).
        """
        now = self._clock()
        for resource, day in calendars_of(booking, self._zone):
            self._change(resource, day, command, lambda state: days.confirm(state, booking, now, command))

    def release(self, booking: Booking, command: str) -> None:
        """Give all times of a booking back, its case having cancelled the session. A repeat changes nothing."""
        now = self._clock()
        for resource, day in calendars_of(booking, self._zone):
            self._change(resource, day, command, lambda state: days.release(state, booking.key, now, command))

    def free(self, wanted: Sequence[str], day: date, minutes: int) -> list[Slot]:
        """Return when all `wanted` resources are free on a local day for `minutes` or more, in opening hours."""
        window = self._hours.window(day, self._zone)
        return [] if window is None else self._free_in(window, wanted, timedelta(minutes=minutes), "")

    def sweep(self, says: Says) -> Swept:
        """Settle holds that were left behind; several processes may do so at once. Raises StoreUnavailable."""
        now = self._clock()

        def verdict(entry: Entry) -> Verdict:
            if says.takes_place(entry.booking):
                return Verdict.STANDS
            if entry.patient_until is not None and now < entry.patient_until:
                return Verdict.OPEN
            return Verdict.NEVER if says.give_up(entry.booking) else Verdict.STANDS

        def settle(state: Day) -> Change[Day] | None:
            after = days.look_after(state, now, verdict, "sweep")
            return None if after is None else storage.change(after)

        return Swept(len(fire_due(self._calendars, self._clock, settle)))

    def reconcile(self, says: Says) -> int:
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
                known[booking.key] = says.takes_place(booking)
            if not known[booking.key] and booking.key not in released:
                self.release(booking, "reconcile")
                released.add(booking.key)
        return len(released)

    def _drop(self, booking: Booking, command: str, attempt: str) -> None:
        for resource, day in calendars_of(booking, self._zone):
            self._change(resource, day, command, lambda state: days.drop(state, booking.key, attempt))

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
        busy = [
            Slot(entry.booking.start, entry.booking.end)
            for resource in wanted
            for day in local_days(window, self._zone)
            if (found := self._calendars.get(storage.id_of(resource, day))) is not None
            for entry in found.state.entries
            if entry.takes and entry.booking.session_id != own
        ]
        return free_slots(window, busy, length)
