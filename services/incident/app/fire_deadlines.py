"""The timer's work: find what is due, fire it once."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.persistence.aggregate import Change
from lianfang.persistence.due import fire_due
from services.incident.app.incidents import Desk, change
from services.incident.domain.deadlines import fire
from services.incident.domain.facts import Fact
from services.incident.domain.incident import Incident


class FireDeadlines:
    """Fires deadlines. Any number of processes may do so: one firing has one effect."""

    def __init__(self, desk: Desk, count: Callable[[str], None] = lambda deadline: None) -> None:
        """count: called for each deadline missed, with its kind, for the metric."""
        self._desk, self._count = desk, count

    def __call__(self) -> int:
        """Fire what is due now and return how many incidents had a deadline fired. Raises StoreUnavailable."""
        said: dict[str, list[Fact]] = {}

        def decide(incident: Incident) -> Change[Incident] | None:
            now = self._desk.clock()
            after, facts = fire(incident, now, self._desk.day(now), self._desk.registry())
            if after is incident:
                return None
            said[incident.id] = facts
            return change(after, facts)

        fired = fire_due(self._desk.incidents, self._desk.clock, decide)
        for outcome in fired:
            facts = [fact for fact in said[outcome.id] if fact.name == "deadline_missed"]
            for _task, deadline in {(fact.data["task_id"], fact.data["deadline"]) for fact in facts}:
                self._count(deadline)
        return len(fired)
