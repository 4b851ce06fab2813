"""Typing a runbook's lines: each in a process of its own, for the stack in a folder."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from lianfang.runtime.children import until
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import StackPlan

_ROOT = Path(__file__).parents[2]
_LIANFANG = "from lianfang.runtime.cli import main; main()"


def typed(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Type a line that begins with `lianfang`, and return how it ended."""
    return subprocess.run(
        _words(line), env=_environment(home), capture_output=True, text=True, timeout=600, check=False
    )


def done(line: str, home: Path, code: int = 0) -> str:
    """Type a line that must end with that exit code; return what it prints."""
    told = typed(line, home)
    assert told.returncode == code, (line, told.returncode, told.stdout, told.stderr)
    return told.stdout.strip()


@contextmanager
def in_background(line: str, home: Path) -> Iterator[Target]:
    """Type `lianfang up …`, which stays until it is told to end; give what it started, on free ports."""
    child = subprocess.Popen(
        [*_words(line), "--free-ports"],
        env=_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert until(lambda: Stack.running(home) is not None, 300), "it did not come up"
        yield Target.find(Stack.running(home))
        child.send_signal(signal.SIGTERM)  # a Ctrl-C is ignored by what a shell has put into the background
        child.wait(240)
    finally:
        child.kill()


def stack_of(home: Path, *services: str) -> Stack:
    """Return a stack of these services on free ports, not yet up."""
    plan = StackPlan()
    return Stack(
        home,
        replace(plan, services=tuple(each for each in plan.services if each.name in services)),
        free_ports=True,
    )


def _words(line: str) -> list[str]:
    program, *words = shlex.split(line)
    assert program == "lianfang", line
    return [sys.executable, "-c", _LIANFANG, *words]


def _environment(home: Path) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LIANFANG_")}
    paths = os.pathsep.join(str(_ROOT / each) for each in ("libs", "", "libs/lianfang_district/src"))
    return {**inherited, "LIANFANG_HOME": str(home), "PYTHONPATH": paths}
