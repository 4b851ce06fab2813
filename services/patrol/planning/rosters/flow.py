"""Thousands of people for a station's weeks: day by day, a sparse min-cost flow from people to places.

A day's flow gives each person one duty at most; what a person may still take is told by running counts. A place
costs its person the growth of the score, and stays open at its price when nobody is cheaper. For T places in a day
the T cheapest people of each place are enough: in any best flow at most T − 1 of them are used elsewhere, so one
who is further down can be exchanged for one who is not; so the flow stays small however many people there are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import groupby

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow  # type: ignore[import-untyped]

from services.patrol.domain.rosters.problem import Assignment, Roster
from services.patrol.planning.rosters.counts import BIG, Counts
from services.patrol.planning.rosters.model import unmet
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.staff import Place, Staff

Ints = NDArray[np.int64]
ROUNDS = 2
"""A second flow in a day offers what is still open to those whose duty that day is over by then."""


def flow(staff: Staff, given: Roster, places: Iterable[Place], run: Run) -> Roster:
    """Return the given roster with as many of the places taken as can be, cheapest first, day by day.

    All rules of persons are kept, and nobody is put where those they must be accompanied by are not yet. Slots that
    ask for skills among their people are left out: they need a model. Stops early when the run is over.
    """
    facts = staff.facts
    counts = Counts(staff, given)
    taken = Counter((one.slot, one.need) for one in given)
    open_places = [place for place in places if not facts.slots[place[0]].together]
    open_places.sort(key=lambda place: (facts.of(place[0]).day, facts.of(place[0]).start, place))
    forces: defaultdict[str, set[str]] = defaultdict(set)
    for one in given:
        if staff.known(one):
            forces[one.slot].add(facts.workers[one.person].force)
    new: list[Assignment] = []
    for _, those in groupby(open_places, key=lambda place: facts.of(place[0]).day):
        for stage in _stages(staff, list(those)) * ROUNDS:
            wanted = [(place, staff.need(place).count - taken[place]) for place in stage]
            wanted = [pair for pair in wanted if pair[1] > 0]
            if run.over or not wanted:
                continue
            for place, person in _one_day(counts, wanted, forces):
                new.append(Assignment(place[0], place[1], counts.workers[person].id))
                taken[place] += 1
                forces[place[0]].add(counts.workers[person].force)
                counts.take(person, facts.of(place[0]))
    return frozenset(given) | frozenset(new)


def _stages(staff: Staff, day: list[Place]) -> list[list[Place]]:
    """Return the places of a day in two steps: first those that nobody takes who must be accompanied."""
    guarded = frozenset(staff.facts.problem.accompanied)
    first = [place for place in day if staff.need(place).forces and not staff.need(place).forces & guarded]
    others = [place for place in day if not (staff.need(place).forces and not staff.need(place).forces & guarded)]
    return [first, others]


def _one_day(
    counts: Counts, wanted: list[tuple[Place, int]], forces: dict[str, set[str]]
) -> list[tuple[Place, int]]:
    """Return who takes which place of a day, as places and numbers of people."""
    total = sum(left for _, left in wanted)
    heads: list[Ints] = []
    people: list[Ints] = []
    prices: list[Ints] = []
    for number, (place, _) in enumerate(wanted):
        costs = counts.costs(place, forces[place[0]])
        best = np.argpartition(costs, total)[:total] if total < len(costs) else np.arange(len(costs))
        best = best[costs[best] < BIG]
        heads.append(np.full(len(best), number, dtype=np.int64))
        people.append(best.astype(np.int64))
        prices.append(costs[best])
    return _assign(counts, wanted, np.concatenate(heads), np.concatenate(people), np.concatenate(prices))


def _assign(
    counts: Counts, wanted: list[tuple[Place, int]], head: Ints, person: Ints, price: Ints
) -> list[tuple[Place, int]]:
    """Solve the flow: node 0 is the source, then places, then people; what flows past people leaves places open."""
    if not len(person):
        return []
    lefts = np.array([left for _, left in wanted], dtype=np.int64)
    opens = np.array([_open_price(counts, place) for place, _ in wanted], dtype=np.int64)
    places = np.arange(1, len(wanted) + 1)
    who, index = np.unique(person, return_inverse=True)
    nodes = len(wanted) + 1 + np.arange(len(who))
    network = min_cost_flow.SimpleMinCostFlow()
    network.add_arcs_with_capacity_and_unit_cost(
        np.zeros(len(who), dtype=np.int64),
        nodes,
        np.ones(len(who), dtype=np.int64),
        np.zeros(len(who), dtype=np.int64),
    )
    network.add_arcs_with_capacity_and_unit_cost(np.zeros(len(wanted), dtype=np.int64), places, lefts, opens)
    arcs = network.add_arcs_with_capacity_and_unit_cost(
        nodes[index], head + 1, np.ones(len(head), dtype=np.int64), price
    )
    network.set_node_supply(0, int(lefts.sum()))
    network.set_nodes_supplies(places, -lefts)
    if network.solve() != network.OPTIMAL:
        raise ArithmeticError("a flow in which every place may stay open has a solution, and none was found")
    used = np.flatnonzero(network.flows(np.asarray(arcs)))
    return [(wanted[head[arc]][0], int(person[arc])) for arc in used]


def _open_price(counts: Counts, place: Place) -> int:
    need, prices = counts.staff.need(place), counts.prices
    if need.required:
        return unmet(counts.staff) * need.weight
    return prices.place(counts.staff.facts.slots[place[0]], place[1])
