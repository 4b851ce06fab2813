"""Searches side by side: the best of them counts, and none outlives who started it."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from services.patrol.domain.sequences.check import violations
from services.patrol.domain.sequences.problem import Cover, Kind, Problem, Worker
from services.patrol.domain.sequences.roster import Roster
from services.patrol.planning.sequences.islands import islands
from services.patrol.planning.sequences.solution import Course

PROBLEM = Problem(2, (Kind("D", 480),), (Worker("A"),), (Cover(0, "D", 1, under=100),))
ROSTERS = {100: Roster({"A": (None, None)}), 0: Roster({"A": ("D", None)})}


def finds_the_best(problem: Problem, course: Course, seed: int) -> None:
    """A search that finds a worse roster with seed 1 and the best with seed 2."""
    course.raise_bound(0)
    course.better(ROSTERS[100 if seed == 1 else 0], 100 if seed == 1 else 0)


def fails(problem: Problem, course: Course, seed: int) -> None:
    raise RuntimeError("this island sinks")


def never_ends(problem: Problem, course: Course, seed: int) -> None:
    print("searching", flush=True)
    time.sleep(600)


def test_the_best_of_all_islands_counts():
    course = Course(30.0)
    with islands(PROBLEM, course, (1, 2), finds_the_best):
        while not course.stop():
            time.sleep(0.01)
    assert course.cost == 0
    assert violations(PROBLEM, course.roster) == []
    assert multiprocessing.active_children() == []


def test_an_island_that_fails_is_missed_by_nobody():
    course = Course(30.0)
    with islands(PROBLEM, course, (1,), fails):
        course.better(ROSTERS[100], 100)
    assert course.cost == 100


@pytest.mark.timeout(60)
def test_an_island_ends_when_who_started_it_is_killed():
    text = (
        f"import time\nfrom {__name__} import *\n"
        "with islands(PROBLEM, Course(600.0), (1,), never_ends): time.sleep(600)\n"
    )
    root = Path(__file__).parents[5]
    starter = subprocess.Popen([sys.executable, "-c", text], cwd=root, stdout=subprocess.PIPE, text=True)
    assert starter.stdout.readline() == "searching\n"
    island = [each for each in psutil.Process(starter.pid).children() if "spawn_main" in " ".join(each.cmdline())]
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    assert psutil.wait_procs(island, timeout=60)[1] == []
    assert len(island) == 1
