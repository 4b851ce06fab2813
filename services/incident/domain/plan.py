"""What routing decides: who is asked for what, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from services.incident.domain.place import Place

Role = Literal["respond", "inform", "aid", "supervise"]
"""respond: goes there; inform: command rooms; aid: shops of the group; supervise: complaints."""

_RANK: Mapping[str, int] = {"respond": 0, "supervise": 1, "inform": 2, "aid": 3}


@dataclass(frozen=True, slots=True)
class Question:
    """What routing looks at. county: the caller's. accused: units, teams or stations. day: local, for zones."""

    category: str
    priority: int
    place: Place
    source: str
    county: str
    day: date
    shop: str = ""
    accused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assignment:
    """One team, asked for some capabilities. why: ids of the rules that chose it."""

    team: str
    role: Role
    capabilities: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome. flags: what is unusual. where: the region whose county's rules held; release: of that county."""

    assignments: tuple[Assignment, ...]
    flags: tuple[str, ...]
    where: str
    release: str

    @property
    def teams(self) -> frozenset[str]:
        """The teams asked."""
        return frozenset(each.team for each in self.assignments)


@dataclass(slots=True)
class Draft:
    """A plan in the making. steps: the explanation, kept only when asked for."""

    flags: list[str] = field(default_factory=list)
    steps: list[dict[str, Any]] | None = None
    _entries: dict[str, tuple[Role, list[str], list[str]]] = field(default_factory=dict)

    def add(self, team: str, role: Role, capability: str, why: tuple[str, ...]) -> None:
        """Ask a team for a capability; a team asked twice has one entry, with its most active role."""
        entry = self._entries.get(team)
        if entry is None:
            self._entries[team] = (role, [capability], list(why))
            return
        before, capabilities, reasons = entry
        if capability not in capabilities:
            capabilities.append(capability)
        reasons.extend(one for one in why if one not in reasons)
        if _RANK[role] < _RANK[before]:
            self._entries[team] = (role, capabilities, reasons)

    def explain(self, **step: Any) -> None:
        """Note a step of the explanation."""
        if self.steps is not None:
            self.steps.append(step)

    def flag(self, name: str) -> None:
        """Note what is unusual, once."""
        if name not in self.flags:
            self.flags.append(name)

    def responders(self) -> list[tuple[str, list[str]]]:
        """Return (team, capabilities) of those that go there."""
        return [(team, list(entry[1])) for team, entry in self._entries.items() if entry[0] == "respond"]

    def __contains__(self, team: str) -> bool:
        return team in self._entries

    def __len__(self) -> int:
        return len(self._entries)

    def assignments(self) -> tuple[Assignment, ...]:
        """Return what was drafted, in order of asking."""
        return tuple(
            Assignment(team, role, tuple(capabilities), tuple(why))
            for team, (role, capabilities, why) in self._entries.items()
        )
