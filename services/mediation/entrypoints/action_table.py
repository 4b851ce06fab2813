"""What may be done to a case over HTTP: name, body, roles, and the orders it becomes. One endpoint each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import Schema

from lianfang.web.access import Caller
from lianfang.web.problems import Forbidden
from services.mediation.domain import (
    agreeing,
    assigning,
    confirming,
    ending,
    following,
    grading,
    linking,
    opening,
    partying,
    rounds,
    transferring,
)
from services.mediation.entrypoints import action_bodies as bodies

Body = Mapping[str, Any]
OFFICE = frozenset({"mediation", "supervisor", "team"})
TABLE = OFFICE | {"mediator"}
SIGNS = frozenset({"mediation", "supervisor"})
ANSWERS = SIGNS | {"mediator"}


@dataclass(frozen=True, slots=True)
class Doing:
    """Who does it. seal: encrypts texts into one token. clock: now."""

    caller: Caller
    seal: Callable[[Mapping[str, Any]], str]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Action:
    """See the module's text."""

    name: str
    summary: str
    body: type[Schema]
    orders: Callable[[Body, Doing], list[Any]]
    roles: frozenset[str] = TABLE


def _one(kind: Callable[..., Any]) -> Callable[[Body, Doing], list[Any]]:
    """Make the order of a body whose fields are the order's; lists become tuples."""

    def orders(body: Body, _doing: Doing) -> list[Any]:
        return [kind(**{name: tuple(said) if isinstance(said, list) else said for name, said in body.items()})]

    return orders


def mediator_of(body: Body, doing: Doing) -> str:
    """Return who accepts or declines: the caller, or whom an officer speaks for. Raises Forbidden."""
    named = str(body["mediator"] or doing.caller.subject)
    if named != doing.caller.subject and not doing.caller.has(*SIGNS):
        raise Forbidden("A mediator answers for itself only.")
    return named


def _accept(body: Body, doing: Doing) -> list[Any]:
    return [assigning.Accept(mediator_of(body, doing))]


def _decline(body: Body, doing: Doing) -> list[Any]:
    return [assigning.Decline(mediator_of(body, doing), body["reason"])]


def agreed(body: Body, perform_by: datetime, doing: Doing) -> agreeing.Agree:
    """Return the order of an agreement, its wording encrypted."""
    wording = {name: body[name] for name in ("facts", "terms", "manner", "place")}
    return agreeing.Agree(
        body["form"], tuple(body["items"]), perform_by, doing.seal(wording), tuple(body["guardians"])
    )


def _agree(body: Body, doing: Doing) -> list[Any]:
    return [agreed(body, body["perform_by"], doing)]


ACTIONS: tuple[Action, ...] = (
    Action("triage", "Grade and accept it (分级受理)", bodies.TriageBody, _one(opening.Triage), OFFICE),
    Action("assign", "Ask a mediator (指派)", bodies.AssignBody, _one(assigning.Assign), OFFICE),
    Action("accept", "The asked mediator takes it", bodies.AcceptBody, _accept, ANSWERS),
    Action("decline", "The asked mediator can't; the next is asked", bodies.DeclineBody, _decline, ANSWERS),
    Action("consent", "Sides agree to mediation, or take it back", bodies.ConsentBody, _one(partying.Consent)),
    Action("object", "Name a mediator's conflict of interest (回避)", bodies.ObjectBody, _one(partying.Object)),
    Action("start-round", "Begin a round", bodies.StartRoundBody, _one(rounds.StartRound)),
    Action("end-round", "End it without agreement", bodies.EndRoundBody, _one(rounds.EndRound)),
    Action("extend", "Let a late round begin", bodies.ExtendBody, _one(rounds.Extend), frozenset({"supervisor"})),
    Action("agree", "Agreement is reached (达成协议)", bodies.AgreeBody, _agree),
    Action("begin-performance", "Performance begins", bodies.ActionBody, _one(agreeing.BeginPerformance)),
    Action("keep", "It was performed in full", bodies.ActionBody, _one(agreeing.Keep)),
    Action("breach", "It was broken; the case is alive again", bodies.BreachBody, _one(agreeing.Breach)),
    Action("follow-up", "Note a visit (回访)", bodies.FollowUpBody, _one(following.FollowUp)),
    Action("close", "Nothing is left to do (办结)", bodies.ActionBody, _one(following.Close), OFFICE),
    Action("fail", "No agreement is to be had; routes were told", bodies.FailBody, _one(ending.Fail)),
    Action(
        "decline-mediation", "The rules exclude it (不予调解)", bodies.DeclineMediationBody,
        _one(ending.DeclineMediation), OFFICE,
    ),
    Action("refer", "It is a crime (转刑事)", bodies.ReferBody, _one(ending.Refer), OFFICE),
    Action("withdraw", "It is withdrawn (撤回)", bodies.ReasonBody, _one(ending.Withdraw), OFFICE),
    Action("reopen", "It begins again, the same quarrel", bodies.ReasonBody, _one(ending.Reopen), OFFICE),
    Action("transfer", "Hand it to a body (移送)", bodies.TransferBody, _one(transferring.TransferTo), OFFICE),
    Action("contact", "The body was spoken to", bodies.ActionBody, _one(transferring.Contact), OFFICE),
    Action("receive", "The body took it (回执)", bodies.ReceiveBody, _one(transferring.Receive), OFFICE),
    Action("resolve", "The body answered", bodies.ResolveBody, _one(transferring.Resolve), OFFICE),
    Action("return", "The body sent it back (退回)", bodies.ReasonBody, _one(transferring.Return), OFFICE),
    Action("call-back", "The parties were asked", bodies.CallBackBody, _one(transferring.CallBack), OFFICE),
    Action(
        "apply-confirmation", "Both sides apply (司法确认)", bodies.SidesBody, _one(confirming.ApplyConfirmation)
    ),
    Action("confirm", "The court confirmed the agreement", bodies.ActionBody, _one(confirming.Confirm)),
    Action("refuse-confirmation", "The court did not", bodies.ActionBody, _one(confirming.RefuseConfirmation)),
    Action("raise-risk", "Raise the risk by hand", bodies.RiskBody, _one(grading.Raise)),
    Action(
        "propose-lowering", "Lower the risk: first signature", bodies.RiskBody, _one(grading.ProposeLowering), TABLE
    ),
    Action(
        "approve-lowering", "Lower it: second signature", bodies.ApproveBody, _one(grading.ApproveLowering), SIGNS
    ),
    Action("signal", "Note threats and the like", bodies.SignalBody, _one(grading.Signal)),
    Action("seal", "Only those on it see it (封存)", bodies.SealBody, _one(partying.Seal), SIGNS),
    Action("decide-link", "Judge an old quarrel", bodies.DecideLinkBody, _one(linking.DecideLink), SIGNS),
)  # fmt: skip
