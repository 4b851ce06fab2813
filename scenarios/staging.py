"""A private stack, one service of which runs on a scenario's clock."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import ServicePlan, StackPlan
from scenarios.clock import Clock

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Stage:
    """Where to play."""

    target: Target
    clock: Clock
    stack: Stack


@contextmanager
def staged(home: Path, service: str, starts: datetime, say: Say, *, only: tuple[str, ...] = ()) -> Iterator[Stage]:
    """Start everything, or `only` some services, in the folder `home`, `service` at the time `starts`; end it then.

    Raises StackError.
    """
    home.mkdir(parents=True, exist_ok=True)
    clock = Clock(home / "clock", starts)
    stack = Stack(home / "stack", _plan(home / "clock", service, only), free_ports=True, say=say)
    try:
        stack.up()
        yield Stage(Target.find(stack.state), clock, stack)
    finally:
        if stack.broker is not None:
            stack.broker.kill()  # its data are thrown away with the folder; a graceful stop takes seconds
        for process in stack.processes.values():
            process.kill()
        stack.down()


def _plan(clock: Path, service: str, only: tuple[str, ...]) -> StackPlan:
    plan = StackPlan.from_environment()
    command = (sys.executable, "-m", "scenarios.clocked", service, str(clock.resolve()))
    services = [each for each in plan.services if not only or each.name in only]
    changed = [
        ServicePlan(each.name, each.http_port, each.ops_port, command) if each.name == service else each
        for each in services
    ]
    return replace(plan, services=tuple(changed))
