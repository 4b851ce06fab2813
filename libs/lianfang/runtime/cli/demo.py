"""`lianfang demo`: a day in 寿宁, replayed faster than life, and its books checked."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

import typer

from lianfang.runtime.cli.output import Json, emit, remark
from lianfang.runtime.cli.up import SHOUNING, FreePorts, Home, Scenario, kept_up
from lianfang.runtime.demo.run import SPEED, Options, Outcome
from lianfang.runtime.demo.show import show_demo
from lianfang.runtime.operating.failure import BadInput
from lianfang.runtime.operating.target import DEFAULT_HOME, Target
from lianfang.runtime.stack import Stack
from lianfang.runtime.stack_state import StackState

ELSEWHERE = "LIANFANG_INCIDENT_URL"


def demo(
    scenario: Scenario = SHOUNING,
    limit: Annotated[int | None, typer.Option(min=1, help="So many of the day's reports.")] = None,
    speed: Annotated[float, typer.Option(min=1, help="Seconds of the day in one second.")] = SPEED,
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="Reports under way at once.")] = 8,
    kill_service: Annotated[str, typer.Option(help="kill -9 this service in mid-replay.")] = "",
    home: Home = DEFAULT_HOME,
    free_ports: FreePorts = False,
    json_: Json = False,
) -> None:
    """Start the stack (or use the running one), replay the day with teams answering, check the books.

    LIANFANG_INCIDENT_URL and the other addresses name a platform elsewhere, in containers or on a cluster.
    Exit code 1 unless nothing was lost and nothing doubled. Its own accounts get new passwords each time.
    """
    options = Options(scenario, limit, speed, concurrency, run=f"{int(time.time())}-")
    if os.environ.get(ELSEWHERE):
        if kill_service:
            raise BadInput(f"--kill-service ends processes of the embedded stack only: unset {ELSEWHERE}")
        outcome = show_demo(Target.find(), options, remark)
    elif running := Stack.running(home):
        outcome = _played(running, options, kill_service, lambda: Stack.running(home))
    else:
        with kept_up(home, free_ports) as (stack, _):
            outcome = _played(stack.state, options, kill_service, lambda: stack.state)
    if json_:
        emit(outcome.to_dict())
    raise typer.Exit(0 if outcome.good else 1)


def _played(
    state: StackState, options: Options, kill: str, now: Callable[[], StackState | None]
) -> Outcome:  # fmt: skip
    if kill and kill not in state.services:
        raise BadInput(f"--kill-service {kill!r} does not run; services are {', '.join(state.services)}")
    if kill:
        options = replace(options, kill=lambda: _kill(kill, now()))
    return show_demo(Target.find(state), options, remark)


def _kill(service: str, state: StackState | None) -> None:
    pid = state.services[service].pid if state else None
    if pid is not None:
        remark(f"kill -9 {pid} ({service})")
        os.kill(pid, signal.SIGKILL)
