"""The broker dies or blocks, the store errors for a while: nothing accepted is lost, and it resumes by itself."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from statistics import median

import pytest

from tests.e2e.spine import SEAT, day

pytestmark = pytest.mark.rabbit


def test_nothing_accepted_is_lost_when_the_broker_dies_in_mid_replay(spine, books):
    reports = day(150)
    with spine.replaying(reports, books, pause_s=0.03) as done:
        time.sleep(1.5)
        spine.broker.kill()
        time.sleep(0.5)
        spine.broker.start()
    (summary,) = done
    assert not summary.refused, summary.reasons
    spine.incident.wait_ready()
    balance = spine.settle(books, 45)
    assert balance.accepted == len(reports)
    assert balance.balanced, (balance, books.missing()[:5], books.strays()[:5])


def test_a_blocked_broker_blocks_no_call(spine):
    failures = spine.metric("lianfang_publish_failed_total")
    with spine.broker.publishers_blocked():
        took, incidents = [], []
        until = time.monotonic() + 60  # publishing gives up after 1 s, and is bounded in time
        while spine.metric("lianfang_publish_failed_total") == failures or len(took) < 15:
            assert time.monotonic() < until, "publishing never gives up"
            started = time.monotonic()
            incidents.append(spine.report(category="300100", place=SEAT))
            took.append(time.monotonic() - started)
            time.sleep(0.1)
        assert median(took) < 1.0, "the commit is durable; nobody waits until publishing gives up"
        assert not any(spine.teams.requests(incident["id"]) for incident in incidents)
    for incident in incidents:
        spine.teams.wait_for_requests(incident["id"], (task["team"] for task in incident["tasks"]), 60)


def test_a_store_that_errors_refuses_whole_and_resumes_by_itself(spine, books, steady_team):
    steady = spine.report(category="300100", place={"grid": steady_team.grid}, region=steady_team.county)
    asked = steady_team.asked(steady["id"])
    path = spine.stack.state.services["incident"].store_uri.removeprefix("sqlite://")
    with closing(sqlite3.connect(path, isolation_level=None)) as other, spine.replaying(day(60), books) as done:
        time.sleep(0.2)
        other.execute("BEGIN EXCLUSIVE")
        locked = time.monotonic()
        command = steady_team.client.receipt(asked)
        refused = spine.post("/v1/incidents", {"source": "call", "place": SEAT}, key="while-locked")
        assert refused.status_code == 503, refused.text
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert int(refused.headers["Retry-After"]) >= 1
        time.sleep(max(0.0, locked + 5 - time.monotonic()))
        other.execute("ROLLBACK")
    (summary,) = done
    assert not summary.refused, summary.reasons
    balance = spine.settle(books)
    assert balance.accepted == 60
    assert balance.balanced, (balance, books.missing()[:5], books.strays()[:5])
    again = spine.report(key="while-locked", place=SEAT)
    spine.teams.wait_for_requests(again["id"], (task["team"] for task in again["tasks"]))
    notified = steady_team.ear.wait_for(type="incident.task_notified.v1", command_id=command)
    assert notified.data["task_id"] == asked.data["task_id"]
