"""What a team did besides calls (宣防活动): lessons, trainings, services; about what, and for how many."""

from __future__ import annotations

from dataclasses import dataclass

from services.grid.domain.records.told import Told

KINDS = ("lesson", "training", "service", "care", "large_event")
"""Lessons (宣讲), trainings (培训, 演练), services (便民服务), care (帮扶), large events secured (大型活动安保)."""


@dataclass(frozen=True, slots=True)
class Activity:
    """topic: a word for what it was about or for whom: drowning, lonely_elderly. told.at: when it was.

    people: how many it reached. For care only who was not helped before: nobody is listed, so nobody can be found
    twice in a list.
    """

    id: str
    kind: str
    topic: str
    region: str
    team: str
    people: int
    told: Told
    place: str = ""

    @property
    def key(self) -> tuple[object, ...]:
        """The same for a record that is told again."""
        return (self.kind, self.topic, self.region, self.team, self.people, self.place, self.told.by)
