"""The adapters are used in processes that eventlet has monkey patched: all of it must hold there too."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.integration.persistence.backends import ENVIRONMENT, PYTHON, ROOT

_HERE = Path(__file__).parent
_SUITE = ["test_writes.py", "test_queries.py", "test_bulk.py", "test_races.py", "test_unavailable.py"]


def test_the_conformance_suite_holds_monkey_patched(wire_port: int) -> None:
    suite = [str(_HERE / name) for name in _SUITE]
    run = subprocess.run(
        [
            PYTHON,
            _HERE / "programs" / "green.py",
            *suite,
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
            "-k",
            "not mongomock",
            "-x",
        ],
        cwd=ROOT,
        env={**ENVIRONMENT, "LIANFANG_TEST_WIRE_PORT": str(wire_port)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3_000:] + run.stderr[-1_000:]


def test_waiting_for_a_lock_lets_other_greenlets_run_and_races_lose_nothing(tmp_path: Path) -> None:
    run = subprocess.run(
        [PYTHON, _HERE / "programs" / "green_yields.py", tmp_path / "store.db"],
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    ticks, total = run.stdout.split()
    assert (int(ticks), int(total)) == (40, 200)
