"""A whole stack with 寿宁 loaded, as small as a runbook's test needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lianfang.regions.pack import Pack
from lianfang.runtime import ports
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.process import ManagedProcess, service_command
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import StackPlan, service_environment
from tests.e2e.counties import SHOUNING

PACE = {"SWEEP_INTERVAL": "1"}
"""Settings of the services under test; their publish timeout is the real one, for a machine may be busy."""
_LIANFANG = "from lianfang.runtime.cli import main; main()"


@contextmanager
def running(home: Path, *services: str, plan: StackPlan | None = None) -> Iterator[Stack]:
    """Run a stack of these services on free ports, with quick sweeps."""
    plan = plan or StackPlan()
    plan = replace(plan, services=tuple(each for each in plan.services if each.name in services))
    stack = Stack(home, plan, free_ports=True)
    with pytest.MonkeyPatch.context() as environment:
        for name, value in PACE.items():
            environment.setenv(f"LIANFANG_{name}", value)
        stack.up(600)
        try:
            yield stack
        finally:
            stack.down()


def loaded(stack: Stack) -> tuple[Target, Pack]:
    """Load 寿宁; return what commands talk to, and the pack. A busy machine loads it again."""
    target = Target.find(stack.state)
    for attempt in range(5):
        try:
            return target, load_county(target, SHOUNING / "pack", lambda _: None)
        except Failure:
            if attempt == 4:
                raise
    raise AssertionError("never reached")


def replica(
    stack: Stack, service: str, *, cwd: Path | None = None, command: tuple[str, ...] = (), **settings: str
) -> ManagedProcess:
    """A further process of a service on the same store and account, on ports of its own; not started.

    settings: LIANFANG_* (without that prefix) that differ. cwd: the folder of the sources to run from. command:
    another program than the service's own.
    """
    values = stack.service_settings(service) | settings
    values["HTTP_PORT"], values["OPS_PORT"] = ports.free_ports(2)
    environment = service_environment(values | PACE)
    if cwd is not None:
        environment["PYTHONPATH"] = os.pathsep.join([str(cwd / "libs"), str(cwd)])
    log = stack.home / "log" / f"{service}-{values['HTTP_PORT']}.log"
    process = ManagedProcess(
        service, command or service_command(service), environment, log, int(values["OPS_PORT"])
    )
    process.url = f"http://{ports.LOOPBACK}:{values['HTTP_PORT']}"  # type: ignore[attr-defined]
    return process


def typed(line: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Type a line of a runbook: `lianfang …` or `python -m …`, in this Python, for the stack in `home`."""
    words = line.split()
    program = {"lianfang": [sys.executable, "-c", _LIANFANG], "python": [sys.executable]}[words[0]]
    inherited: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if not name.startswith("LIANFANG_")
    }
    paths = os.pathsep.join(
        str(Path(__file__).parents[2] / each) for each in ("libs", "", "libs/lianfang_district/src")
    )
    own = {"LIANFANG_HOME": str(home), "PYTHONPATH": paths, **environment}
    return subprocess.run(
        [*program, *words[1:]], env={**inherited, **own}, capture_output=True, text=True, timeout=400, check=False
    )
