"""Sessions: room and people are held, the case notes the session, then the holds last (app/sessions/calendars).

The case decides: whatever a crash left in the calendars is settled by what it says.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Command
from lianfang.persistence.sealed import Cipher, seal
from lianfang.persistence.steps import step
from services.mediation.app.access import NotThere, may_act, may_see, require_seen
from services.mediation.app.act import Act, Check, anything
from services.mediation.app.roster.in_words import place_in_words
from services.mediation.app.roster.roster import Roster
from services.mediation.app.sessions.agenda import Agenda
from services.mediation.app.sessions.calendars import Calendars
from services.mediation.app.sessions.ics import calendar, uid_of
from services.mediation.app.sight import as_sealed
from services.mediation.domain.case import Case
from services.mediation.domain.meeting import EndSession, GiveUpSession, ScheduleSession
from services.mediation.domain.refused import Refused
from services.mediation.domain.sessions.booking import Booking
from services.mediation.domain.sessions.day import Entry

_NO_SESSION = "There is no such session, or it is not yours to see."
_SESSIONS = uuid.UUID("7d1e6a52-0e55-5c55-8f1b-0c5f0f3f9b17")


@dataclass(frozen=True, slots=True)
class SessionSaid:
    """What is asked for. people: mediators, by default the case's. link: to join by video. notes: plain text."""

    start: datetime
    end: datetime
    studio: str = ""
    room: str = ""
    people: tuple[str, ...] = ()
    link: str = ""
    notes: str = ""


class ScheduleSessions:
    """See the module's text."""

    def __init__(self, act: Act, calendars: Calendars, cipher: Cipher, roster: Roster) -> None:
        self._act, self._calendars, self._cipher, self._roster = act, calendars, cipher, roster
        self._agenda = Agenda(act.cases.store)

    def __call__(
        self, id: str, said: SessionSaid, caller: Caller, command: Command, check: Check = anything
    ) -> Case:
        """Schedule a session and return the case.

        Raises Taken with free times, Refused, NotThere, NotAllowed, ReusedId, StoreUnavailable.
        """
        case = self._act.case_for(caller, id)
        booking = self._booking(case, said, str(uuid.uuid5(_SESSIONS, command.id)))
        order = ScheduleSession(
            booking.session_id, said.start, said.end, said.studio, said.room, booking.people, bool(said.link),
            seal(self._cipher, {"notes": said.notes}),
        )  # fmt: skip
        if any(each.id == booking.session_id for each in case.sessions):
            return self._act(id, [order], caller, command, check)  # a repeat; the sweep confirms what it finds held

        def write() -> Case:
            after = self._act(id, [order], caller, command, check)
            if not _takes_place(after, booking):  # a repeat of a command whose session is over by now
                raise Refused("session_cancelled", "the session was cancelled", "schedule a new one")
            return after

        return self._calendars.book(booking, command.id, write, lambda: self.takes_place(booking))

    def end(
        self, id: str, session: str, held: bool, notes: str, caller: Caller, command: Command,
        check: Check = anything,
    ) -> Case:  # fmt: skip
        """Note that a session was held, or cancel it, which gives room and people back. Raises as above."""
        order = EndSession(session, held, seal(self._cipher, {"notes": notes}))
        case = self._act(id, [order], caller, command, check)
        if not held:
            self._release(case, session, command.id)
        return case

    def ics(self, id: str, caller: Caller) -> bytes:
        """Return the sessions of a case as iCalendar; no party is named. Raises NotThere.

        The address to join by video is for who may act on the case: whoever may look at it may not sit in.
        """
        case = self._act.case(id)
        judged = require_seen(caller, as_sealed(self._act.cases, case))
        entries = [found for each in case.sessions if (found := self._agenda.session(each.id)) is not None]
        shown = entries if may_act(caller, judged) else [_without_link(each) for each in entries]
        return calendar(f"调解 {case.number}", uid_of(f"case-{case.id}"), shown)

    def session_ics(self, session: str, caller: Caller) -> bytes:
        """Return one session as iCalendar, for who takes part in it and who sees its case. Raises NotThere."""
        entry = self._agenda.session(session)
        if entry is None:
            raise NotThere(_NO_SESSION)
        booking = entry.booking
        case = as_sealed(self._act.cases, self._act.dossier(booking.case_id).case)
        takes_part = caller.subject in booking.people
        if not takes_part and not (case.state and may_see(caller, case)):
            raise NotThere(_NO_SESSION)
        shown = entry if takes_part or may_act(caller, case) else _without_link(entry)
        return calendar(f"调解 {booking.number}", uid_of(f"calendar-{booking.session_id}"), [shown])

    def sweep(self) -> int:
        """Settle what crashes left in the calendars; return how many were touched. Raises StoreUnavailable."""
        return self._calendars.sweep(self).calendars + self._calendars.reconcile(self)

    def takes_place(self, booking: Booking) -> bool:
        """Tell whether the booking's case says that the session takes place as booked."""
        try:
            return _takes_place(self._act.case(booking.case_id), booking)
        except NotThere:
            return False

    def give_up(self, booking: Booking) -> bool:
        """Make the case refuse the session from now on, unless it has it; tell whether it never will take place."""
        order = GiveUpSession(booking.session_id)
        try:
            case = self._act.internally(booking.case_id, [order], step(f"given-up/{booking.session_id}"))
        except NotThere:
            return True
        return not _takes_place(case, booking)

    def _booking(self, case: Case, said: SessionSaid, session: str) -> Booking:
        people = said.people or ((case.mediator,) if case.mediator else ())
        return Booking(
            session, case.id, said.start, said.end, said.studio, said.room, tuple(sorted(set(people))),
            number=case.number, location=place_in_words(self._roster, said.studio, said.room), video=said.link,
            region=case.region,
        )  # fmt: skip

    def _release(self, case: Case, session: str, command: str) -> None:
        entry = self._agenda.session(session)
        cancelled = any(each.id == session and each.state == "cancelled" for each in case.sessions)
        if entry is not None and cancelled:
            self._calendars.release(entry.booking, command)


def _without_link(entry: Entry) -> Entry:
    return replace(entry, booking=replace(entry.booking, video=""))


def _takes_place(case: Case, booking: Booking) -> bool:
    wanted = (booking.session_id, booking.start, booking.end, booking.studio, booking.room, booking.people)
    return any(
        (each.id, each.start, each.end, each.studio, each.room, each.people) == wanted
        for each in case.sessions
        if each.state != "cancelled"
    )
