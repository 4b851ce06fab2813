"""Sessions: when and where the sides meet. That room and people are free is seen to before (app/sessions)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.mediation.domain.case import FINAL, Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact
from services.mediation.domain.parts import Session
from services.mediation.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class ScheduleSession:
    """A session with its room and people. video: whether one may join by link. notes: encrypted."""

    session: str
    start: datetime
    end: datetime
    studio: str
    room: str
    people: tuple[str, ...]
    video: bool = False
    notes: str = ""


@dataclass(frozen=True, slots=True)
class EndSession:
    """It was held, or is cancelled. notes: encrypted."""

    session: str
    held: bool
    notes: str = ""


@dataclass(frozen=True, slots=True)
class GiveUpSession:
    """Nobody knows whether it is about to be scheduled any more: from now on it is refused."""

    session: str


def schedule(case: Case, order: ScheduleSession, ctx: Context) -> list[Fact]:
    """Schedule. Raises Refused for a closed case, a bad span, a time gone by, or when it took too long."""
    if case.state in FINAL:
        raise Refused("case_over", "the case is over", "reopen it first")
    if not ctx.now < order.start < order.end:
        raise Refused(
            "bad_span",
            "a session starts in the future and ends after its start",
            "mend start and end",
            field="start",
        )
    if any(each.id == order.session for each in case.sessions):
        return []
    if order.session in case.given_up:
        raise Refused(
            "session_given_up", "scheduling this session took too long and was given up", "schedule it afresh"
        )
    return [
        fact(
            "session_scheduled", ctx, session=order.session, start=order.start.isoformat(),
            end=order.end.isoformat(), studio=order.studio, room=order.room, people=sorted(order.people),
            video=order.video, notes=order.notes,
        )
    ]  # fmt: skip


def end(case: Case, order: EndSession, ctx: Context) -> list[Fact]:
    """Note that it was held, or cancel it. Raises Refused for an unknown or ended one."""
    session = _session(case, order.session)
    if session.state != "scheduled":
        raise Refused("session_over", f"the session is {session.state} already", "schedule another")
    name = "session_held" if order.held else "session_cancelled"
    return [fact(name, ctx, session=order.session, notes=order.notes)]


def give_up(case: Case, order: GiveUpSession, ctx: Context) -> list[Fact]:
    """See to it that the session is never scheduled; one that was scheduled stays as it is."""
    if order.session in case.given_up or any(each.id == order.session for each in case.sessions):
        return []
    return [fact("session_given_up", ctx, session=order.session)]


def _session(case: Case, id: str) -> Session:
    found = next((each for each in case.sessions if each.id == id), None)
    if found is None:
        raise Refused("no_such_session", "the case has no such session", "look at its sessions", field="session")
    return found


HANDLERS: Handlers = {ScheduleSession: schedule, EndSession: end, GiveUpSession: give_up}
