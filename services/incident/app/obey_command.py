"""A team's command from the bus: authorised by its account alone, and answered by an event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.persistence.aggregate import Change, Command
from lianfang.persistence.handled import ReusedId
from services.incident.app.incidents import Desk, change, event
from services.incident.app.refusals import Refusals
from services.incident.domain.acting import Move, act, own_task
from services.incident.domain.facts import Fact, refused
from services.incident.domain.incident import Incident
from services.incident.domain.task import Action, Refused

ACCOUNT_PREFIX = "team-"
ACTIONS: Mapping[str, Action] = {
    "receive_task": "receive", "acknowledge_task": "acknowledge", "decline_task": "decline",
    "depart": "depart", "arrive": "arrive", "finish_task": "finish",
}  # fmt: skip
"""The action of each command."""


class Unanswerable(Exception):
    """The command came from no team's account, so there is no queue to answer into: for the dead letters."""


@dataclass(frozen=True, slots=True)
class Order:
    """A command as it came. name: of the command; account: what the broker validated; data: kept its contract."""

    name: str
    account: str
    data: Mapping[str, Any]
    message_id: str = ""
    correlation: str = ""
    traceparent: str = ""

    @property
    def command_id(self) -> str:
        """The id that the team's client gave."""
        return str(self.data["command_id"])


class ObeyCommand:
    """See the module's text."""

    def __init__(self, desk: Desk, refusals: Refusals) -> None:
        self._desk, self._refusals = desk, refusals

    def __call__(self, order: Order) -> str:
        """Carry out a command and return how it ended: ``done`` or the reason of its refusal.

        Raises Unanswerable, StoreUnavailable.
        """
        if not order.account.startswith(ACCOUNT_PREFIX):
            raise Unanswerable(f"account {order.account!r} is no team's; only teams command tasks")
        team = order.account.removeprefix(ACCOUNT_PREFIX)
        command = _command(order, team)
        try:
            return str(self._desk.incidents.execute(
                order.data["incident_id"], command, lambda state: self._decide(state, order, team)
            ).result)  # fmt: skip
        except Refused as refusal:
            return self._refuse(order, team, command, refusal.reason)
        except ReusedId:
            return self._refuse(order, team, command, "reused_command_id")

    def _decide(self, state: Incident | None, order: Order, team: str) -> Change[Incident]:
        if state is None:
            raise Refused("not_your_task")
        own_task(state, order.data["task_id"], team)
        move = Move(
            order.data["task_id"], ACTIONS[order.name], order.account, order.command_id,
            order.data.get("device_time", ""), order.data.get("reason", ""),
        )  # fmt: skip
        now = self._desk.clock()
        try:
            return change(*act(state, move, now, self._desk.day(now), self._desk.registry()), result="done")
        except Refused as refusal:
            # The task is the team's own, so the answer is part of the incident and goes where its events go.
            answer = _answer(order, team, refusal.reason, state, refusal.state)
            return Change(None, [event(answer)], result=refusal.reason)

    def _refuse(self, order: Order, team: str, command: Command, reason: str) -> str:
        try:
            self._refusals.refuse(command, _answer(order, team, reason))
        except ReusedId:
            raise Unanswerable(f"command id {order.command_id!r} was used with other bodies before") from None
        return reason


def _command(order: Order, team: str) -> Command:
    # A client that asks again may say a later device time: it is the same command all the same.
    data = {name: value for name, value in order.data.items() if name != "device_time"}
    said = json.dumps([order.name, data], sort_keys=True, ensure_ascii=False)
    return Command(
        id=f"{team}/{order.command_id}", actor=order.account, body_hash=hashlib.sha256(said.encode()).hexdigest(),
        correlation=order.correlation, causation=order.message_id, traceparent=order.traceparent,
    )  # fmt: skip


def _answer(order: Order, team: str, reason: str, incident: Incident | None = None, task_state: str = "") -> Fact:
    return refused(
        team, command_id=order.command_id, command=order.name, incident_id=order.data["incident_id"],
        task_id=order.data["task_id"], reason=reason, incident=incident, task_state=task_state,
    )  # fmt: skip
