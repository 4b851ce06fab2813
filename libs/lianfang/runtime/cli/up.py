"""`lianfang up`: the embedded stack in the foreground; Ctrl-C ends all of it."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from lianfang.regions.pack import load as load_pack
from lianfang.runtime.cli.output import remark
from lianfang.runtime.demo.day import PACK_FOLDER
from lianfang.runtime.demo.run import Options
from lianfang.runtime.demo.show import show_demo
from lianfang.runtime.operating import tonight
from lianfang.runtime.operating.duty import load_duty
from lianfang.runtime.operating.loading import load_county, load_roster
from lianfang.runtime.operating.target import DEFAULT_HOME, HOME, Target
from lianfang.runtime.stack import ROOM, Stack
from lianfang.runtime.stack_state import StackState

Home = Annotated[Path, typer.Option(envvar=HOME, help="Folder of data, logs and stack.json.")]
FreePorts = Annotated[bool, typer.Option("--free-ports", help="Take ports that nobody uses.")]
Scenario = Annotated[Path, typer.Option(help="Folder with pack/ and day.jsonl.")]
ROSTER = Path("mediation") / "roster.yaml"
DUTY = Path("patrol")
ZONE = os.environ.get("LIANFANG_TIMEZONE") or "Asia/Shanghai"
DESK = ("dispatcher", "supervisor", "intake", "mediation", "operator")
"""Roles of somebody who is to see and try everything on the page."""
SHOUNING = Path(__file__).parents[4] / "scenarios" / "shouning"


def up(
    home: Home = DEFAULT_HOME,
    free_ports: FreePorts = False,
    scenario: Scenario = SHOUNING,
    empty: Annotated[bool, typer.Option("--empty", help="Load no scenario.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Replay the scenario's day, then go on running.")] = False,
    no_services: Annotated[
        bool, typer.Option("--no-services", help="The broker alone, for repairs: stores can be put back.")
    ] = False,
) -> None:
    """Start a private broker and all services, load the scenario, and stay until Ctrl-C."""
    with kept_up(home, free_ports, services=not no_services) as (stack, ended):
        target = Target.find(stack.state)
        if no_services:
            remark(f"The broker is up, no service is. See docs/runbooks. Ctrl-C ends it. Folder: {stack.home}")
            with suppress(KeyboardInterrupt):
                ended.wait()
            return
        if demo:
            show_demo(target, Options(scenario, run=f"{int(time.time())}-"), remark)
        elif not empty:
            load_county(target, scenario / PACK_FOLDER, remark)
        county = _load_services(target, scenario) if demo or not empty else ""
        _tell(stack.state, county)
        if demo and "patrol" in stack.state.services:
            tonight.in_background(target, county, remark, ZoneInfo(ZONE), ended)
        with suppress(KeyboardInterrupt):  # Ctrl-C and SIGTERM are how it is meant to end
            ended.wait()
        ended.set()


def _load_services(target: Target, scenario: Path) -> str:
    """Load what the scenario has for services beside the registry; return its county."""
    county = load_pack(scenario / PACK_FOLDER).county.code
    if (roster := scenario / ROSTER).exists():
        load_roster(target, roster, county, remark)
    if (duty := scenario / DUTY).exists():
        load_duty(target, duty, county, remark)
    return county


@contextmanager
def kept_up(home: Path, free_ports: bool, services: bool = True) -> Iterator[tuple[Stack, threading.Event]]:
    """Give a running stack that is watched over, and the event that a signal or Ctrl-C sets; end it afterwards."""
    stack = Stack(home, free_ports=free_ports, services=services, say=remark)
    ended = threading.Event()

    def ask_to_end(_number: int, _frame: FrameType | None) -> None:
        ended.set()
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, ask_to_end)
    try:
        stack.up()
        watch = threading.Thread(target=stack.supervise, name="supervise", daemon=True)
        watch.start()
        yield stack, ended
    finally:
        signal.signal(signal.SIGTERM, before)
        stack.end()
        stack.down()


def _tell(state: StackState, county: str) -> None:
    remark("")
    for name, service in state.services.items():
        remark(f"{name:10} {service.http}   health and metrics {service.ops}   log {service.log}")
    remark(
        f"broker     management {state.management_uri.rpartition('@')[2]}; accounts and keys are in {state.home}"
    )
    if ROOM in state.services:
        remark("")
        remark(f"The command room:  {state.services[ROOM].http}/")
        remark(f"sign in with what this prints:  {sign_in(state, county)}")
    remark("")
    remark("Try `lianfang tail`, `lianfang call --text …`, `lianfang doctor`. Ctrl-C ends all of it.")


def sign_in(state: StackState, county: str) -> str:
    """Return the command that prints a token for the page; it finds the stack from wherever it is called."""
    where = f"{HOME}={shlex.quote(state.home)} "
    command = shlex.quote(str(Path(sys.argv[0]).resolve()))
    roles = " ".join(f"--role {role}" for role in DESK)
    region = f" --region {county}" if county else ""
    return f"{where}{command} token desk {roles}{region}"
