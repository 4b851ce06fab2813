"""What incidents say about units: chosen, and let go."""

from __future__ import annotations

from datetime import datetime

import lianfang.contracts.incident  # noqa: F401 - registers what is taken
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.persistence.aggregate import Command
from services.patrol.app.board.units import Units
from services.patrol.domain.board.assigning import choose, let_go
from services.patrol.domain.board.telling import Step
from services.patrol.domain.board.unit import Unit

CHOSEN, RELEASED = "incident.unit_chosen.v1", "incident.unit_released.v1"
KINDS = frozenset({CHOSEN, RELEASED})
ACTOR = "svc-incident"


class TakeIncidents:
    """See the module's text."""

    def __init__(self, units: Units) -> None:
        self._units = units

    def __call__(self, event: Event) -> bool:
        """Take an event of KINDS, once however often it comes, in any order; return whether it was new.

        Raises ContractError, NoUnit for what is neither post nor unit, StoreUnavailable.
        """
        contract = contract_of(event.type)
        data = contract.load(event.data)
        incident, restricted = data["incident_id"], contract.restricted(data)

        def decide(unit: Unit, now: datetime) -> Step:
            if event.type == CHOSEN:
                return choose(
                    unit, incident, event.sequence, now, priority=data["priority"], restricted=restricted
                )  # fmt: skip
            return let_go(unit, incident, event.sequence, now, data["reason"], restricted=restricted)

        command = Command(
            event.id, actor=ACTOR, correlation=event.correlationid, causation=event.id,
            traceparent=event.traceparent,
        )  # fmt: skip
        return self._units.execute(data["unit"], command, decide)
