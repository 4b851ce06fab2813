"""The whole examination."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from lianfang.runtime import stack_state
from lianfang.runtime.doctor import machine, running
from lianfang.runtime.doctor.finding import Finding
from lianfang.runtime.doctor.running import TopologyCheck
from lianfang.runtime.stack_plan import StackPlan


def examine(home: Path, plan: StackPlan, check: TopologyCheck, now: datetime) -> list[Finding]:
    """Examine this machine and, when a stack runs in `home`, that too. Changes nothing.

    check: compares a broker with the declared topology. now: aware; the time it is.
    """
    home = home.resolve()
    state = stack_state.load(home)
    found = [
        machine.python(), machine.environment(), machine.rabbitmq(), machine.erlang(), machine.fonts(),
        machine.ports(plan, state),
        machine.disk(home), machine.folder(home), machine.clock(home, now),
    ]  # fmt: skip
    if state is None:
        return [*found, Finding("stack", True, "not running; `lianfang up` starts it")]
    return [*found, Finding("stack", True, f"runs, pid {state.pid}"), *running.all_of(state, check)]
