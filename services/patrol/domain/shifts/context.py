"""What a decision is told besides shift and order: the time, the rules, and how to find and judge people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from services.patrol.domain.policy import Policy
from services.patrol.domain.shifts.shift import Shift


class Fit(Protocol):
    """Somebody who could take a place."""

    @property
    def person(self) -> str:
        """Whom to ask."""

    @property
    def why(self) -> Sequence[str]:
        """Reasons of the choice, in words."""


Find = Callable[[Shift, int, frozenset[str], int], Sequence[Fit]]
"""The fittest for a place by its number, best first, without some people, at most so many."""
Judge = Callable[[Shift, int, str], Sequence[str]]
"""Which rules it would break to give a place to a person, in words; empty: none."""
Gone = Callable[[Shift, str], str]
"""Why a person can't come to a shift any more: leave, suspended, left; empty when nothing is known."""


def nobody_gone(_shift: Shift, _person: str) -> str:
    """Know of nobody."""
    return ""


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who takes a place, and the entry that keeps the time in their diary.

    skills: valid to the shift's end.
    """

    person: str
    force: str
    skills: tuple[str, ...] = ()
    hold: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """See the module's text. actor: token subject or ``timer``."""

    now: datetime
    actor: str
    policy: Policy
    find: Find
    judge: Judge
    gone: Gone = nobody_gone
