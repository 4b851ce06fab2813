"""HTTP: everything that moves a case, one endpoint for each line of the table, and the two that need more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from lianfang.persistence.sealed import seal
from lianfang.runtime.wired import Wired
from lianfang.web.api import api
from lianfang.web.call import Call, Reply
from services.mediation.app.acknowledge import acknowledge_alarm
from services.mediation.domain.agreeing import Keep
from services.mediation.domain.assigning import Accept, Assign
from services.mediation.domain.case import Case
from services.mediation.domain.opening import Triage
from services.mediation.domain.partying import Consent
from services.mediation.domain.rounds import StartRound
from services.mediation.entrypoints import problems  # noqa: F401 - makes the exceptions known
from services.mediation.entrypoints.action_bodies import ActionBody, OnTheSpotBody
from services.mediation.entrypoints.action_table import ACTIONS, Action, Body, Doing, agreed, mediator_of
from services.mediation.entrypoints.answers import CaseAnswer
from services.mediation.entrypoints.telling import told

AT_ONCE = timedelta(minutes=5)
"""Until when an agreement that is performed on the spot is due: it is noted as kept in the same moment."""


class Actions:
    """See the module's text. The endpoints of the table are added below."""

    app: Any = Wired()

    @api(
        "POST", "/v1/cases/<id>/on-the-spot", roles={"mediation"}, body=OnTheSpotBody, idempotent=True,
        response=CaseAnswer, summary="Triage, assign, accept, consent, round, agreement: all or none (当场调解)",
    )  # fmt: skip
    def act_on_the_spot(self, call: Call) -> Reply:
        """Do it all in one."""
        return done(self.app, call, on_the_spot)

    @api(
        "POST", "/v1/cases/<id>/acknowledge-alarm", roles={"team", "dispatcher", "mediation", "supervisor"},
        body=ActionBody, idempotent=True, response=CaseAnswer, summary="Take note of a red case's alarm",
    )  # fmt: skip
    def act_acknowledge_alarm(self, call: Call) -> Reply:
        """Acknowledge it for the caller's team."""
        case = acknowledge_alarm(self.app.act, call.path["id"], call.caller, call.command(), as_seen(call))
        return told(self.app, call, case)


def done(app: Any, call: Call, orders: Callable[[Body, Doing], list[Any]]) -> Reply:
    """Carry out the orders that a body becomes, and answer with the case."""
    doing = Doing(call.caller, partial(seal, app.cipher), app.act.briefing.clock)
    case = app.act(call.path["id"], orders(call.body, doing), call.caller, call.command(), as_seen(call))
    return told(app, call, case)


def as_seen(call: Call) -> Callable[[Case], None]:
    """Return the check that the case is as the caller saw it, where ``If-Match`` says how; else it passes."""
    return lambda case: call.require_version(case.version) if call.if_match is not None else None


def on_the_spot(body: Body, doing: Doing) -> list[Any]:
    """Return the orders of a dispute that is settled where it happens."""
    mediator, said = mediator_of(body, doing), body["agreement"]
    perform_by = said["perform_by"] or doing.clock() + AT_ONCE
    guardians, exclusions = tuple(said["guardians"]), tuple(body["exclusions"])
    triage = Triage(body["mode"], tuple(body["signals"]), body["relation"], body["people"], exclusions)
    orders = [
        triage, Assign(mediator, "on_the_spot"), Accept(mediator), Consent(tuple(body["sides"])),
        StartRound(guardians, exclusions), agreed(said, perform_by, doing),
    ]  # fmt: skip
    return [*orders, Keep()] if body["kept"] else orders


def _endpoint(action: Action) -> Callable[..., Reply]:
    def act(self: Any, call: Call) -> Reply:
        return done(self.app, call, action.orders)

    act.__name__ = f"act_{action.name.replace('-', '_')}"
    act.__doc__ = f"{action.summary}."
    declare = api(
        "POST", f"/v1/cases/<id>/{action.name}", roles=action.roles, body=action.body, idempotent=True,
        response=CaseAnswer, summary=action.summary,
    )  # fmt: skip
    return declare(act)


for _action in ACTIONS:
    _made = _endpoint(_action)
    setattr(Actions, _made.__name__, _made)
