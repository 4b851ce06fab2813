"""A private stack, some services of which run on a scenario's clocks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
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
    """Where to play. clock: of the first service that has one; clocks: of each."""

    target: Target
    clock: Clock
    stack: Stack
    clocks: Mapping[str, Clock]


@contextmanager
def staged(
    home: Path, service: str | tuple[str, ...], starts: datetime, say: Say, *, only: tuple[str, ...] = ()
) -> Iterator[Stage]:
    """Start everything, or `only` some services, in the folder `home`, and end it then.

    service: the one, or those, that begin at the time `starts`, each by a clock of its own. Raises StackError.
    """
    home.mkdir(parents=True, exist_ok=True)
    names = (service,) if isinstance(service, str) else service
    files = {name: home / f"clock-{name}" for name in names}
    clocks = {name: Clock(file, starts) for name, file in files.items()}
    stack = Stack(home / "stack", _plan(files, only), free_ports=True, say=say)
    try:
        stack.up()
        yield Stage(Target.find(stack.state), clocks[names[0]], stack, clocks)
    finally:
        if stack.broker is not None:
            stack.broker.kill()  # its data are thrown away with the folder; a graceful stop takes seconds
        for process in stack.processes.values():
            process.kill()
        stack.down()


def _plan(clocks: Mapping[str, Path], only: tuple[str, ...]) -> StackPlan:
    plan = StackPlan.from_environment()
    services = [each for each in plan.services if not only or each.name in only]
    changed = [_clocked(each, clocks[each.name]) if each.name in clocks else each for each in services]
    return replace(plan, services=tuple(changed))


def _clocked(plan: ServicePlan, clock: Path) -> ServicePlan:
    command = (sys.executable, "-m", "scenarios.clocked", plan.name, str(clock.resolve()))
    return replace(plan, command=command)
