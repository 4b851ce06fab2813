"""The roster as a constraint model over slots: a boolean for each place and each person who could take it.

What is given stands (fixed assignments, or those a neighbourhood search leaves alone); only the free places get
variables. Every rule is stated through `Rules`, so that the same lines serve to solve and to find who is in
conflict. The objective is the growth of the score over that of the given roster alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from ortools.sat.python import cp_model

from services.patrol.domain.rosters.facts import Fact
from services.patrol.domain.rosters.fits import by_itself, too_near
from services.patrol.domain.rosters.problem import Assignment, Roster, Worker
from services.patrol.planning.rosters import company, fairness, limits
from services.patrol.planning.rosters.rules import Rules
from services.patrol.planning.rosters.run import Run
from services.patrol.planning.rosters.staff import Place, Staff

UNMET = 1_000
"""A required place that may stay open costs so many times one that is not required."""
LEAST_MISSING = 1_000


def unmet(staff: Staff) -> int:
    """Return what a required place costs where it may stay open: more than anything else."""
    return UNMET * max(LEAST_MISSING, staff.facts.problem.weights.missing)


class TimeIsUp(Exception):
    """The time limit passed, or somebody called it off, while the model was being built."""


class Model:
    """A CP-SAT model of the free places of a problem beside a given roster.

    soft: required places may stay open at a high price (to get on from a roster that leaves some). final: no later
    places will be freed, so what people must have at least is asked.
    """

    def __init__(
        self, staff: Staff, given: Roster, free: Iterable[Place], run: Run, *, rules: Rules | None = None,
        soft: bool = False, final: bool = True,
    ) -> None:  # fmt: skip
        """Build it. Raises TimeIsUp when the run is over before that is done."""
        self.staff, self.facts, self.run, self.soft = staff, staff.facts, run, soft
        self.cp = cp_model.CpModel()
        self.rules = rules or Rules(self.cp)
        self.rules.cp = self.cp
        self.given = frozenset(one for one in given if staff.known(one))
        self.base = staff.score(given).total
        self.held = self.facts.duties(self.given)
        self.literals: dict[Assignment, cp_model.IntVar] = {}
        self.by_place: defaultdict[Place, list[cp_model.IntVar]] = defaultdict(list)
        self.by_slot: defaultdict[str, list[tuple[Worker, cp_model.IntVar]]] = defaultdict(list)
        self.by_person: defaultdict[str, list[tuple[Fact, cp_model.IntVar]]] = defaultdict(list)
        self.ladders: list[tuple[list[cp_model.IntVar], list[cp_model.IntVar]]] = []
        self.terms: list[cp_model.IntVar] = []
        self.costs: list[int] = []
        self._prices = staff.prices
        self._place_all(list(free))
        for number, (person, mine) in enumerate(self.by_person.items()):
            self._watch(number)
            worker, held = self.facts.workers[person], self.held.get(person, [])
            mine.sort(key=lambda pair: pair[0].start)
            limits.keep(self.rules, worker, mine, held)
            fairness.price(self, worker, mine, held)
        if final:
            limits.least(self)
        company.keep(self)
        self.cp.minimize(cp_model.LinearExpr.weighted_sum(self.terms, self.costs))

    def cost(self, literal: cp_model.IntVar, cost: int) -> None:
        """Add a cost (or with a minus a gain) to the objective."""
        if cost:
            self.terms.append(literal)
            self.costs.append(cost)

    def hint(self, roster: Roster) -> None:
        """Start from a roster."""
        chosen = {literal.index for one, literal in self.literals.items() if one in roster}
        for literal in self.literals.values():
            self.cp.add_hint(literal, literal.index in chosen)
        for counted, steps in self.ladders:
            count = sum(literal.index in chosen for literal in counted)
            for number, step in enumerate(steps):
                self.cp.add_hint(step, number < count)

    def roster(self, solver: cp_model.CpSolver) -> Roster:
        """Return the roster of a solution, with what was given."""
        chosen = (one for one, literal in self.literals.items() if solver.boolean_value(literal))
        return self.given | frozenset(chosen)

    def _watch(self, number: int) -> None:
        if number % 64 == 0 and self.run.over:
            raise TimeIsUp

    def _place_all(self, free: list[Place]) -> None:
        taken = Counter((one.slot, one.need) for one in self.given)
        for number, place in enumerate(free):
            self._watch(number)
            need = self.staff.need(place)
            left = need.count - taken[place]
            if left <= 0:
                continue
            fact = self.facts.of(place[0])
            for worker, until in self.staff.holding(need):
                self._offer(place, fact, worker, until)
            self._fill(place, left)

    def _offer(self, place: Place, fact: Fact, worker: Worker, until: int) -> None:
        """Make the variable of a person at a place, unless a fact forbids it that no rule can be blamed for."""
        against = by_itself(worker, fact, until)
        if any(too_near(worker, fact, other) for other in self.held.get(worker.id, ())):
            against.append("fixed")
        if against and not self.rules.asked:
            return
        one = Assignment(place[0], place[1], worker.id)
        literal = self.literals[one] = self.cp.new_bool_var("")
        for rule in against:
            self.rules.add(literal == 0, rule, worker.id)
        self.by_place[place].append(literal)
        self.by_slot[place[0]].append((worker, literal))
        self.by_person[worker.id].append((fact, literal))
        price = self._prices.alone(worker, fact.slot, place[1]) - self._prices.place(fact.slot, place[1])
        self.cost(literal, price)

    def _fill(self, place: Place, left: int) -> None:
        need, literals = self.staff.need(place), self.by_place[place]
        total = sum(literals)
        if need.required and not self.soft:
            self.rules.add(total >= left, "required", f"{place[0]}/{place[1]}")
        elif need.required:
            for literal in literals:
                self.cost(literal, -unmet(self.staff) * need.weight)
        if len(literals) > left:
            self.cp.add(total <= left)
