"""Several processes on one store."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lianfang.persistence import open_store
from lianfang.persistence.store import Collection
from tests.integration.persistence.backends import ENVIRONMENT, PYTHON

_RACER = Path(__file__).parent / "programs" / "racer.py"
_TIMES = 60


def test_two_processes_racing_lose_no_write_and_have_one_winner_each_time(shared_uri: str) -> None:
    command = [str(PYTHON), str(_RACER), shared_uri, str(_TIMES)]
    racers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT)
        for _ in range(2)
    ]
    firsts = [racer.stdout.readline().strip() for racer in racers if racer.stdout]
    assert sorted(firsts) == ["first", "second"]
    for racer in racers:
        assert racer.stdin is not None
        racer.stdin.write("go\n")
        racer.stdin.flush()
    ends = [racer.communicate(timeout=60)[0].strip() for racer in racers]
    assert ends == [str(_TIMES)] * 2
    store = open_store(shared_uri)
    store.declare(Collection("counters"))
    assert store.get("counters", "c") == {"id": "c", "n": 2 * _TIMES, "revision": 2 * _TIMES + 1}
    store.close()
