"""docs/runbooks/full-disk.md, done: the broker's, a store's and analytics' disk run full while reports flow."""

from __future__ import annotations

import shutil
import sqlite3
import time
from contextlib import closing

import pytest
import requests

from tests.runbooks.callers import Callers
from tests.runbooks.ground import eventually, full, small_disk
from tests.runbooks.pages import commands
from tests.runbooks.shell import typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(1200)]
PAGE = "full-disk"
BACKLOG = "lianfang_outbox_oldest_pending_seconds"


def over(ground) -> bool:
    """What the page says of when it is over."""
    doctor, books = commands(PAGE, "It is over when")
    return typed(doctor, ground.home).returncode == 0 and typed(books, ground.home).returncode == 0


def test_while_the_brokers_disk_is_full_reports_are_taken_and_all_is_delivered_afterwards(ground, shown):
    callers = Callers(ground.target, ground.pack)
    (doctor,) = commands(PAGE, "Look at")
    with ground.listening(callers.books, teams_answer=False), callers.reporting():
        callers.flow(10)
        ground.spine.broker.control("set_disk_free_limit", "1000000GB")
        began = time.monotonic()
        try:
            eventually(lambda: "an alarm blocks publishers" in typed(doctor, ground.home).stdout, 400)
            blocked = len(callers.accepted)
            callers.flow(20)
            taken = len(callers.accepted) - blocked
            eventually(lambda: ground.spine.metric(BACKLOG) > 2, 400, "events wait in the store")
            assert not callers.refused
        finally:
            ground.spine.broker.control("set_disk_free_limit", "50MB")
        lasted = time.monotonic() - began
        eventually(lambda: ground.spine.metric(BACKLOG) == 0, 400, "the store has told everything")
        recovered = time.monotonic() - began - lasted
        callers.flow(5)
    balance = callers.settle()
    assert balance.balanced, (balance, callers.books.missing()[:5], callers.books.strays()[:5])
    eventually(lambda: over(ground), 400)
    shown(f"broker's disk full for {lasted:.0f} s: {taken} taken, told {recovered:.1f} s after; {balance}")


@pytest.fixture
def store_on_a_small_disk(ground, tmp_path):
    """The incident service's store lies on a small disk; afterwards it lies where it was."""
    usual, disk = ground.spine.stack.processes["incident"], tmp_path / "disk"
    with small_disk(disk) as mounted:
        if not mounted:
            pytest.skip("mounting a small disk takes root: run it as root, or in a container with CAP_SYS_ADMIN")
        usual.terminate()
        moved(ground.home, disk)
        process = ground.spine.process("incident", STORE_URI=f"sqlite://{disk / 'incident.db'}")
        process.start()
        process.wait_ready(300)
        yield disk
        process.terminate()
        moved(disk, ground.home)
        ground.started("incident")


def moved(there, here) -> None:
    """Move a store that no process has open."""
    for path in there.glob("incident.db*"):
        shutil.move(path, here / path.name)


def whole(file) -> list[str]:
    """The ids of a store's incidents, of a file that is whole."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [id for (id,) in database.execute("SELECT id FROM doc_incidents")]


def test_while_a_stores_disk_is_full_reports_are_refused_as_such_and_taken_once_when_there_is_room(
    ground, store_on_a_small_disk, shown
):
    callers = Callers(ground.target, ground.pack)
    with ground.listening(callers.books, teams_answer=False), callers.reporting():
        callers.flow(10)
        with full(store_on_a_small_disk):
            (refused,) = eventually(lambda: _refusals(ground), 400, "it is refused")
            began = time.monotonic()
            body = refused.json()
            assert refused.headers["Content-Type"] == "application/problem+json"
            assert refused.headers["Retry-After"]
            assert body["status"] == 503
            assert body["title"]
            time.sleep(3)
            assert _refusals(ground), "it stays refused, and the process lives"
        callers.flow(20)
        recovered = time.monotonic() - began
    balance = callers.settle()
    assert not callers.refused, "whoever repeats is taken"
    assert balance.balanced, (balance, callers.books.missing()[:5], callers.books.strays()[:5])
    stored = whole(store_on_a_small_disk / "incident.db")
    assert {each.incident for each in callers.accepted} <= set(stored)
    shown(f"store's disk full: 503 {body['title']!r}; 20 taken {recovered:.1f} s after it; {balance}")


def _refusals(ground) -> list[requests.Response]:
    """Report once; return the answer when it is 503. (In a list: an answer that is no success counts as false.)"""
    answer = ground.spine.post(
        "/v1/incidents", {"source": "call", "category": "300100", "place": {"lon": 119.5, "lat": 27.4}}
    )
    return [answer] if answer.status_code == 503 else []


def test_while_analytics_disk_is_full_figures_stand_still_and_then_count_everything(ground, shown):
    if not ground.disk:
        pytest.skip("mounting a small disk takes root: run it as root, or in a container with CAP_SYS_ADMIN")
    callers, analytics = Callers(ground.target, ground.pack), ground.spine.stack.processes["analytics"]
    pid = analytics.pid
    with ground.listening(callers.books, teams_answer=False), callers.reporting():
        callers.flow(5)
        with full(ground.home / "analytics"):
            eventually(lambda: not analytics.ready(), 300, "it says that it stands still")
            callers.flow(10)
        eventually(analytics.ready, 300, "it goes on")
        callers.flow(5)
    assert callers.settle().balanced, "calls and teams are not concerned"
    assert analytics.pid == pid, "without a restart"
    eventually(lambda: typed("lianfang facts status", ground.home).returncode == 0, 400)
    assert ground.spine.metric("lianfang_facts_gaps_total", "analytics") == 0
    assert eventually(lambda: over(ground), 400)
    shown(f"analytics' disk full: {len(callers.accepted)} reports taken meanwhile, no gap, no restart")
