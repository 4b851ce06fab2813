"""The search over whole schedules: bound, dive, choose, improve, until proven best or out of time."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from random import Random

import numpy as np

from services.patrol.domain.sequences.problem import Problem
from services.patrol.planning.sequences.columns.choose import choose
from services.patrol.planning.sequences.columns.dive import dive
from services.patrol.planning.sequences.columns.enrich import enrich
from services.patrol.planning.sequences.columns.frame import size
from services.patrol.planning.sequences.columns.generate import Root, generate
from services.patrol.planning.sequences.columns.greedy import greedy
from services.patrol.planning.sequences.columns.improve import improve
from services.patrol.planning.sequences.columns.master import Master, MasterFailed
from services.patrol.planning.sequences.columns.offers import offers
from services.patrol.planning.sequences.columns.pool import Pool
from services.patrol.planning.sequences.columns.prices import cost_of, numbers, to_lines, to_roster
from services.patrol.planning.sequences.columns.pricing import Pricing
from services.patrol.planning.sequences.columns.tree import ROOM, search, within
from services.patrol.planning.sequences.direct import solve_directly
from services.patrol.planning.sequences.solution import Course

Line = tuple[int, ...]
WIDEST = 60_000
FEWEST, MOST, TRIES, TRY_S = 10, 32, 4, 8.0
CHOOSE_S, IMPROVE_S = 45.0, 120.0
CLOSE, FURTHEST, PROBES, PROBE_S, PROBING_S = 60_000, 8, 8, 10.0, 25.0
ROUNDS = 1
NEAR = 8.0
SWAY = 2.0
BLAME = 0.5
LOOK_S = 30.0
WAVERS = 0.1, 0.3, 0.05, 0.6


def suits(problem: Problem) -> bool:
    """Say whether schedules can be priced: nothing frozen, no shares, and labels that fit into memory."""
    if problem.shares or not problem.workers or any(worker.frozen for worker in problem.workers):
        return False
    return max(size(problem, worker) for worker in problem.workers) <= WIDEST


class Search:
    """The search over columns of one problem."""

    def __init__(self, problem: Problem, course: Course, seed: int):
        self.problem, self.course, self.random = problem, course, Random(seed)  # noqa: S311 - search, not secrets
        self.numbers = numbers(problem)
        self.master, self.pricing = Master(self.numbers), Pricing(problem, self.numbers)
        self.people = list(range(len(problem.workers)))
        self.root = Root(np.inf, -np.inf, np.zeros(self.numbers.needed.shape), 0)
        self.least: dict[int, float] = {}
        self.dives = 0
        self.margin = NEAR

    def run(self) -> None:
        """Search until the course says stop."""
        self._take_lines()
        if not self._bounded():
            solve_directly(self.problem, self.course, self.course.left, 1, self.random.randrange(2**31))
            return
        while not self.course.stop():
            before = self.course.cost
            try:
                self._probe()
                self._dive()
                self._choose(min(CHOOSE_S, self.course.left / 6))
                self._improve(min(IMPROVE_S, self.course.left / 4))
            except MasterFailed:
                self._afresh()
            if self.course.cost == before and not self.course.stop():
                self.margin *= 2
                self._look()

    @property
    def near(self) -> float:
        """What to ask for when schedules are chosen among all: better than the best, and near the bound."""
        return min(self.below, ceil(self.root.bound - 1e-4) + self.margin)

    def first(self) -> None:
        """A first roster, at once."""
        self.course.enter("first")
        found = greedy(self.numbers, self.pricing, self.people, self.random, self.course.stop, ROUNDS)
        self._accept(None if found is None else dict(enumerate(found)))

    @property
    def below(self) -> float:
        """A choice must cost less than this."""
        return float(self.course.cost) if self.course.cost is not None else self.master.absence

    def _take_lines(self) -> None:
        if self.course.roster is not None:
            for person, line in enumerate(to_lines(self.problem, self.course.roster)):
                self.master.add(person, line)

    def _bounded(self) -> bool:
        """Find the bound; when the numbers fail twice, the columns are no way for this problem."""
        for _ in range(2):
            try:
                self._bound()
                return True
            except MasterFailed:
                self._afresh()
        return False

    def _bound(self) -> None:
        self.course.enter("bound")
        self.root = generate(self.master, self.pricing, self.people, self.course.stop)
        self.least = {
            person: min((self.master.worth(person, line, self.root.cover) for line in lines), default=0.0)
            for person, lines in enumerate(self.master.columns)
        }
        if np.isfinite(self.root.bound):
            self.course.raise_bound(ceil(self.root.bound - 1e-4))
        elif self.root.bound > 0:
            self.course.infeasible = True

    def _afresh(self) -> None:
        """A master with the same schedules and none of the numerical past."""
        worn, self.master = self.master, Master(self.numbers)
        for person in self.people:
            for line in worn.columns[person]:
                self.master.add(person, line)

    def _dive(self) -> None:
        """Dive once; from the second time on, only for something near the bound, so that a bad dive ends early."""
        self.course.enter("dive")
        below = self.below if not self.dives else self.near
        waver = WAVERS[self.dives % len(WAVERS)]
        self.dives += 1
        self._accept(
            dive(self.master, self.pricing, self.people, self.random, self.course.stop, below=below, waver=waver)
        )

    def _look(self) -> None:
        """Let CP-SAT try for a while: where the bound is weak it may see what columns do not."""
        self.course.enter("direct")
        seed = self.random.randrange(2**31)
        solve_directly(self.problem, self.course, min(LOOK_S, self.course.left / 6), 1, seed)
        self._take_lines()

    def _choose(self, seconds: float) -> None:
        """Price some more schedules that could be part of something near the bound, then choose among all such."""
        self.course.enter("choose")
        seed = self.random.randrange(2**31)
        enrich(
            self.master, self.pricing, self.people, self.root, self.course.stop,
            below=self.near, rounds=10, sway=SWAY, seed=seed,
        )  # fmt: skip
        if not self.course.stop():
            open_ = offers(self.master, self.people, self.root, self.near)
            self._accept(choose(self.numbers, open_, {}, min(seconds, self.course.left), below=self.near))

    def _probe(self) -> None:
        """Search all that is near the bound, within a random distance each time, until that fails a few times.

        A few seconds each time: another beginning is worth more than a long search from a bad one. Where everything
        so near was searched in vain, the bound rises.
        """
        self.course.enter("probe")
        most = CLOSE // len(self.people)
        bound, failed, ends = ceil(self.root.bound - 1e-4), 0, self.course.elapsed + PROBING_S
        while failed < PROBES and self.course.elapsed < ends and not self.course.stop():
            first, last = max(bound, self.course.bound), int(min(self.below - 1, bound + FURTHEST))
            if first > last:
                return
            below = self.random.randint(first, last) + 1
            slack = below - 1 - self.root.bound + ROOM
            close = self.pricing.near(self.root.cover, self.people, slack, most)
            pool = Pool(self.numbers, close.lines)
            answer = search(pool, below, within(PROBE_S, self.course.stop), self.random)
            if answer.whole and close.whole:
                self.course.raise_bound(below)
            if self._accept(answer.choice):
                failed, ends = 0, self.course.elapsed + PROBING_S
            else:
                failed += 1

    def _improve(self, seconds: float) -> None:
        """Loose random groups of people, larger ones when smaller ones have nothing left."""
        self.course.enter("improve")
        count, tries, ends = min(FEWEST, len(self.people)), 0, self.course.elapsed + seconds

        def stop() -> bool:
            return self.course.stop() or self.course.elapsed > ends

        while self.course.roster is not None and not stop():
            now = dict(enumerate(to_lines(self.problem, self.course.roster)))
            group = self._group(now, count)
            found = improve(
                self.master, self.pricing, now, group, stop, below=self.below, seconds=TRY_S, random=self.random
            )
            tries = 0 if self._accept(found) else tries + 1
            if tries > TRIES:
                count, tries = min(count + 5, MOST, len(self.people)), 0

    def _group(self, now: Mapping[int, Line], count: int) -> list[int]:
        """Random people, sooner those whose schedules cost more than the bound's worths would have them cost."""
        worth = {person: self.master.worth(person, line, self.root.cover) for person, line in now.items()}
        blame = {person: max(0.0, cost - self.least[person]) + BLAME for person, cost in worth.items()}
        keys = {person: self.random.random() ** (1 / each) for person, each in blame.items()}
        return sorted(self.people, key=lambda person: keys[person], reverse=True)[:count]

    def _accept(self, found: Mapping[int, Line] | None) -> bool:
        if found is None:
            return False
        lines = [found[person] for person in self.people]
        spent = self._cost(found)
        if spent is None or spent >= self.below:
            return False
        self.course.better(to_roster(self.problem, lines), spent)
        return True

    def _cost(self, found: Mapping[int, Line]) -> int | None:
        """The cost of a whole choice; None when hard cover is short."""
        spent = cost_of(self.numbers, found)
        return round(spent) if np.isfinite(spent) else None
