"""The case flow as data: states, transitions, guards and timers, in three regions that move independently.

The table itself is `services/mediation/policy/flow.yaml`, and docs/mediation-flow.md is drawn from it. What is here
looks a transition up and nothing more: a chart library would bring a mutable model and callbacks of its own, where
a case is an immutable value folded from facts (docs/decisions/0014).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from services.mediation.domain.refused import Refused

PROCEDURE, CONFIRMATION, RISK = "procedure", "confirmation", "risk"


@dataclass(frozen=True, slots=True)
class State:
    """A state. timers: kinds of deadlines that begin when it is entered. final: nothing more has to happen."""

    name: str
    title: str
    final: bool = False
    timers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transition:
    """What may happen in `sources` and leads to `target`; ``=`` stays. guards: their names; all must pass."""

    action: str
    title: str
    sources: tuple[str, ...]
    target: str
    guards: tuple[str, ...] = ()


@dataclass(frozen=True)
class Region:
    """One of the three independent parts of a case's condition."""

    name: str
    title: str
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    @cached_property
    def by_name(self) -> Mapping[str, State]:
        """States by their names."""
        return {state.name: state for state in self.states}

    @cached_property
    def by_move(self) -> Mapping[tuple[str, str], Transition]:
        """Transitions by (state, action)."""
        return {(source, each.action): each for each in self.transitions for source in each.sources}

    def actions_in(self, state: str) -> tuple[str, ...]:
        """Return what may be done in a state, in the table's order."""
        return tuple(each.action for each in self.transitions if state in each.sources)


@dataclass(frozen=True)
class Flow:
    """The whole table. version: of the table, shown in the docs."""

    version: str
    regions: Mapping[str, Region]

    def step(self, region: str, state: str, action: str) -> tuple[Transition, str]:
        """Return the transition and the state it leads to. Raises Refused(illegal_transition)."""
        known = self.regions[region]
        transition = known.by_move.get((state, action))
        if transition is None:
            may = ", ".join(known.actions_in(state)) or "nothing"
            raise Refused(
                "illegal_transition", f"{action} is not possible in state {state}", f"what is possible now: {may}"
            )
        return transition, state if transition.target == "=" else transition.target

    def state(self, region: str, name: str) -> State:
        """Return a state's record."""
        return self.regions[region].by_name[name]
