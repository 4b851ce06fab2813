"""The stage: a private stack whose mediation runs on the scenario's clock, with 寿宁 and its roster loaded."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import yaml

from lianfang.runtime.operating.loading import load_county
from lianfang.runtime.operating.target import Target
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_plan import ServicePlan, StackPlan
from scenarios.shouning.play import actors
from scenarios.shouning.play.clock import Clock
from scenarios.shouning.play.desk import Desk
from scenarios.shouning.play.reports import Dispute

SCENARIO = Path(__file__).parent.parent
MEDIATION = "mediation"
_EARLIER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where to play."""

    target: Target
    clock: Clock
    stack: Stack


@contextmanager
def stage(home: Path, first: Dispute, say: Callable[[str], None] = lambda line: None) -> Iterator[Stage]:
    """Start everything in the folder `home`, the clock a day before the first dispute; end it all afterwards.

    Raises StackError, PackError, Failure, Refusal.
    """
    home.mkdir(parents=True, exist_ok=True)
    clock = Clock(home / "clock", datetime.fromisoformat(first["at"]) - _EARLIER)
    stack = Stack(home / "stack", _plan(home / "clock"), free_ports=True, say=say)
    try:
        stack.up()
        target = Target.find(stack.state)
        load_county(target, SCENARIO / "pack", say)
        Desk(target).put(MEDIATION, f"/v1/roster/{actors.COUNTY}", actors.REGISTRAR, roster())
        yield Stage(target, clock, stack)
    finally:
        if stack.broker is not None:
            stack.broker.kill()  # its data are thrown away with the folder; a graceful stop takes seconds
        for process in stack.processes.values():
            process.kill()
        stack.down()


def roster() -> object:
    """Return 寿宁's roster."""
    return yaml.safe_load((SCENARIO / MEDIATION / "roster.yaml").read_text("utf-8"))


def _plan(clock: Path) -> StackPlan:
    plan = StackPlan.from_environment()
    others = tuple(each for each in plan.services if each.name != MEDIATION)
    command = (sys.executable, "-m", "scenarios.shouning.play.clocked", str(clock.resolve()))
    return replace(plan, services=(*others, ServicePlan(MEDIATION, 8030, 9030, command)))
