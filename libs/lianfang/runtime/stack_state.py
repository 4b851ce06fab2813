"""What a running stack says about itself in ``var/stack.json``, so that other commands find it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

import cattrs
import psutil

from lianfang.runtime.private_files import write_private

FILE = "stack.json"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """One service of a running stack: where it listens, what it stores, which account it uses."""

    name: str
    http_port: int
    ops_port: int
    store_uri: str
    bus_uri: str
    log: str
    pid: int | None = None

    @property
    def http(self) -> str:
        """Base URI of its API."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def ops(self) -> str:
        """Base URI of /livez, /readyz and /metrics."""
        return f"http://127.0.0.1:{self.ops_port}"


@dataclass(frozen=True, slots=True)
class StackState:
    """A running stack. It holds secrets: the file is readable by its owner only.

    pid, started: the process that keeps the stack, and when it began (a pid alone may be reused).
    bus_uri, management_uri: the operator's, secrets included. vhost: the stack's virtual host.
    token_key, field_keys: what its services run with.
    """

    pid: int
    started: float
    home: str
    bus_uri: str
    management_uri: str
    vhost: str
    token_key: str
    field_keys: list[str]
    services: dict[str, ServiceState] = field(default_factory=dict)
    broker_pid: int | None = None

    def alive(self) -> bool:
        """Tell whether the process that keeps the stack still runs."""
        try:
            return abs(psutil.Process(self.pid).create_time() - self.started) < 1.0
        except psutil.NoSuchProcess:
            return False

    def save(self) -> None:
        """Write the state file."""
        write_private(Path(self.home) / FILE, json.dumps(asdict(self), indent=1) + "\n")


def load(home: Path) -> StackState | None:
    """Return the state of the stack that runs in `home`; None when none does. A stale file is ignored."""
    try:
        raw = json.loads((home / FILE).read_text())
        state = cattrs.structure(raw, StackState)
    except (FileNotFoundError, ValueError, cattrs.BaseValidationError):
        return None
    return state if state.alive() else None


def remove(home: Path) -> None:
    """Remove the state file."""
    (home / FILE).unlink(missing_ok=True)
