"""A dispatcher closes an incident (结案)."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from services.incident.app.access import DISPATCHER, SUPERVISOR, NotAllowed, NotThere, require_seen
from services.incident.app.incidents import Desk, change
from services.incident.domain.closing import close
from services.incident.domain.incident import Incident
from services.incident.domain.task import Refused


class CloseIncident:
    """See the module's text."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, id: str, outcome: str, caller: Caller, command: Command) -> Incident:
        """Close it and return it; closing what is closed has no effect. Raises NotThere, NotAllowed, ReusedId."""
        desk, now = self._desk, self._desk.clock()

        def decide(state: Incident | None) -> Change[Incident]:
            incident = require_seen(caller, state)
            require_dispatcher(caller, incident)
            return change(*close(incident, outcome, caller.subject, now))

        try:
            desk.incidents.execute(id, command, decide)
        except Refused as refused:
            if refused.reason != "already":
                raise
        stored = desk.incidents.get(id)
        if stored is None:
            raise NotThere("There is no such incident.")
        return stored.state


def require_dispatcher(caller: Caller, incident: Incident) -> None:
    """Raise NotAllowed unless the caller dispatches in a region of the incident."""
    dispatches = DISPATCHER in caller.roles or SUPERVISOR in caller.roles
    if not dispatches or not any(region.startswith(caller.region) for region in incident.regions):
        raise NotAllowed("Only a dispatcher or supervisor of the incident's region may do this.")
