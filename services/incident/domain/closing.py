"""A dispatcher closes an incident: nothing more is expected of anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from services.incident.domain.facts import Fact, about, moved, state_change
from services.incident.domain.incident import Incident
from services.incident.domain.sending import let_all_go
from services.incident.domain.task import Refused


def close(incident: Incident, outcome: str, actor: str, now: datetime) -> tuple[Incident, list[Fact]]:
    """Close with an outcome (a word), recall what is open and let units go. Raises Refused(already)."""
    if incident.outcome:
        raise Refused("already")
    after, facts = incident, []
    for task in incident.tasks:
        if task.open:
            changed = task.after("recall")
            after = after.with_task(changed).noted(now, actor, "recalled", task=task.id, note="closed")
            facts.append(moved(after, changed, reason="closed"))
    recalled = len(facts)
    after, released = let_all_go(after, actor, now, "closed")
    after = replace(after.noted(now, actor, "closed", note=outcome), outcome=outcome)
    done = sum(task.state == "done" for task in after.tasks)
    told = about(after, "closed", outcome=outcome, tasks_done=done, tasks_recalled=recalled)
    return after, [*facts, *released, *told, *state_change(incident, after)]
