"""A job is computed by one process at a time, whatever dies, and what came of it is taken in once."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from lianfang.persistence.aggregate import Command
from lianfang.persistence.handled import ReusedId
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import find_all
from lianfang.runtime.talking_child import Ended
from services.patrol import planning_child
from services.patrol.app.jobs import jobs
from services.patrol.app.jobs.storage import PAGES, UnknownJob
from services.patrol.domain.refused import Refused
from tests.fixtures.patrol_jobs import COUNTY, Desk, start
from tests.fixtures.waiting import until

LATER = 3600


@pytest.fixture
def path(tmp_path):
    return tmp_path / "patrol.db"


@pytest.fixture
def new(path):
    """One more process's jobs over the same store."""
    store = SqliteStore(path)
    yield lambda ahead_s=0, **options: Desk(store, ahead_s, **options)
    store.close()


@pytest.fixture
def desk(new):
    return new()


def alive(pid_file) -> bool:
    """Whether the child that wrote its number there runs."""
    try:
        state = Path(f"/proc/{pid_file.read_text() or 0}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state not in "ZX"


def test_what_is_asked_is_computed_and_taken_in(desk):
    id = desk.ask("count", items=[1, 2, 3])
    assert desk.jobs.get(id).state == "queued"
    assert desk.jobs.work_once() is True
    job = desk.jobs.get(id)
    assert (job.state, job.attempts, job.progress["share"], job.asked_by) == ("done", 1, 1.0, "planner-1")
    [taken] = desk.taken
    assert (taken["state"], taken["result"]["count"], taken["result"]["kind"]) == ("done", 3, "roster")
    assert desk.jobs.work_once() is False
    assert desk.jobs.of("roster-1") == [job]


def test_a_payload_and_a_result_of_megabytes_come_whole(desk):
    items = [f"某人-{number}-{'x' * 40}" for number in range(60_000)]
    id = desk.ask("echo", items=items)
    pages = list(find_all(desk.store, PAGES))
    assert len(pages) > 6
    assert all(len(page["text"]) <= 512 * 1024 for page in pages)
    desk.jobs.work_once()
    assert desk.taken[0]["result"] == {"items": items}
    assert desk.jobs.get(id).state == "done"


def test_a_repeat_of_the_command_asks_for_nothing_new_and_another_body_is_refused(desk):
    id = desk.ask("count", items=[1])
    assert desk.ask("count", items=[1]) == id
    with pytest.raises(ReusedId):
        desk.ask("echo", items=[1])
    assert len(desk.jobs.of("roster-1")) == 1
    with pytest.raises(ValueError, match="nobody takes in"):
        desk.ask("count", kind="dinner")
    with pytest.raises(UnknownJob):
        desk.jobs.get("job-1")


def test_a_child_that_dies_is_tried_again(new, tmp_path):
    desk = new()
    id = desk.ask("count", items=[1], times=str(tmp_path / "times"), die_times=1)
    desk.jobs.work_once()
    job = desk.jobs.get(id)
    assert (job.state, job.attempts, desk.taken) == ("queued", 1, [])
    assert desk.jobs.work_once() is False  # not at once
    new(LATER).jobs.work_once()
    assert (desk.jobs.get(id).state, desk.jobs.get(id).attempts) == ("done", 2)


def test_a_poison_job_fails_after_three_attempts_and_its_owner_is_told_why(new, tmp_path):
    desk = new()
    id = desk.ask("count", items=[1], times=str(tmp_path / "times"), die_times=9)
    for number in range(5):
        new(LATER * number).jobs.work_once()
    job = desk.jobs.get(id)
    assert (job.state, job.attempts) == ("failed", 3)
    assert (tmp_path / "times").read_text() == "xxx"
    assert "ended from outside" in job.reason
    assert "tried 3 times" in job.reason
    assert desk.taken == [{"job": id, "state": "failed", "reason": job.reason, "result": None}]


@pytest.mark.parametrize(
    ("do", "reason", "attempts"),
    [("refuse", "post p-9 is unknown", 1), ("nothing", "it ended without a result (tried 3 times)", 3)],
)
def test_a_child_says_no_once_but_without_a_word_is_tried_again(new, do, reason, attempts):
    id = new().ask(do)
    for number in range(attempts):
        new(LATER * number).jobs.work_once()
    job = new().jobs.get(id)
    assert (job.state, job.reason, job.attempts) == ("failed", reason, attempts)


def test_cancelling_ends_it_with_the_best_so_far(desk):
    id = desk.ask("improve")
    desk.jobs.work()
    until(lambda: "best" in desk.jobs.get(id).progress)
    progress = desk.jobs.get(id).progress
    assert (progress["bound"], progress["message"]) == (10, "improving")
    assert "secret" not in progress
    assert desk.jobs.cancel(id, Command("x1")).cancel_asked
    until(lambda: desk.jobs.get(id).over)
    [taken] = desk.taken
    assert (taken["state"], taken["result"]["last"]) == ("cancelled", True)
    assert desk.jobs.cancel(id, Command("x2")).state == "cancelled"


def test_a_job_cancelled_before_it_began_never_begins(desk):
    id = desk.ask("improve")
    desk.jobs.cancel(id, Command("x1"))
    desk.jobs.work_once()
    assert desk.taken == [{"job": id, "state": "cancelled", "reason": "", "result": None}]
    assert (desk.jobs.get(id).state, desk.jobs.get(id).attempts) == ("cancelled", 0)


@pytest.mark.parametrize(
    ("how", "state", "said"),
    [
        ({}, "done", "this is the best so far"),
        ({"deaf": True}, "done", "this is the best so far"),
        ({"mute": True}, "failed", "nothing was found within 2 s"),
    ],
    ids=["it ends when asked", "it must be ended", "it had found nothing"],
)
def test_the_time_limit_is_kept(desk, tmp_path, how, state, said):
    id = desk.ask("improve", seconds=2, pid_file=str(tmp_path / "pid"), **how)
    desk.jobs.work_once()  # by itself the child would go on for good
    job = desk.jobs.get(id)
    assert job.state == state
    assert said in job.reason
    assert (desk.taken[0]["result"] is not None) == (state == "done")
    assert not alive(tmp_path / "pid")


def test_two_processes_never_run_one_job_at_once(new, tmp_path):
    desks = [new() for _ in range(4)]
    id = desks[0].ask("count", items=[1], times=str(tmp_path / "times"))
    threads = [threading.Thread(target=desk.jobs.work_once) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desks[0].jobs.get(id).state == "done"
    assert (tmp_path / "times").read_text() == "x"
    assert len(desks[0].taken) == 1


def test_one_process_runs_one_long_job_at_a_time_and_a_repair_beside_it(new):
    desk, other = new(), new()
    long = [desk.ask("improve", id=f"c{number}", seconds=60) for number in range(2)]
    repair = desk.ask("improve", kind="repair", id="c9", seconds=60)
    assert (desk.jobs.work(), desk.jobs.work()) == (2, 0)
    states = {id: desk.jobs.get(id).state for id in [*long, repair]}
    assert states == {long[0]: "running", long[1]: "queued", repair: "running"}
    assert other.jobs.work() == 1
    desk.jobs.stop()
    other.jobs.stop()
    assert {(each.state, each.attempts) for each in desk.jobs.of("roster-1")} == {("queued", 0)}  # given back
    assert desk.jobs.work() == 0


def test_when_a_process_is_killed_its_child_dies_and_another_process_goes_on(new, path, tmp_path):
    desk = new()
    id = desk.ask("ponder", pid_file=str(tmp_path / "pid"), seconds=1)
    process = start("once", path)
    until(lambda: alive(tmp_path / "pid"))
    process.kill()
    process.wait()
    until(lambda: not alive(tmp_path / "pid"))
    assert desk.jobs.work_once() is False  # the lease still holds
    assert desk.jobs.get(id).state == "running"
    new(LATER).jobs.work_once()
    assert (desk.jobs.get(id).state, desk.jobs.get(id).attempts) == ("done", 2)
    assert len(desk.taken) == 1


@pytest.mark.parametrize("fault", ["jobs.after_result", "jobs.after_taking"])
def test_a_process_killed_while_the_result_is_taken_in_leaves_one_result(new, path, fault, tmp_path):
    desk = new()
    id = desk.ask("count", items=[1], times=str(tmp_path / "times"))
    process = start("once", path, LIANFANG_FAULT=fault)
    assert process.wait(60) == -signal.SIGKILL
    assert not desk.jobs.get(id).over
    new(LATER).jobs.work_once()
    assert (desk.jobs.get(id).state, len(desk.taken)) == ("done", 1)
    assert (tmp_path / "times").read_text() == "x"  # not computed again


def test_a_process_that_was_away_too_long_stops_and_changes_nothing(new, tmp_path):
    slow, other, pid = new(), new(LATER), tmp_path / "pid"
    id = slow.ask("improve", seconds=60, pid_file=str(pid))
    slow.jobs.work()
    until(lambda: pid.exists() and pid.read_text())
    (tmp_path / "slow").write_text(pid.read_text())
    other.jobs.work()
    until(lambda: not alive(tmp_path / "slow"))
    assert (slow.jobs.get(id).state, slow.jobs.get(id).attempts, slow.taken) == ("running", 2, [])
    until(lambda: pid.read_text() != (tmp_path / "slow").read_text())
    assert alive(pid)
    other.jobs.stop()
    assert not alive(pid)


def test_a_result_that_cant_be_taken_in_is_tried_again_and_at_last_told_as_failed(new):
    desk, later, last = new(), new(LATER), new(2 * LATER)
    once = desk.ask("count", items=[1], id="c1")
    desk.breaks = 1
    desk.jobs.work_once()
    assert not desk.jobs.get(once).over
    later.jobs.work_once()
    assert desk.jobs.get(once).state == "done"
    never = desk.ask("count", items=[1], id="c2")
    for each in (desk, later, last):
        each.breaks = 1
        each.jobs.work_once()
    job = desk.jobs.get(never)
    assert (job.state, job.reason) == ("failed", "its result was not taken in: RuntimeError")
    assert [each["state"] for each in desk.taken if each["job"] == never] == ["failed"]


def test_what_is_long_over_leaves_no_pages(new):
    desk = new()
    id = desk.ask("count", items=[1])
    desk.jobs.work_once()
    assert list(find_all(desk.store, PAGES)) != []
    assert new(2 * 24 * LATER).jobs.work_once() is False
    assert list(find_all(desk.store, PAGES)) == []
    assert (desk.jobs.get(id).state, desk.jobs.get(id).due) == ("done", None)


def test_an_event_loop_goes_on_beside_a_child(desk, path):
    desk.ask("ponder", seconds=1.5, items=["x" * 1000] * 3000)
    process = start("green", path, PATH=os.environ["PATH"])
    said, _ = process.communicate(timeout=30)
    assert desk.taken[0]["state"] == "done"
    assert int(said) > 20  # of 150 when alone, and none or one when the child were waited for


def test_the_planning_process_speaks_as_jobs_hear_it():
    with planning_child.run(['{"kind": "dinner", "seconds": 5, ', '"payload": {}}']) as child:
        refusal, end = child.hear(20), child.hear(20)
    assert "dinner" in refusal["failed"]
    assert isinstance(end, Ended)


def test_a_region_has_so_many_jobs_at_once_and_no_more(desk, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_OPEN", 2)
    for id in ("c1", "c2"):
        desk.jobs.require_room(COUNTY)
        asked = desk.ask("plan", id=id)
    with pytest.raises(Refused, match="waiting or running already"):
        desk.jobs.require_room(COUNTY)
    desk.jobs.require_room("350924")
    desk.jobs.cancel(asked, Command("stop", actor="planner-1"))
    while desk.jobs.work_once():
        continue
    desk.jobs.require_room(COUNTY)


def test_of_two_counties_each_has_its_turn_however_many_jobs_one_asks_for(desk):
    own = [desk.ask("count", id=f"own-{number}", items=[1]) for number in range(3)]
    other = desk.ask("count", id="other", region="350924", items=[1])
    for _ in range(2):
        assert desk.jobs.work_once()
    assert {each["job"] for each in desk.taken} == {own[0], other}
