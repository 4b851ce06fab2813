"""Handing a dispute to another body and seeing it through: contact, receipt, answer, call-back (移送、回访)."""

from __future__ import annotations

from dataclasses import dataclass

from services.mediation.domain import terms
from services.mediation.domain.case import Case
from services.mediation.domain.context import Context
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import fold
from services.mediation.domain.handling import Handlers
from services.mediation.domain.moving import move
from services.mediation.domain.refused import Refused
from services.mediation.domain.rounds import close_round

COMPLEXITIES = ("simple", "complex")
OPINIONS = ("satisfied", "unsatisfied", "unreachable")


@dataclass(frozen=True, slots=True)
class TransferTo:
    """Hand it to a body. complexity: simple matters are answered in 24 h, complex ones in 5 days."""

    body: str
    complexity: str = "simple"


@dataclass(frozen=True, slots=True)
class Contact:
    """The body was spoken to."""


@dataclass(frozen=True, slots=True)
class Receive:
    """The body took it. receipt: its reference number."""

    receipt: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """The body answered. result: a word; what it did in detail lies in the documents."""

    result: str


@dataclass(frozen=True, slots=True)
class Return:
    """The body sent it back, or its result did not hold. reason: a word."""

    reason: str


@dataclass(frozen=True, slots=True)
class CallBack:
    """The parties were asked. opinion: satisfied, unsatisfied, unreachable."""

    opinion: str


def transfer(case: Case, order: TransferTo, ctx: Context) -> list[Fact]:
    """Transfer; the body must be contacted within the hour."""
    if order.complexity not in COMPLEXITIES:
        raise Refused(
            "unknown_complexity",
            f"there is no complexity {order.complexity!r}",
            "simple or complex",
            field="complexity",
        )
    sent = move(case, "transfer", order, ctx, "transferred", body=order.body, complexity=order.complexity)
    return [*close_round(case, ctx, "adjourned"), sent]


def contact(case: Case, order: Contact, ctx: Context) -> list[Fact]:
    """Contacted: now a receipt is awaited."""
    if case.transfer is not None and case.transfer.contacted_at is not None and case.state == "transferred":
        return []
    due = {"receipt": terms.due("receipt", case, ctx)}
    return [move(case, "contact", order, ctx, "transfer_contacted", due=due, ends=("contact",), body=_body(case))]


def receive(case: Case, order: Receive, ctx: Context) -> list[Fact]:
    """Received: the answer's term runs from the transfer, not from the receipt, which would reward delay."""
    return [move(case, "receive", order, ctx, "transfer_received", receipt=order.receipt, body=_body(case))]


def resolve(case: Case, order: Resolve, ctx: Context) -> list[Fact]:
    """Answered: the parties must be called back."""
    return [move(case, "resolve", order, ctx, "transfer_resolved", result=order.result, body=_body(case))]


def return_(case: Case, order: Return, ctx: Context) -> list[Fact]:
    """Returned: the case is alive again and its owner must triage it."""
    return [move(case, "return", order, ctx, "transfer_returned", reason=order.reason, body=_body(case))]


def call_back(case: Case, order: CallBack, ctx: Context) -> list[Fact]:
    """Called back; who is not satisfied brings the case back at once, and silence is no call-back."""
    if order.opinion not in OPINIONS:
        raise Refused(
            "unknown_opinion",
            f"there is no opinion {order.opinion!r}",
            f"one of: {', '.join(OPINIONS)}",
            field="opinion",
        )
    due = {"call_back": terms.due("call_back", case, ctx)}
    called = move(case, "call_back", order, ctx, "called_back", due=due, opinion=order.opinion, body=_body(case))
    if order.opinion != "unsatisfied":
        return [called]
    returned = move(
        fold([called], case), "return", order, ctx, "transfer_returned", reason="unsatisfied", body=_body(case)
    )
    return [called, returned]


def _body(case: Case) -> str:
    return case.transfer.body if case.transfer else ""


HANDLERS: Handlers = {
    TransferTo: transfer, Contact: contact, Receive: receive, Resolve: resolve, Return: return_,
    CallBack: call_back,
}  # fmt: skip
