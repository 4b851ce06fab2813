"""A fault point kills the process when asked for, at the pass asked for, and is nothing otherwise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

LIBS = Path(__file__).parents[3] / "libs"
PROGRAM = """
from lianfang.ops import faults
for n in range(3):
    faults.here("other"); faults.here("mine"); print(n, flush=True)
"""


@pytest.mark.parametrize(
    ("fault", "printed", "code"),
    [
        ("", "0\n1\n2\n", 0),
        ("mine", "", -signal.SIGKILL),
        ("mine:3", "0\n1\n", -signal.SIGKILL),
        ("else", "0\n1\n2\n", 0),
    ],
)
def test_dies_at_the_pass_asked_for(fault, printed, code):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": str(LIBS), "LIANFANG_FAULT": fault, "PATH": os.environ["PATH"]},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.stdout, done.returncode) == (printed, code)
