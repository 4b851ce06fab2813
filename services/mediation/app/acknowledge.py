"""A red case's alarm is acknowledged: by a team it was raised to, the command room, or who works on the case."""

from __future__ import annotations

from lianfang.caller import Caller
from lianfang.persistence.aggregate import Command
from services.mediation.app.access import DISPATCHER, NotAllowed, NotThere, may_see, on_the_case
from services.mediation.app.act import Act, Check
from services.mediation.domain.case import Case
from services.mediation.domain.grading import AcknowledgeAlarm


def acknowledge_alarm(act: Act, id: str, caller: Caller, command: Command, check: Check) -> Case:
    """Acknowledge and return the case. Raises NotThere, NotAllowed, Refused, ReusedId.

    A team that the alarm was raised to may, though the case is not its own and even when it is sealed: it was told.
    """
    case = act.dossier(id).case
    told = caller.team in case.alarm_teams
    if not case.state or not (told or may_see(caller, case)):
        raise NotThere("There is no such case, or it is not yours to see.")
    if not (told or on_the_case(caller, case) or DISPATCHER in caller.roles):
        raise NotAllowed("Only the teams that the alarm was raised to, and dispatchers, acknowledge it.")
    return act.internally(id, [AcknowledgeAlarm(caller.team or case.owner)], command, check)
