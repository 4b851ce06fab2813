"""Dynamic programming over days: the cheapest way into every state, for all people of one frame at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.patrol.domain.sequences.problem import SATURDAY, SUNDAY, Problem
from services.patrol.planning.sequences.columns.frame import Frame, Step

Array = NDArray[np.float64]
Layer = list[Array]
Slices = tuple[slice, ...]
Planned = tuple[Step, Slices, Slices]
Plans = dict[Frame, dict[int, list[Planned]]]


class Labels:
    """Costs of people of one frame, and the layers of labels over them.

    price[person, day, kind] is the cost of working, the last kind index being the day off; inf forbids.
    A layer holds, for each phase, an array [person, units, weekends, count of each counted kind].
    """

    def __init__(self, problem: Problem, frame: Frame, price: Array, plans: Plans | None = None):
        self._plans: Plans = {} if plans is None else plans
        self.frame, self.days, self.people = frame, problem.days, len(price)
        self.off: Array = price[:, :, -1]
        picks = [price[:, :, list(flavour.kinds)] for flavour in frame.flavours]
        self.cheapest: list[Array] = [each.min(axis=2) for each in picks]
        self.choice = [each.argmin(axis=2) for each in picks]
        self.weekday = [problem.weekday(day) for day in range(problem.days)]

    def forward(self) -> list[Layer]:
        """Layer d holds the cheapest cost of days 0 to d - 1 for every state after them."""
        layer = [np.full((self.people, *self.frame.shape), np.inf) for _ in self.frame.phases]
        layer[self.frame.first].reshape(self.people, -1)[:, 0] = 0.0
        layers = [layer]
        for day in range(self.days):
            fresh = [np.full((self.people, *self.frame.shape), np.inf) for _ in self.frame.phases]
            for step, into, source in self.plan(day):
                np.minimum(
                    fresh[step.target][into], layer[step.source][source] + self.cost(step, day),
                    out=fresh[step.target][into],
                )  # fmt: skip
            layer = fresh
            layers.append(layer)
        return layers

    def backward(self) -> list[Layer]:
        """Layer d holds what days d to the last cost at least from every state before them; inf leads nowhere."""
        layer = [np.full((self.people, *self.frame.shape), np.inf) for _ in self.frame.phases]
        for each in layer:
            each[:, self.frame.limits.min_units :] = 0.0
        layers = [layer]
        for day in reversed(range(self.days)):
            fresh = [np.full((self.people, *self.frame.shape), np.inf) for _ in self.frame.phases]
            for step, into, source in self.plan(day):
                np.minimum(
                    fresh[step.source][source], layer[step.target][into] + self.cost(step, day),
                    out=fresh[step.source][source],
                )  # fmt: skip
            layer = fresh
            layers.append(layer)
        return layers[::-1]

    def plan(self, day: int) -> list[Planned]:
        """The steps of a day with their slices; the same for all who share the frame, so worked out once."""
        made = self._plans.setdefault(self.frame, {})
        if day not in made:
            made[day] = [(step, *self.slices(step, day)) for step in self.steps(day)]
        return made[day]

    def steps(self, day: int) -> Sequence[Step]:
        """The steps of a day. With nothing known before, a run that begins on day 0 may have begun earlier."""
        if day > 0 or not self.frame.fresh:
            return self.frame.steps
        ripe = {
            (phase.run, phase.group): number
            for number, phase in enumerate(self.frame.phases)
            if phase.working and phase.ripe
        }
        found = []
        for step in self.frame.steps:
            if step.source == self.frame.first:
                target = self.frame.phases[step.target]
                free = ripe[target.run, target.group] if target.working else step.target
                found.append(Step(step.source, free, step.flavour))
        return found

    def cost(self, step: Step, day: int) -> Array:
        """The cost of a step, shaped to be added to a phase's labels."""
        prices = self.off[:, day] if step.flavour is None else self.cheapest[step.flavour][:, day]
        return prices.reshape(-1, *[1] * len(self.frame.shape))

    def shift(self, step: Step, day: int) -> list[int]:
        """By how much a step moves each of units, weekends, counts."""
        moved = [0] * len(self.frame.shape)
        if step.flavour is None:
            return moved
        flavour = self.frame.flavours[step.flavour]
        moved[0] = flavour.units
        if self.frame.limits.max_weekends is not None:
            came_from_work = self.frame.phases[step.source].working and day > 0
            sunday_alone = self.weekday[day] == SUNDAY and not came_from_work
            moved[1] = int(self.weekday[day] == SATURDAY or sunday_alone)
        if flavour.counted is not None:
            moved[2 + flavour.counted] = 1
        return moved

    def slices(self, step: Step, day: int) -> tuple[Slices, Slices]:
        """Where a step's labels come to lie, and where they come from."""
        units, *moved = self.shift(step, day)
        low, high = self._reach(day)
        high = min(high, self.frame.shape[0] - units)
        low = min(low, high)
        into = (slice(None), slice(low + units, high + units), *(slice(by, None) for by in moved))
        rest = (slice(0, size - by) for by, size in zip(moved, self.frame.shape[1:], strict=True))
        return into, (slice(None), slice(low, high), *rest)

    def _reach(self, day: int) -> tuple[int, int]:
        """The units that may have been worked before a day: those from which the least can still be reached."""
        longest = max((flavour.units for flavour in self.frame.flavours), default=0)
        least = self.frame.limits.min_units - longest * (self.days - day)
        return max(0, least), min(self.frame.shape[0], longest * day + 1)
