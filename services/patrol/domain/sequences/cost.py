"""What a roster costs: straight from the definition of the penalties, sharing nothing with the solver."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from services.patrol.domain.sequences.problem import Problem
from services.patrol.domain.sequences.roster import Roster


@dataclass(frozen=True, slots=True)
class Penalty:
    """One part of the cost. what: request, keep, share, under or over."""

    what: str
    amount: int
    text: str
    worker: str | None = None
    day: int | None = None
    kind: str | None = None


def cost(problem: Problem, roster: Roster) -> int:
    """The sum of all penalties."""
    return sum(each.amount for each in penalties(problem, roster))


def penalties(problem: Problem, roster: Roster) -> list[Penalty]:
    """Every penalty above 0."""
    found = [
        *_wishes(problem, roster),
        *_kept(problem, roster),
        *_shares(problem, roster),
        *_cover(problem, roster),
    ]
    return [each for each in found if each.amount]


def _wishes(problem: Problem, roster: Roster) -> list[Penalty]:
    found = []
    for wish in problem.requests:
        if (roster.at(wish.worker, wish.day) == wish.kind) != wish.wanted:
            asked = "wanted" if wish.wanted else "did not want"
            text = f"{wish.worker} {asked} {wish.kind} on day {wish.day}"
            found.append(Penalty("request", wish.weight, text, wish.worker, wish.day, wish.kind))
    return found


def _kept(problem: Problem, roster: Roster) -> list[Penalty]:
    found = []
    for keep in problem.keep:
        now = roster.at(keep.worker, keep.day)
        if now != keep.kind:
            text = f"{keep.worker} on day {keep.day}: {now or 'off'} instead of {keep.kind or 'off'}"
            found.append(Penalty("keep", keep.weight, text, keep.worker, keep.day, keep.kind))
    return found


def _shares(problem: Problem, roster: Roster) -> list[Penalty]:
    found = []
    for share in problem.shares:
        count = sum(roster.at(share.worker, day) in share.kinds for day in share.days)
        beyond = max(0, count - share.most) + max(0, share.least - count)
        text = (
            f"{share.worker} has {count} of {', '.join(sorted(share.kinds))}, {share.least} to {share.most} is fair"
        )
        found.append(Penalty("share", share.weight * beyond, text, share.worker))
    return found


def _cover(problem: Problem, roster: Roster) -> list[Penalty]:
    there = Counter((day, kind) for _, day, kind in roster.cells())
    found = []
    for cover in problem.cover:
        have = there[cover.day, cover.kind]
        text = f"{cover.kind} on day {cover.day} has {have} of {cover.needed}"
        short, spare = max(0, cover.needed - have), max(0, have - cover.needed)
        found.append(Penalty("under", cover.under * short, text, None, cover.day, cover.kind))
        found.append(Penalty("over", cover.over * spare, text, None, cover.day, cover.kind))
    return found
