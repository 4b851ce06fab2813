"""Why these teams: a dry run of routing, and the reasons kept with an incident."""

from __future__ import annotations

from typing import Any

from lianfang.caller import Caller
from services.incident.app.access import require_seen
from services.incident.app.incidents import Desk
from services.incident.app.report_incident import Said, report_of
from services.incident.domain.intake import assess
from services.incident.domain.plan import Draft


class Explain:
    """Explains routing. Stores nothing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def dry_run(self, said: Said, caller: Caller) -> dict[str, Any]:
        """Return how a report would be routed now, step by step."""
        registry = self._desk.registry()
        draft = Draft(steps=[])
        found = assess(report_of(said, caller, registry), self._desk.day(self._desk.clock()), registry, draft)
        question, plan = found.question, found.plan
        return {
            "category": question.category, "priority": question.priority, "region": question.place.region,
            "method": question.place.method, "ring": question.place.ring, "decided_by": plan.where,
            "release": plan.release, "flags": list(found.flags), "steps": draft.steps or [],
            "tasks": [
                {"team": one.team, "role": one.role, "capabilities": list(one.capabilities), "why": list(one.why)}
                for one in plan.assignments
            ],
        }  # fmt: skip

    def incident(self, id: str, caller: Caller) -> dict[str, Any]:
        """Return which rules chose whom when it was routed, and under which release. Raises NotThere."""
        stored = self._desk.incidents.get(id)
        incident = require_seen(caller, stored.state if stored else None)
        return {
            "id": incident.id, "category": incident.category, "priority": incident.priority,
            "region": incident.place.region, "release": incident.release, "flags": list(incident.flags),
            "tasks": [
                {"team": task.team, "role": task.role, "capabilities": list(task.capabilities),
                 "why": list(task.why), "state": task.state}
                for task in incident.tasks
            ],
        }  # fmt: skip
