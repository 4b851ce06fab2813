"""Incidents become disputes, and false alarms take them back: at most one case for one incident."""

from __future__ import annotations

from collections.abc import Callable

from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.persistence.aggregate import Command
from services.mediation.app.open_case import Notice, Opened
from services.mediation.app.react.disputes import county_of, is_dispute, notice_of
from services.mediation.domain.policy import Policy

REPORTED, CLOSED = "incident.reported.v1", "incident.closed.v1"
KINDS = frozenset({REPORTED, CLOSED})
TAKEN_BACK = frozenset({"false_alarm", "duplicate"})
"""Outcomes of an incident by which there was no dispute, or another incident tells of it."""

ACTOR = "svc-incident"


class OnIncident:
    """See the module's text. The event's id is the command's, so that a redelivery has no second effect."""

    def __init__(
        self, policy_of: Callable[[str], Policy], open_case: Callable[[Notice, Command], Opened],
        take_back: Callable[[str, str, Command], bool],
    ) -> None:  # fmt: skip
        """policy_of: county -> its rules. take_back: (incident, reason, command), see `TakeBack`."""
        self._policy_of, self._open_case, self._take_back = policy_of, open_case, take_back

    def __call__(self, event: Event) -> bool:
        """Take an event of the incident service and return whether it changed a case.

        The queue sees every incident, so what is no dispute is dropped before anything else is looked at. Raises
        ContractError, ReusedId, Refused, StoreUnavailable.
        """
        policy = self._policy_of(county_of(event))
        if not is_dispute(str(event.data.get("category", "")), policy):
            return False
        contract = contract_of(event.type)
        data = contract.load(event.data)
        if event.type == REPORTED:
            return self._open_case(
                notice_of(event, data, policy, sealed=contract.restricted(data)), _command(event)
            ).fresh
        if data["outcome"] in TAKEN_BACK:
            return self._take_back(data["incident_id"], data["outcome"], _command(event))
        return False


def _command(event: Event) -> Command:
    return Command(
        event.id, actor=ACTOR, correlation=event.correlationid, causation=event.id, traceparent=event.traceparent
    )
