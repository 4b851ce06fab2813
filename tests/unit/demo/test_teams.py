"""A demo team's commands keep their contracts and are the same when an event comes again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lianfang.contracts import catalogue  # noqa: F401 - registers the contracts
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import routing_key
from lianfang.runtime.demo.books import Books
from lianfang.runtime.demo.teams import ANSWERS, LiveTeam, command


def event(type_: str, **said: str) -> Event:
    data = said or {"incident_id": "i1", "task_id": "t1"}
    return Event("e1", type_, "/services/incident", "i1", "2025-03-01T00:00:00+00:00", "350924", data)


@pytest.mark.parametrize(("type_", "step"), ANSWERS.items())
def test_each_answer_keeps_its_contract(type_: str, step: str) -> None:
    order = command(step, "350924.aoyang.case", event(type_))
    contract_of(order.type).check(order.data)
    assert routing_key(order) == f"incident.{step}.v1.35.09.24"


def test_the_same_event_gives_the_same_command() -> None:
    first = command("depart", "350924.aoyang.case", event("incident.task_acknowledged.v1"))
    again = command("depart", "350924.aoyang.case", event("incident.task_acknowledged.v1"))
    assert first.to_json() == again.to_json()
    assert first.id != command("arrive", "350924.aoyang.case", event("x.y.v1")).id


def test_an_alarm_about_no_task_is_counted_and_not_answered() -> None:
    books = Books(lambda: datetime.now(UTC))
    said: list[str] = []
    team = LiveTeam("350924.aoyang.case", "amqp://team-350924.aoyang.case:x@127.0.0.1:1/v", books, said.append)
    alarm = event("mediation.alarm_raised.v1", case_id="c1", risk="red")
    nobody = None  # it would publish through this channel
    team._on_event("team.350924.aoyang.case", alarm, nobody)
    assert said == []
    assert books.progress == (0, 1)
