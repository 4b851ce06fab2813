"""What counts how much when a mediator is suggested: policy data, with defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from services.mediation.domain.roster.mediator import COURT, LAWYER, OFFICER

_SKILLS = {
    "200301": ("family",), "200302": ("neighbour", "land"), "200303": ("consumer",), "200304": ("wage",),
    "2004": ("family",), "3": ("traffic",),
}  # fmt: skip
_RISK = {"orange": {LAWYER: 5.0, COURT: 5.0}, "red": {OFFICER: 10.0, COURT: 5.0}}


@dataclass(frozen=True, slots=True)
class Weights:
    """Points at most, but for `load`, which are taken off for each open case, and what the rules look up.

    skill, capacity, distance, language: points for a full match. load: points taken off per open case.
    far_km: from here on distance earns nothing.
    kinds: which kinds of mediator may lead in a mode, by the policy's modes (`who_may_mediate`); a mode that is not
    listed is open to all.
    skills: prefix of a category -> skills that fit; the longest prefix counts. risk: colour -> kind -> points.
    """

    skill: float = 30.0
    capacity: float = 25.0
    distance: float = 20.0
    language: float = 15.0
    load: float = 1.0
    far_km: float = 30.0
    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    skills: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(_SKILLS))
    risk: Mapping[str, Mapping[str, float]] = field(default_factory=lambda: dict(_RISK))

    def skills_for(self, category: str) -> tuple[str, ...]:
        """Return the skills that fit a category, none when no prefix of it is listed."""
        found = [prefix for prefix in self.skills if category.startswith(prefix)]
        return self.skills[max(found, key=len)] if found else ()
