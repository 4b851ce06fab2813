"""People, the edges between them, and the cases in which they were parties: the part that was looked at."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from services.mediation.domain.people.kin import Edge, Tie, tie_of

_BURDEN = {Tie.IDENTITY: 0, Tie.FAMILY: 1, Tie.HOUSEHOLD: 2, Tie.WORK: 3}


@dataclass(frozen=True, slots=True)
class Membership:
    """A person was a party of a case, on a side ("a", "b", …)."""

    person: str
    case: str
    side: str


@dataclass(frozen=True, slots=True)
class Graph:
    """edges: each once, walked both ways. dates: of each case, when the quarrel was.

    cut: not everything within reach was looked at, since a bound was met.
    """

    edges: Sequence[Edge] = ()
    parties: Sequence[Membership] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How a person is reached: the fewest hops (being the same person is none), then the closest ties.

    cost: (hops, burden), smaller is nearer.
    """

    cost: tuple[int, int]
    edges: tuple[Edge, ...] = ()

    @property
    def hops(self) -> int:
        """Edges walked, without those that join records of one person."""
        return self.cost[0]


def neighbours(edges: Iterable[Edge]) -> Mapping[str, Sequence[Edge]]:
    """Return the edges by the person they leave, each in both directions, in an order that is always the same."""
    leaving: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        leaving[edge.start].append(edge)
        leaving[edge.end].append(edge.turned())
    return {person: sorted(out, key=_order) for person, out in leaving.items()}


def ways_from(person: str, leaving: Mapping[str, Sequence[Edge]], hops: int) -> dict[str, Way]:
    """Return the best way to everyone within `hops` of a person, itself included (Dijkstra)."""
    best = {person: Way((0, 0))}
    queue: list[tuple[tuple[int, int], str]] = [((0, 0), person)]
    done: set[str] = set()
    while queue:
        cost, here = heapq.heappop(queue)
        if here in done:
            continue
        done.add(here)
        for edge in leaving.get(here, ()):
            tie = tie_of(edge.kind)
            reached = (cost[0] + (tie is not Tie.IDENTITY), cost[1] + _BURDEN[tie])
            if reached[0] <= hops and (edge.end not in best or reached < best[edge.end].cost):
                best[edge.end] = Way(reached, (*best[here].edges, edge))
                heapq.heappush(queue, (reached, edge.end))
    return best


def _order(edge: Edge) -> tuple[int, str, str, str]:
    return _BURDEN[tie_of(edge.kind)], edge.end, edge.kind, edge.case
