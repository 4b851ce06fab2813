"""Old quarrels that may be the root: found, then confirmed or rejected by an officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import fact
from services.mediation.domain.parts import Link
from services.mediation.domain.partying import LINKING_WITHIN
from services.mediation.domain.refused import Refused


@dataclass(frozen=True, slots=True)
class NoteLinks:
    """Candidates that the graph of people gave."""

    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class LinksChecked:
    """The work that adding parties began is done.

    began: the deadline that was running when it began; None: any. Who joined meanwhile has set a later one, and is
    yet to be looked at.
    """

    began: datetime | None = None


@dataclass(frozen=True, slots=True)
class LookAgain:
    """An officer said that a party is, or is not, somebody known: what it links is looked for again."""

    ref: str
    person: str
    same: bool


@dataclass(frozen=True, slots=True)
class DecideLink:
    """An officer's judgement of a candidate."""

    other: str
    confirmed: bool


def note(case: Case, order: NoteLinks, ctx: Context) -> list[Fact]:
    """Note new candidates; known ones change nothing."""
    known = {each.other for each in case.links} | {case.id}
    fresh = {each.other: each for each in order.links if each.other not in known}.values()
    if not fresh:
        return []
    return [
        fact(
            "links_found", ctx,
            links=[
                {"other": e.other, "path": list(e.path), "years": e.years, "both_ends": e.both_ends, "hash": e.hash}
                for e in fresh
            ],
        )
    ]  # fmt: skip


def checked(case: Case, order: LinksChecked, ctx: Context) -> list[Fact]:
    """The parties' old quarrels, and other reports of this same dispute, were looked for."""
    running = case.deadlines.get("linking")
    if running is None or order.began not in (None, running):
        return []
    return [fact("links_checked", ctx, clear=["linking"])]


def look_again(case: Case, order: LookAgain, ctx: Context) -> list[Fact]:
    """Note what was said, and begin looking anew."""
    due = {"linking": (ctx.now + LINKING_WITHIN).isoformat()}
    return [fact("likeness_judged", ctx, ref=order.ref, person=order.person, same=order.same, due=due)]


def judge(case: Case, order: DecideLink, ctx: Context) -> list[Fact]:
    """Confirm or reject; a changed mind is a new fact. Raises Refused for what was no candidate."""
    link = next((each for each in case.links if each.other == order.other), None)
    if link is None:
        raise Refused(
            "no_candidate", "that case is no candidate of this one", "look at the candidates", field="other"
        )
    name = "link_confirmed" if order.confirmed else "link_rejected"
    if link.decided == ("confirmed" if order.confirmed else "rejected"):
        return []
    return [fact(name, ctx, other=order.other, years=link.years)]


HANDLERS: Handlers = {NoteLinks: note, LinksChecked: checked, LookAgain: look_again, DecideLink: judge}
