"""A dispatcher records what came of an incident, as often as it changes."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from services.incident.app.access import require_dispatcher, require_seen
from services.incident.app.carry_out import carry_out
from services.incident.app.incidents import Desk, change
from services.incident.domain.findings import Findings, find
from services.incident.domain.incident import Incident


class RecordFindings:
    """See the module's text."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, id: str, found: Findings, caller: Caller, command: Command) -> Incident:
        """Record it and return the incident; the same again has no effect.

        Raises NotThere, NotAllowed, ReusedId, and Refused for a duplicate.
        """
        desk, now = self._desk, self._desk.clock()

        def decide(state: Incident | None) -> Change[Incident]:
            incident = require_seen(caller, state)
            require_dispatcher(caller, incident)
            return change(*find(incident, found, caller.subject, now))

        return carry_out(desk, id, command, decide)
