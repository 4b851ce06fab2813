"""A team, or a dispatcher in its name, moves a task, over HTTP."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from services.incident.app.access import DISPATCHER, NotAllowed, NotThere, may_see, require_seen
from services.incident.app.carry_out import carry_out
from services.incident.app.incidents import Desk, change
from services.incident.domain.acting import Move, act
from services.incident.domain.incident import Incident
from services.incident.domain.task import Refused


class ActOnTask:
    """See the module's text."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, id: str, move: Move, caller: Caller, command: Command) -> Incident:
        """Move the task and return the incident. What was so already stays so, without an error.

        Raises NotThere, NotAllowed for another team's task, Refused when it can't be done, ReusedId.
        """
        desk, now = self._desk, self._desk.clock()

        def decide(state: Incident | None) -> Change[Incident]:
            incident = require_seen(caller, state)
            _authorise(incident, move.task_id, caller)
            after, facts = act(incident, move, now, desk.day(now), desk.registry())
            return change(after, facts)

        return carry_out(desk, id, command, decide)


def _authorise(incident: Incident, task_id: str, caller: Caller) -> None:
    try:
        task = incident.task(task_id)
    except Refused:
        raise NotThere("There is no such task.") from None
    if caller.team and task.team == caller.team:
        return
    if DISPATCHER not in caller.roles or not may_see(caller, incident):
        raise NotAllowed("The task is another team's.")
    if not any(region.startswith(caller.region) for region in incident.regions):
        raise NotAllowed("The incident is outside your region.")
