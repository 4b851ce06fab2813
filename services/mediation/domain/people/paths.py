"""Old quarrels behind a new one (积怨): other cases whose parties are within two hops of this case's parties.

There is no time limit: a father's quarrel of eighteen years ago counts as last month's. A candidate is only
offered; an officer confirms or rejects it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from services.mediation.domain.people.graph import Graph, Membership, Way, neighbours, ways_from
from services.mediation.domain.people.kin import Tie, tie_of

HOPS = 2
PARTY = "party"
BOTH_ENDS, NEAR, FAMILY, HOUSEHOLD = 10, 2, 2, 1
"""Points for a candidate: both sides connected; each hop fewer than allowed; how the ends are tied."""
Decided = Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. relation: ``party`` (case to person, or person to case) or a `Kind`.

    case: in whose record this is stated.
    """

    relation: str
    start: str
    end: str
    case: str


@dataclass(frozen=True, slots=True)
class Point:
    """One reason for the rank."""

    name: str
    points: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another case and how it hangs together with this one. Holds ids, kinds and dates only.

    path: from this case over people to the other one. opposite: the path of the other side, when both ends are
    connected. years: whole years between the two quarrels. path_hash: names the paths, for the officer's decision.
    incomplete: not all within reach was looked at.
    """

    case: str
    on: date
    years: int
    both_ends: bool
    path: tuple[Step, ...]
    opposite: tuple[Step, ...]
    score: int
    reasons: tuple[Point, ...]
    path_hash: str
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    """A party of this case (`here`) is connected with one of another (`there`)."""

    here: Membership
    there: Membership
    way: Way

    def rank(self) -> tuple[tuple[int, int], str, str]:
        return self.way.cost, self.here.person, self.there.person


def candidates(case: str, graph: Graph, hops: int = HOPS, decided: Decided = ()) -> list[Candidate]:
    """Return the other cases within reach, the strongest first.

    decided: (case id, path hash) of candidates that an officer has confirmed or rejected; they aren't offered
    again, but the same case over another path is. An empty hash stands for every path. Raises KeyError when the
    graph lacks the date of a case.
    """
    leaving = neighbours(graph.edges)
    mine = sorted({p for p in graph.parties if p.case == case}, key=_by_person)
    others: dict[str, set[Membership]] = defaultdict(set)
    for party in graph.parties:
        if party.case != case:
            others[party.person].add(party)
    ends: dict[str, list[_End]] = defaultdict(list)
    for here in mine:
        for person, way in ways_from(here.person, leaving, hops).items():
            for there in others.get(person, ()):
                ends[there.case].append(_End(here, there, way))
    found = [_candidate(case, other, each, graph, hops) for other, each in ends.items()]
    kept = [each for each in found if (each.case, each.path_hash) not in decided and (each.case, "") not in decided]
    return sorted(kept, key=lambda each: (-each.score, -each.on.toordinal(), each.case))


def _by_person(party: Membership) -> tuple[str, str]:
    return party.person, party.side


def _candidate(case: str, other: str, ends: Sequence[_End], graph: Graph, hops: int) -> Candidate:
    pair = _opposite(ends)
    first, second = pair or (min(ends, key=_End.rank), None)
    path, opposite = _steps(first), _steps(second) if second else ()
    reasons = _reasons([end for end in (first, second) if end], hops)
    return Candidate(
        other, graph.dates[other], _years(graph.dates, case, other), second is not None, path, opposite,
        sum(reason.points for reason in reasons), reasons, _hash(path, opposite), graph.cut,
    )  # fmt: skip


def _opposite(ends: Sequence[_End]) -> tuple[_End, _End] | None:
    """Return the nearest two ends of which both the people and the sides differ, here and there."""
    best: dict[tuple[str, str, str, str], _End] = {}
    for end in sorted(ends, key=_End.rank):
        best.setdefault((end.here.side, end.here.person, end.there.side, end.there.person), end)
    pairs = [
        (one, two)
        for one, two in product(best.values(), repeat=2)
        if one.here.side < two.here.side and one.there.side != two.there.side
        and one.here.person != two.here.person and one.there.person != two.there.person
    ]  # fmt: skip
    return min(pairs, key=lambda pair: _together(*pair), default=None)


def _together(one: _End, two: _End) -> tuple[tuple[int, int], str, str, str, str]:
    cost = (one.way.cost[0] + two.way.cost[0], one.way.cost[1] + two.way.cost[1])
    return cost, one.here.person, one.there.person, two.here.person, two.there.person


def _steps(end: _End) -> tuple[Step, ...]:
    walked = tuple(Step(edge.kind.value, edge.start, edge.end, edge.case) for edge in end.way.edges)
    entry = Step(PARTY, end.here.case, end.here.person, end.here.case)
    return entry, *walked, Step(PARTY, end.there.person, end.there.case, end.there.case)


def _reasons(ends: Sequence[_End], hops: int) -> tuple[Point, ...]:
    reasons = [Point("both sides are connected", BOTH_ENDS)] if len(ends) > 1 else []
    for name, end in zip(("one side", "the other side"), ends, strict=False):
        reasons.append(Point(f"{name} within {end.way.hops} hops", NEAR * (hops - end.way.hops)))
        ties = {tie_of(edge.kind) for edge in end.way.edges} - {Tie.IDENTITY}
        if ties and ties <= {Tie.FAMILY}:
            reasons.append(Point(f"{name} by family", FAMILY))
        elif ties and Tie.WORK not in ties:
            reasons.append(Point(f"{name} by household", HOUSEHOLD))
    return tuple(reason for reason in reasons if reason.points)


def _years(dates: Mapping[str, date], one: str, other: str) -> int:
    early, late = sorted((dates[one], dates[other]))
    return late.year - early.year - ((late.month, late.day) < (early.month, early.day))


def _hash(*paths: Sequence[Step]) -> str:
    text = "\n".join("/".join((s.relation, s.start, s.end, s.case)) for path in paths for s in path)
    return hashlib.sha256(text.encode()).hexdigest()[:32]
