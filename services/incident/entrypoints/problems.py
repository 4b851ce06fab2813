"""The use cases' exceptions as problems."""

from __future__ import annotations

from lianfang.web.problems import Problem, know
from services.incident.app.access import NotAllowed, NotThere
from services.incident.domain.task import Refused

_WHY = {
    "duplicate": "It was closed as a duplicate: record it with the incident that it repeats.",
    "illegal_transition": "The task's state does not allow this.",
    "incident_closed": "The incident is closed.",
    "needs_reason": "Another unit is recommended before it: say in `reason`, a word, why not that one.",
    "not_your_task": "There is no such task, or it is not yours.",
}

know(NotThere, 404, "Not found")
know(NotAllowed, 403, "Forbidden")


def refusal(refused: Refused) -> Problem:
    """Return the 409 problem of what can't be done, with the task's state or the unit recommended if known."""
    known = "recommended" if refused.reason == "needs_reason" else "task_state"
    extra = {"reason": refused.reason, **({known: refused.state} if refused.state else {})}
    return Problem(409, "Refused", _WHY.get(refused.reason, refused.reason), slug=refused.reason, extra=extra)
