"""kill -9, two replicas, a broker that is away: each dispute has one case, each fact is told under one id.

Here is what must hold on every run; more faults, and faults at random, are in tests/chaos/test_mediation_faults.py.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.e2e.mediation.office import now

pytestmark = pytest.mark.rabbit

FAULTS = (
    "usecase.after_commit:7",  # a case is committed, nobody knows
    "relay.after_confirm",  # the broker has its event, the outbox does not know
)


def test_a_hundred_calls_and_a_deadline_while_the_service_is_killed_at_the_worst_moments(office, spine):
    with office.hurried(2):
        forgotten = office.open()
    since = now()
    with ThreadPoolExecutor(1) as beside:
        calling = beside.submit(office.calls, 100)
        time.sleep(0.5)
        spine.dies_at(*FAULTS, service="mediation")  # the deadline passes meanwhile
        incidents = calling.result()
    assert len(office.one_case_each(incidents, since)) == 100
    (missed,) = {each.id: each for each in office.wait_told("deadline_missed", case_id=forgotten["id"])}.values()
    assert missed.data["due_at"] == forgotten["next_due"]


@pytest.mark.chaos
def test_two_replicas_share_a_hundred_calls_and_their_deadlines_and_the_death_of_one_loses_none(
    office, second_replica
):
    with office.hurried(2, second_replica.url):
        since = now()
        with ThreadPoolExecutor(1) as beside:
            calling = beside.submit(office.calls, 100)
            office.wait_told("deadline_missed", 10, since=since)
            second_replica.process.kill()
            incidents = calling.result()
        cases = office.one_case_each(incidents, since)
        office.wait_missed(cases)
    time.sleep(1.2)  # another look
    assert len(cases) == len(set(incidents)) == 100
    assert office.times_told("deadline_missed", cases) == office.times_told("owner_changed", cases) == {1}
    assert {office.steps(each["id"]) for each in cases} == {("case_opened", "deadline_missed", "owner_changed")}


@pytest.mark.chaos
def test_while_the_broker_is_away_cases_are_opened_and_told_afterwards(office, spine):
    since = now()
    spine.broker.kill()
    try:
        started = time.monotonic()
        cases = {office.open()["id"] for _ in range(5)}
        incident = office.call()  # the incident service bears it too
        assert time.monotonic() - started < 5, "nobody waits for the broker"
        time.sleep(1.2)  # publishing was given up
        assert not any(office.told("case_opened", case_id=case) for case in cases)
    finally:
        spine.broker.start()
    for case in cases:
        told = office.wait_told("case_opened", seconds=60, case_id=case)
        assert len({event.id for event in told}) == 1
    office.wait_told("case_opened", seconds=60, incident_id=incident)
    opened = {each["id"] for each in office.listed(since)}
    assert opened > cases
    assert len(opened) == len(cases) + 1
    for service in (office.process, spine.incident):
        service.wait_ready()
