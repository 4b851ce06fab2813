"""What somebody does next in a case: who, which action, when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from scenarios.shouning.play.actors import Actor

View = Mapping[str, Any]
"""A case as the API shows it."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action on a case. action: as in ``POST /v1/cases/<id>/<action>``. at: not before."""

    at: datetime
    actor: Actor
    action: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """What an actor knows when deciding. missed: deadlines that passed unmet, by kind, as the bus told.

    dispute: how these people behave, see scenarios/shouning/disputes.py.
    """

    view: View
    dispute: Mapping[str, Any]
    missed: Mapping[str, int]
    now: datetime

    @property
    def behaviour(self) -> Mapping[str, Any]:
        """How the people of this dispute behave."""
        behaviour: Mapping[str, Any] = self.dispute["behaviour"]
        return behaviour

    @property
    def broken(self) -> int:
        """How many agreements were broken."""
        return len(self.view["past_agreements"])

    @property
    def guardians(self) -> list[str]:
        """Refs of the guardians, who come along."""
        return [each["ref"] for each in self.view["parties"] if each["role"] == "guardian"]

    @property
    def sides(self) -> list[str]:
        """The sides of the dispute."""
        return sorted({each["side"] for each in self.view["parties"]})

    def step(self, actor: Actor, action: str, at: datetime | None = None, **body: Any) -> Step:
        """Return a step, by default for now."""
        return Step(at or self.now, actor, action, body)

    def deadline(self, kind: str) -> datetime | None:
        """Return when something is due, as the case says."""
        return next((datetime.fromisoformat(d["at"]) for d in self.view["deadlines"] if d["kind"] == kind), None)
