"""A better place is known: the incident is routed again."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Change, Command
from lianfang.persistence.sealed import Cipher, seal, unseal
from services.incident.app.access import require_dispatcher, require_seen
from services.incident.app.carry_out import carry_out
from services.incident.app.incidents import Desk, change
from services.incident.app.report_incident import Said
from services.incident.domain.correction import correct
from services.incident.domain.incident import Incident
from services.incident.domain.place import Claim


class CorrectPlace:
    """See the module's text."""

    def __init__(self, desk: Desk, cipher: Cipher) -> None:
        self._desk, self._cipher = desk, cipher

    def __call__(
        self, id: str, said: Said, caller: Caller, command: Command, check_version: Callable[[int], None]
    ) -> Incident:
        """Correct the place and return the incident. check_version raises when the caller saw another version.

        Raises NotThere, NotAllowed, Refused when it is closed, ReusedId.
        """
        desk, now = self._desk, self._desk.clock()

        def decide(state: Incident | None) -> Change[Incident]:
            incident = require_seen(caller, state)
            require_dispatcher(caller, incident)
            check_version(incident.version)
            claim = Claim(incident.county, incident.county, said.lon, said.lat, said.grid, said.text)
            sealed = self._sealed(incident, said.text)
            after = correct(incident, claim, sealed, caller.subject, now, desk.day(now), desk.registry())
            return change(*after)

        return carry_out(desk, id, command, decide)

    def _sealed(self, incident: Incident, text: str) -> str:
        if not text:
            return incident.sealed
        return seal(self._cipher, {**unseal(self._cipher, incident.sealed), "place_text": text})
