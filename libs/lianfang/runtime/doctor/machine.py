"""Checks of the machine: programs, disk, clock, the stack's folder and ports."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from lianfang.runtime import broker_programs
from lianfang.runtime.doctor.finding import Finding, judged
from lianfang.runtime.stack_plan import StackPlan
from lianfang.runtime.stack_state import StackState

MIN_PYTHON = (3, 11)
MIN_RABBITMQ = (3, 10)
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
MIN_FREE_MB = 500  # the broker blocks publishers below 100 MB; stores and logs grow too
_PRIVATE = ("stack.json", "secrets.json", "broker/admin.password", "broker/rabbitmq.conf")
_FUTURE_SECONDS = 5.0


def python() -> Finding:
    """Python is new enough."""
    seen = ".".join(map(str, sys.version_info[:3]))
    remedy = "install Python 3.11 or later and run `make setup`"
    return judged("python", sys.version_info >= MIN_PYTHON, f"{seen} at {sys.executable}", remedy)


def environment() -> Finding:
    """The command runs in a virtual environment, so with the locked dependencies."""
    inside = sys.prefix != sys.base_prefix
    detail = f"virtual environment {sys.prefix}" if inside else f"the system's Python, {sys.prefix}"
    return judged("environment", inside, detail, "run `make setup`, then .venv/bin/lianfang")


def rabbitmq() -> Finding:
    """RabbitMQ is installed and new enough."""
    if lack := broker_programs.missing():
        what, _, remedy = lack.rpartition(": ")
        return Finding("rabbitmq", False, what, remedy)
    version = broker_programs.version() or ()
    remedy = "RabbitMQ 3.10 or later is in Debian 12, Ubuntu 24.04 and later"
    return judged("rabbitmq", version >= MIN_RABBITMQ, ".".join(map(str, version)), remedy)


def erlang() -> Finding:
    """Erlang's programs are found."""
    lacking = [name for name in ("erl", "epmd") if shutil.which(name) is None]
    detail = f"not on the PATH: {', '.join(lacking)}" if lacking else str(shutil.which("erl"))
    return judged("erlang", not lacking, detail, "apt-get install erlang-base, and have /usr/bin on the PATH")


def fonts() -> Finding:
    """There is a font for the documents of mediation."""
    found = [path for folder in FONT_FOLDERS for path in folder.rglob("NotoSerifCJK*")]
    detail = str(found[0]) if found else "no Noto Serif CJK: mediation can't print agreements; all else works"
    return judged("fonts", bool(found), detail, "run `make setup`, or apt-get install fonts-noto-cjk")


def ports(plan: StackPlan, running: StackState | None) -> Finding:
    """The plan's ports are free, or used by the running stack."""
    if running is not None:
        return Finding("ports", True, f"in use by the running stack (pid {running.pid})")
    busy = plan.busy_ports()
    detail = ", ".join(f"{port} ({what}) is in use" for port, what in busy.items()) or "all free"
    return judged("ports", not busy, detail, "end what listens there (ss -ltnp), or `lianfang up --free-ports`")


def disk(home: Path) -> Finding:
    """There is room for the broker's and the services' data."""
    free = shutil.disk_usage(_existing(home)).free // 2**20
    remedy = f"free some: the stack needs {MIN_FREE_MB} MB"
    return judged("disk", free >= MIN_FREE_MB, f"{free} MB free for {home}", remedy)


def folder(home: Path) -> Finding:
    """The stack's folder can be written, and its secrets are the owner's only."""
    if not os.access(_existing(home), os.W_OK):
        return Finding("folder", False, f"{home} is not writable", f"chown it to yourself: chown -R $USER {home}")
    open_to_others = [str(path) for path in _present(home) if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    detail = f"others can read {', '.join(open_to_others)}" if open_to_others else f"{home} is writable"
    return judged("folder", not open_to_others, detail, f"chmod 600 {' '.join(open_to_others)}")


def clock(home: Path, now: datetime) -> Finding:
    """The clock has not gone back behind what the stack wrote; deadlines and tokens depend on it."""
    ahead = [path.name for path in _present(home) if path.stat().st_mtime - now.timestamp() > _FUTURE_SECONDS]
    detail = now.astimezone(UTC).isoformat(timespec="seconds")
    if ahead:
        detail += f", but {', '.join(ahead)} is from later"
    return judged("clock", not ahead, detail, "set the clock (timedatectl set-ntp true); deadlines depend on it")


def _present(home: Path) -> Iterator[Path]:
    return (home / name for name in _PRIVATE if (home / name).exists())


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
