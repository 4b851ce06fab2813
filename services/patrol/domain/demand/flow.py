"""A least-cost flow through a small network, exact and in whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arc:
    """A way from one node to another without limit. cost: of a unit, not below 0."""

    tail: int
    head: int
    cost: int


def least_cost(supply: Sequence[int], arcs: Sequence[Arc]) -> list[int]:
    """Return the flow on each arc that takes all supply (above 0) to where it is wanted (below 0) at least cost.

    Successive shortest paths; the same input gives the same flow. Raises ValueError when the supplies do not sum to
    nothing, or some can't be taken where it is wanted.
    """
    if sum(supply):
        raise ValueError(f"supplies sum to {sum(supply)}, not to 0")
    left, flow = list(supply), [0] * len(arcs)
    while any(left):
        source, path = _cheapest(left, arcs, flow)
        sink = arcs[path[-1][0]].head if path[-1][1] > 0 else arcs[path[-1][0]].tail
        backward = [flow[number] for number, way in path if way < 0]
        amount = min(left[source], -left[sink], *backward)
        for number, way in path:
            flow[number] += way * amount
        left[source] -= amount
        left[sink] += amount
    return flow


def _cheapest(left: Sequence[int], arcs: Sequence[Arc], flow: Sequence[int]) -> tuple[int, list[tuple[int, int]]]:
    """Return a source and the cheapest path from it to a sink as arcs, each with +1, or -1 against its way.

    Bellman and Ford's, from all sources at once: going back over a flow gains what it had cost.
    """
    reach: list[int | None] = [0 if amount > 0 else None for amount in left]
    came: dict[int, tuple[int, int]] = {}
    changed = True
    while changed:
        changed = False
        for number, arc in enumerate(arcs):
            ways = [(arc.tail, arc.head, 1)] + ([(arc.head, arc.tail, -1)] if flow[number] else [])
            for tail, head, way in ways:
                at, there = reach[tail], reach[head]
                if at is not None and (there is None or at + way * arc.cost < there):
                    reach[head] = at + way * arc.cost
                    came[head] = (number, way)
                    changed = True
    sinks = [(cost, node) for node, cost in enumerate(reach) if cost is not None and left[node] < 0]
    if not sinks:
        raise ValueError("no way leads to where it is wanted")
    node, path = min(sinks)[1], []
    while node in came:
        number, way = came[node]
        path.append((number, way))
        node = arcs[number].tail if way > 0 else arcs[number].head
    return node, path[::-1]
