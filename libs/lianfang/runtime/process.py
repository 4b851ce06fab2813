"""One service process: started, watched over its health port, ended with grace or without."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import requests

from lianfang.runtime import ports
from lianfang.runtime.children import end, spawn, tail, until


class ProcessError(RuntimeError):
    """The process does not do what was asked; the message holds the end of its log."""


class ManagedProcess:
    """A child process that answers ``/readyz`` on its ops port.

    name: for messages and logs.
    command: the program and its arguments; service_command() gives a service's.
    environment: the child's whole environment.
    log: its standard output and error are appended here.
    ops_port: loopback port of /livez, /readyz and /metrics.
    """

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path, ops_port: int
    ) -> None:
        self.name = name
        self.log = log
        self.ops_port = ops_port
        self._command = list(command)
        self._environment = dict(environment)
        self._child: subprocess.Popen[bytes] | None = None
        self._http = requests.Session()
        self._http.trust_env = False  # loopback: no proxy of the environment

    @property
    def pid(self) -> int | None:
        """The operating system's id while it runs, else None."""
        return self._child.pid if self._child and self._child.poll() is None else None

    @property
    def exit_code(self) -> int | None:
        """How it ended (negative: by that signal); None when it runs or never ran."""
        return self._child.poll() if self._child else None

    def start(self) -> None:
        """Start it, unless it runs. Does not wait: see wait_ready."""
        if self.pid is None:
            self._child = spawn(self._command, self._environment, self.log)

    def ready(self) -> bool:
        """Tell whether ``/readyz`` says yes at this moment."""
        url = f"http://{ports.LOOPBACK}:{self.ops_port}/readyz"
        try:
            return self._http.get(url, timeout=2).ok
        except requests.RequestException:
            return False

    def wait_ready(self, timeout: float = 60.0) -> None:
        """Wait until it is ready. Raises ProcessError when it ends, or after `timeout` seconds."""

        def asked() -> bool:
            if self.pid is None:
                raise ProcessError(f"{self.name} ended with {self.exit_code}; {tail(self.log)}")
            return self.ready()

        if not until(asked, timeout):
            raise ProcessError(f"{self.name} was not ready after {timeout:.0f} s; {tail(self.log)}")

    def terminate(self, grace: float = 30.0) -> int | None:
        """SIGTERM it, wait for what is in flight, SIGKILL after `grace` seconds. Return its exit code."""
        if self._child is not None:
            end(self._child, signal.SIGTERM, grace)
        return self.exit_code

    def kill(self) -> None:
        """SIGKILL it, at whatever it is doing."""
        if self._child is not None:
            end(self._child, signal.SIGKILL, 10.0)

    def restart(self, timeout: float = 60.0) -> None:
        """End it with grace if it runs, start it and wait until it is ready."""
        self.terminate()
        self.start()
        self.wait_ready(timeout)


def service_command(name: str) -> list[str]:
    """Return the command that runs the service `name` in this Python."""
    return [sys.executable, "-m", f"services.{name}"]
