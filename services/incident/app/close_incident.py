"""A dispatcher closes an incident (结案)."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from services.incident.app.access import require_dispatcher, require_seen
from services.incident.app.carry_out import carry_out
from services.incident.app.incidents import Desk, change
from services.incident.domain.closing import close
from services.incident.domain.incident import Incident


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

        return carry_out(desk, id, command, decide)
