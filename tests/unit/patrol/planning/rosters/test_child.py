"""The planning child: JSON in, JSON lines out, and its best so far when it is told to stop."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from services.patrol.domain.rosters.check import check
from services.patrol.domain.rosters.codec import problem_to_json, roster_from_json
from services.patrol.domain.rosters.problem import Past
from tests.fixtures.patrol_rosters import problem, slot, worker
from tests.unit.patrol.planning.rosters.test_large import station

ROOT = Path(__file__).parents[5]


def child():
    return subprocess.Popen(
        [sys.executable, "-m", "services.patrol.planning"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        text=True, cwd=ROOT, env={"PYTHONPATH": f"{ROOT}:{ROOT / 'libs'}"},
    )  # fmt: skip


def answer(job):
    one = child()
    out, _ = one.communicate(json.dumps(job), timeout=60)
    return one.returncode, [json.loads(line) for line in out.splitlines()]


def test_a_roster_is_planned_and_progress_told():
    asked = problem([slot("s0", 0)], [worker()])
    status, lines = answer({"kind": "roster", "seconds": 10, "payload": {"problem": problem_to_json(asked)}})
    assert status == 0
    assert all("progress" in line for line in lines[:-1])
    result = lines[-1]["result"]
    assert (result["roster"], result["status"], result["score"]["total"]) == ([["s0", 0, "p-1"]], "optimal", 2)


def test_a_job_that_cannot_be_read_fails_in_words():
    status, lines = answer({"kind": "roster", "seconds": 10, "payload": {"problem": {}}})
    assert status == 1
    assert lines[-1]["failed"].startswith("the job cannot be read")


def test_told_to_stop_it_gives_its_best_so_far():
    asked = station(40, 28)
    one = child()
    one.stdin.write(json.dumps({"kind": "roster", "seconds": 200, "payload": {"problem": problem_to_json(asked)}}))
    one.stdin.close()
    for line in one.stdout:
        if json.loads(line)["progress"]["best"] is not None:
            break
    began = time.monotonic()
    one.terminate()
    lines = [json.loads(line) for line in one.stdout]
    assert one.wait(timeout=60) == 0
    assert time.monotonic() - began < 150
    assert check(asked, roster_from_json(lines[-1]["result"]["roster"])) == []


def test_it_hears_while_a_solver_works():
    """One call of CP-SAT may take long and return nothing meanwhile."""
    people = [worker(f"p-{number}", past=Past(turns=number)) for number in range(40)]
    asked = problem([slot(f"s{number}", number // 8, 8 + number % 8, 3) for number in range(160)], people)
    one = child()
    one.stdin.write(json.dumps({"kind": "roster", "seconds": 300, "payload": {"problem": problem_to_json(asked)}}))
    one.stdin.close()
    told = iter(one.stdout.readline, "")
    assert any("CP-SAT" in line for line in told)
    began = time.monotonic()
    one.terminate()
    result = json.loads(list(told)[-1])["result"]
    assert one.wait(timeout=60) == 0
    assert time.monotonic() - began < 200
    assert check(asked, roster_from_json(result["roster"])) == []
