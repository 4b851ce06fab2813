"""Teams' commands made anew from the events that answered them: a repeat changes nothing."""

from __future__ import annotations

import hashlib
import json

import pytest

import lianfang.contracts.catalogue  # noqa: F401 - registers all contracts
from lianfang.contracts.incident.commands import ANSWERED_BY
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.runtime.recovery.steps import commands_of

TEAM = "350924.aoyang.case"


def answer(type: str, task: str = "i-1", **more: str) -> Event:
    data = {
        "incident_id": "i", "category": "100200", "duress": False, "task_id": task, "team": TEAM, "task_version": 2,
        "late": False, "device_time": "2026-03-01T08:00:21+00:00", "command_id": "c", **more,
    }  # fmt: skip
    return Event("e", type, "/services/incident", "i", "2026-03-01T08:00:22+00:00", "350924", data, causationid="m")


@pytest.mark.parametrize(("command", "event"), ANSWERED_BY.items())
def test_every_command_is_found_in_its_answer_and_keeps_its_contract(command, event):
    ((made, team),) = commands_of([answer(event)])
    assert (made.type, made.id, team, made.region) == (command, "m", TEAM, "350924")
    contract_of(made.type).check(made.data)
    assert contract_of(event).kind == "event"


def test_it_has_the_words_of_the_first_so_that_the_service_takes_it_for_a_repeat():
    said = {"command_id": "c", "incident_id": "i", "task_id": "i-1", "reason": "other_call"}
    ((made, _),) = commands_of([answer("incident.task_declined.v1", reason="other_call")])

    def hashed(data):
        return hashlib.sha256(
            json.dumps({k: v for k, v in data.items() if k != "device_time"}, sort_keys=True).encode()
        )

    assert hashed(made.data).digest() == hashed(said).digest()


@pytest.mark.parametrize(
    "type", ["incident.task_timed_out.v1", "incident.task_requested.v1", "patrol.shift_began.v1"]
)
def test_what_no_team_commanded_is_no_command(type):
    assert not list(commands_of([answer(type)]))


def test_what_a_dispatcher_did_in_a_teams_name_is_left_out():
    assert not list(commands_of([answer("incident.task_acknowledged.v1", command_id="")]))
