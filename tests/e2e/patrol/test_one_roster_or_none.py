"""However the service dies while it publishes, and whoever publishes beside: one roster or none."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from lianfang.runtime.ports import free_ports
from tests.e2e.patrol.station import now
from tests.fixtures.waiting import until

pytestmark = pytest.mark.rabbit
DYING = tuple(f"drill-dying-{n}" for n in range(1, 7))
RACING = tuple(f"drill-racing-{n}" for n in range(1, 7))
FAULTS = ("rosters.after_claim", "rosters.before_flip", "rosters.after_flip")
DAYS = 3


@pytest.fixture
def dying(station):
    dying = station("dying")
    dying.bring(*DYING)
    return dying


def stubborn(act):
    """Do it until the service answers: a client that tries again under the same key."""

    def answered():
        try:
            answer = act()
        except OSError:
            return None
        return answer if answer.status_code < 500 else None

    return until(answered, 60, "an answer")


def test_killed_at_every_step_of_publishing_there_is_one_roster_and_each_shift_once(dying):
    id, key = dying.plan(now() + timedelta(days=40), DAYS), uuid.uuid4().hex
    with ThreadPoolExecutor(1) as pool:
        published = pool.submit(lambda: stubborn(lambda: dying.publish(id, key)))
        dying.spine.dies_at(*FAULTS, service="patrol", seconds=60)
        answer = published.result(120)
    assert answer.status_code == 200, answer.text
    until(lambda: dying.roster(id)["state"] == "published", 60, "the roster")
    shifts = dying.open_shifts_of(id, DAYS)
    assert [shift["slot"] for shift in shifts] == sorted({shift["slot"] for shift in shifts})
    assert len(shifts) == DAYS
    until(lambda: len(dying.told("shift_published", roster=id)) == DAYS, what="the news")
    assert len(dying.told("roster_published", roster=id)) == 1


def test_of_planners_who_publish_at_once_over_two_processes_one_wins_and_the_others_are_told_why(station):
    racing = station("racing")
    racing.bring(*RACING)
    first = now() + timedelta(days=50)
    rosters = [racing.plan(first + timedelta(days=overlap), DAYS) for overlap in (0, 1, 2)]
    (port,) = free_ports(1)
    second = racing.spine.process("patrol", same_ports=False, HTTP_PORT=str(port))
    second.start()
    second.wait_ready()
    try:
        urls = [racing.spine.target.url("patrol"), f"http://127.0.0.1:{port}"]
        with ThreadPoolExecutor(len(rosters)) as pool:
            answers = list(pool.map(
                lambda it: racing.send("POST", f"/v1/rosters/{it[1]}/publish", {}, url=urls[it[0] % 2]),
                enumerate(rosters),
            ))  # fmt: skip
    finally:
        second.kill()
    won = [id for id, answer in zip(rosters, answers, strict=True) if answer.ok]
    assert len(won) == 1, [answer.text for answer in answers]
    lost = [answer for answer in answers if not answer.ok]
    assert {answer.status_code for answer in lost} == {409}
    assert all("days" in answer.text or "roster" in answer.text for answer in lost)
    racing.open_shifts_of(won[0], DAYS)
    assert {shift["roster"] for shift in racing.shifts()} == set(won)
