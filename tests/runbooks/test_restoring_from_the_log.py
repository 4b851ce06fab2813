"""docs/runbooks/restoring-from-the-log.md, done: a store is lost, put back as of its copy, and catches up."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.runbooks.callers import Callers
from tests.runbooks.ground import eventually
from tests.runbooks.pages import commands
from tests.runbooks.shell import typed

pytestmark = [pytest.mark.runbooks, pytest.mark.rabbit, pytest.mark.timeout(1800)]
PAGE = "restoring-from-the-log"


def copy(ground, folder) -> Path:
    """Make a copy as the other page says."""
    make, _ = commands("backup-and-restore", "Make a copy", BACKUPS=folder, BACKUP="BACKUP")
    return Path(ground.type(make))


def put_back(ground, service, backup) -> str:
    """The page's second step; return what is said of the catching up."""
    restore, count_only, catch_up = commands(PAGE, "Do", 0, SERVICE=service, BACKUP=backup)
    ground.type(restore)
    would = ground.type(count_only)
    did = ground.type(catch_up)
    assert did == would.replace("would be sent", "sent"), "a dry run says what then is done"
    return did


def states(ground, callers) -> dict[str, dict[str, str]]:
    """How far each task is, by incident."""
    found = ground.documents("incident", "incidents")
    return {id: {task["id"]: task["state"] for task in each["state"]["tasks"]} for id, each in found.items()}


def finished(ground, callers) -> bool:
    """Every team has finished, and nothing waits."""
    found = states(ground, callers)
    return (
        len(found) == len(callers.accepted)
        and all(set(tasks.values()) <= {"done"} for tasks in found.values())
        and not ground.waiting("incident.commands", "mediation.incidents")
    )


def test_incidents_are_as_they_were_and_what_nobody_told_the_log_is_named(ground, tmp_path, shown):
    callers = Callers(ground.target, ground.pack, shops=False)  # nobody answers for a shop here
    with ground.listening(callers.books, teams_answer=True):
        callers.report(30)
        backup = copy(ground, tmp_path)
        since = callers.report(20)
        eventually(lambda: finished(ground, callers), 300, "teams finish")
    before, escalated = states(ground, callers), callers.books.balance().escalated
    with ground.listening(callers.books, teams_answer=False):  # from here on nobody repeats a step by themselves
        ground.wiped("incident")
        said = put_back(ground, "incident", backup)
        ground.started("incident")
        eventually(lambda: not ground.waiting("incident.commands", "incident.duty", "incident.releases"))

        (compare,) = commands(PAGE, "Do", 1, SERVICE="incident", BACKUP=backup)
        books = json.loads(ground.type(f"{compare} --json", code=1))[0]
        lost = {each["subject"] for each in books["gone"] if "incident.reported.v1" in each["types"]}
        assert lost == {each.incident for each in since}, "just what came after the copy"

        assert callers.repeat(since) == [each.incident for each in since], "each is the same incident"
        (again,) = commands(PAGE, "Do", 2, SERVICE="incident", BACKUP=backup)
        eventually(lambda: "more belong to" not in typed(again, ground.home).stdout, 400)
        eventually(lambda: states(ground, callers) == before, 400, "every task is as far as it was")
        eventually(lambda: typed(compare, ground.home).returncode == 0, 400, typed(compare, ground.home).stdout)
        balance = callers.settle()
    assert balance.balanced, (balance, callers.books.missing()[:5], callers.books.strays()[:5])
    assert balance.escalated == escalated, "nobody was called a second time"
    tasks = Counter(state for each in before.values() for state in each.values())
    shown(f"incident's store lost: {said!r}; {len(lost)} lost and repeated; tasks {dict(tasks)}; {balance}")


def test_cases_out_of_incidents_open_again_under_the_same_ids(ground, tmp_path, shown):
    callers = Callers(ground.target, ground.pack)
    with ground.listening(callers.books, teams_answer=False):
        callers.report(20)
        backup = copy(ground, tmp_path)
        copied = set(ground.documents("mediation", "cases"))
        while not set(ground.documents("mediation", "cases")) - copied:
            callers.report(20)
        callers.settle()
        eventually(lambda: not ground.waiting("mediation.incidents"))
        before = set(ground.documents("mediation", "cases"))
        ground.wiped("mediation")
        said = put_back(ground, "mediation", backup)
        ground.started("mediation")
        eventually(lambda: set(ground.documents("mediation", "cases")) == before, 400, "the same cases")
        eventually(lambda: not ground.waiting("mediation.incidents"))
        (compare,) = commands(PAGE, "Do", 1, SERVICE="mediation", BACKUP=backup)
        eventually(lambda: typed(compare, ground.home).returncode == 0, 400, typed(compare, ground.home).stdout)
        assert callers.settle().balanced
    shown(f"mediation's store lost: {said!r}; {len(before) - len(copied)} cases opened again of {len(before)}")


def test_a_store_that_is_there_or_in_use_is_not_overwritten(ground, tmp_path):
    backup = copy(ground, tmp_path)
    running = typed(f"lianfang restore {backup} --part incident --replace", ground.home)
    assert running.returncode == 1
    assert "end it first" in running.stderr
    damaged = backup / "incident.db"
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")
    told = typed(f"lianfang restore {backup} --check", ground.home)
    assert told.returncode == 1
    assert "its hash differs" in told.stderr
    assert not list(ground.home.glob(".*restoring"))
