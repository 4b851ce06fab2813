"""Leave (请假) is asked for, granted, refused, withdrawn; wishes are just told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from services.patrol.domain.people.joining import serving
from services.patrol.domain.people.person import Leave, Person
from services.patrol.domain.people.step import Fact, Step, about
from services.patrol.domain.refused import Refused
from services.patrol.domain.rosters.problem import Wish
from services.patrol.domain.span import Span

MOST_LEAVES, MOST_WISHES, MOST_WEIGHT = 200, 100, 100
LONGEST = timedelta(days=366)
FORGOTTEN_AFTER = timedelta(days=400)


def ask(person: Person, id: str, span: Span, now: datetime, *, kind: str = "leave", granted: bool = False) -> Step:
    """Ask to be away; granted: a planner puts it in. Raises Refused for a time that is none or is past."""
    serving(person)
    if any(each.id == id for each in person.leaves):
        return Step(person)
    _check(span, now, "end")
    kept = tuple(each for each in person.leaves if each.span.end > now - FORGOTTEN_AFTER)
    if len(kept) >= MOST_LEAVES:
        raise Refused("too_many", f"nobody keeps more than {MOST_LEAVES} leaves", "withdraw what is not needed")
    fresh = Leave(id, span, "granted" if granted else "asked", kind)
    after = replace(person, leaves=(*kept, fresh))
    return Step(after, (_said(after, fresh),))


def grant(person: Person, id: str) -> Step:
    """A planner grants it. Raises Refused."""
    return _answer(person, id, "granted", ("asked", "refused"))


def refuse(person: Person, id: str) -> Step:
    """A planner refuses it. Raises Refused when it was granted: what was promised stands."""
    return _answer(person, id, "refused", ("asked",))


def withdraw(person: Person, id: str) -> Step:
    """Who asked wants it no more. Raises Refused."""
    return _answer(person, id, "withdrawn", ("asked", "granted"))


def leave_of(person: Person, id: str) -> Leave:
    """Return a leave. Raises Refused."""
    for each in person.leaves:
        if each.id == id:
            return each
    raise Refused("no_leave", "there is no such leave", "look at the person's leaves", field="leave")


def wish(person: Person, wishes: Sequence[Wish], now: datetime) -> Step:
    """Replace all wishes; nobody else is told, the next roster looks at them. Raises Refused."""
    serving(person)
    if len(wishes) > MOST_WISHES:
        raise Refused("too_many", f"nobody has more than {MOST_WISHES} wishes", "leave some out", field="wishes")
    for number, each in enumerate(wishes):
        _check(each.span, now, f"wishes.{number}.end")
        if not 1 <= each.weight <= MOST_WEIGHT:
            raise Refused("invalid", "is no weight", f"1 to {MOST_WEIGHT}", field=f"wishes.{number}.weight")
    return Step(replace(person, wishes=tuple(wishes)))


def _answer(person: Person, id: str, state: str, before: Sequence[str]) -> Step:
    found = leave_of(person, id)
    if found.state == state:
        return Step(person)
    if found.state not in before:
        raise Refused("wrong_state", f"leave that is {found.state} can't be {state}", "ask anew")
    fresh = replace(found, state=state)
    after = replace(person, leaves=tuple(fresh if each.id == id else each for each in person.leaves))
    return Step(after, (_said(after, fresh),))


def _check(span: Span, now: datetime, field: str) -> None:
    if span.end <= span.start:
        raise Refused("invalid", "is not after the start", "give a later end", field=field)
    if span.end <= now:
        raise Refused("past", "is in the past", "give a time to come", field=field)
    if span.length > LONGEST:
        raise Refused("invalid", f"is more than {LONGEST.days} days after the start", "ask for less", field=field)


def _said(person: Person, leave: Leave) -> Fact:
    return about(
        person, "leave_changed", leave=leave.id, leave_state=leave.state, start=leave.span.start.isoformat(),
        end=leave.span.end.isoformat(),
    )  # fmt: skip
