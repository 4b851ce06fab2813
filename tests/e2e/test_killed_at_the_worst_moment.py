"""kill -9 at the nastiest points, and in mid-replay: what was accepted arrives, once in effect."""

from __future__ import annotations

import time

import pytest

from tests.e2e.spine import SEAT, day

pytestmark = pytest.mark.rabbit

INTAKE_FAULTS = (
    "usecase.after_commit:5",  # committed, neither answered nor handed to the relay
    "relay.after_confirm:2",  # the broker has it, the outbox does not know
    "relay.before_clear:2",  # archived, not cleared
    "relay.after_clear:2",
)


def test_reports_survive_a_kill_at_every_point_of_intake_and_relay(spine, books):
    reports = day(100)
    with spine.replaying(reports, books, pause_s=0.02) as done:
        spine.dies_at(*INTAKE_FAULTS)
    (summary,) = done
    assert not summary.refused, summary.reasons
    balance = spine.settle(books)
    assert balance.accepted == len(reports)
    assert balance.balanced, (balance, books.missing()[:5], books.strays()[:5])


def test_books_balance_after_a_kill_in_mid_replay_with_clients_that_retry(spine, books):
    reports = day(150)
    with spine.replaying(reports, books, concurrency=12) as done:
        time.sleep(0.7)
        spine.killed()
    (summary,) = done
    assert not summary.refused, summary.reasons
    balance = spine.settle(books)
    assert balance.accepted == len(reports)
    assert balance.balanced, (balance, books.missing()[:5], books.strays()[:5])
    spine.tap.wait(lambda _: spine.metric("lianfang_outbox_oldest_pending_seconds") == 0, 60, "an empty outbox")


def test_commands_survive_kills_around_their_handler_and_have_one_effect(spine, steady_team):
    place = {"grid": steady_team.grid}
    incidents = [spine.report(category="300100", place=place, region=steady_team.county) for _ in range(4)]
    asked = [steady_team.asked(incident["id"]) for incident in incidents]
    spine.incident.kill()
    commands = [steady_team.client.receipt(each) for each in asked]
    spine.dies_at("subscription.before_handler", "subscription.before_ack")
    for command, request in zip(commands, asked, strict=True):
        told = steady_team.ear.wait_for(type="incident.task_notified.v1", command_id=command)
        assert told.data["task_id"] == request.data["task_id"]
    for incident, request in zip(incidents, asked, strict=True):
        assert len(spine.tap.once(incident["id"], "incident.task_notified.v1")) == 1
        lines = spine.history(incident["id"], steady_team.county)
        moves = [line["what"] for line in lines if line["task"] == request.data["task_id"]]
        assert len(moves) == len(set(moves)), "each move once"


def test_a_report_repeated_after_a_kill_is_the_same_incident(spine):
    first = spine.report(key="once-and-again", category="500500", place=SEAT)
    spine.killed()
    again = spine.report(key="once-and-again", category="500500", place=SEAT)
    assert again["id"] == first["id"]
    spine.teams.wait_for_requests(first["id"], (task["team"] for task in first["tasks"]))
