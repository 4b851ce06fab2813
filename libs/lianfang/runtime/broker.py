"""A private RabbitMQ node under a folder of its own, on loopback: started, stopped, killed, starved.

It needs Debian's or Ubuntu's package `rabbitmq-server` (≥ 3.10), no running system service, no root; or another
RabbitMQ that `LIANFANG_RABBITMQ_PREFIX` leads to (broker_programs.py).
"""

from __future__ import annotations

import secrets
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests

from lianfang.runtime import ports
from lianfang.runtime.broker_node import ADMIN, PLUGINS, Node, NodePorts
from lianfang.runtime.broker_programs import CONTROL, SERVER, command, missing
from lianfang.runtime.children import end, spawn, tail, until
from lianfang.runtime.while_needed import WhileNeeded

# A lone node (of 3.10 and 4.0) that was killed may forget to elect a leader for the quorum queue declared last:
# publishes to it would never be confirmed. An entry is {Name, State} in 3.10 and longer in 4.0.
# See docs/decisions/0011-seen-of-rabbitmq-and-py-amqp.md.
_ELECT = "[ra:trigger_election({element(1, State), node()}) || State <- ets:tab2list(ra_state)]."

_ANSWER_S = 120.0  # a bound, not a wish: creating a virtual host takes long on a machine that is busy

START_S = 300.0
"""Seconds that a node may take to serve: 5 on a quiet machine, minutes on a busy one."""


class BrokerError(RuntimeError):
    """The private node cannot do what was asked; the message names the cause and the remedy."""


@dataclass(frozen=True, slots=True)
class BrokerVhost:
    """One virtual host of a node, with the administrator's URIs."""

    amqp_uri: str
    management_uri: str
    vhost: str


class Broker(WhileNeeded):
    """A private RabbitMQ node. Use it as a context manager, or call start() and stop().

    home: the node's folder (data, logs, configuration, cookie, password); kept over restarts.
    amqp_port, management_port: loopback ports; None takes free ones, the same for this object's life.
    plugins: enabled plugins; rabbitmq_management is needed by everything but start, stop and kill.
    settings: further lines of rabbitmq.conf.

    The node ends with the thread that started it (Linux parent-death signal), so that none is left behind.
    """

    def __init__(
        self,
        home: Path,
        amqp_port: int | None = None,
        management_port: int | None = None,
        plugins: Sequence[str] = PLUGINS,
        settings: dict[str, str] | None = None,
    ) -> None:
        free = ports.free_ports(4)
        chosen = NodePorts(amqp_port or free[0], management_port or free[1], free[2], free[3])
        self.node = Node(home.resolve(), chosen, tuple(plugins), dict(settings or {}))
        self._password = ""
        self._beam: subprocess.Popen[bytes] | None = None
        self._epmd: subprocess.Popen[bytes] | None = None
        self._http = requests.Session()
        self._http.trust_env = False  # loopback: no proxy of the environment, no .netrc

    @property
    def amqp_uri(self) -> str:
        """The administrator's AMQP URI on the default virtual host."""
        return self._amqp_uri("/")

    @property
    def management_uri(self) -> str:
        """The administrator's management URI, credentials included."""
        return f"http://{ADMIN}:{self._password}@{ports.LOOPBACK}:{self.node.ports.management}"

    @property
    def pid(self) -> int | None:
        """The operating system's id of the Erlang VM, None when it does not run."""
        return self._beam.pid if self._beam and self._beam.poll() is None else None

    def start(self, timeout: float = START_S) -> None:
        """Start the node and wait until it serves. Raises BrokerError when it cannot within `timeout` s."""
        if self.pid is not None:
            return
        after_a_crash = self.launch()
        try:
            self.wait_ready(timeout)
            if after_a_crash:
                self._elect()
        except BrokerError:
            self.kill()
            raise
        self.node.running_mark.touch()

    def launch(self) -> bool:
        """Start the node's process and wait for nothing; return whether it had crashed. Raises BrokerError."""
        if lack := missing():
            raise BrokerError(lack)
        for port in (self.node.ports.amqp, self.node.ports.management):
            if not ports.is_free(port):
                raise BrokerError(f"port {port} is in use: end what listens there, or choose another")
        after_a_crash = self.node.running_mark.exists()
        self._password = self.node.prepare()
        environment = self.node.environment()
        self._ensure_epmd(environment)
        self._beam = spawn(command(SERVER), environment, self.node.log, self.node.home)
        return after_a_crash

    def _ensure_epmd(self, environment: dict[str, str]) -> None:
        if self._epmd is None or self._epmd.poll() is not None:
            epmd = command("epmd", "-address", ports.LOOPBACK, "-port", str(self.node.ports.epmd))
            self._epmd = spawn(epmd, environment, self.node.log, self.node.home)
            until(lambda: ports.answers(self.node.ports.epmd), 10.0)

    def _elect(self) -> None:
        self.control("eval", _ELECT)

    def wait_ready(self, timeout: float = START_S) -> None:
        """Wait until AMQP and management answer. Raises BrokerError with the log's end after `timeout` s."""

        def ready() -> bool:
            if self.pid is None:
                raise BrokerError(f"RabbitMQ ended while starting; {tail(self.node.log)}")
            return ports.speaks_amqp(self.node.ports.amqp) and self._management_answers()

        if not until(ready, timeout):
            raise BrokerError(f"RabbitMQ was not ready after {timeout:.0f} s; {tail(self.node.log)}")

    def stop(self, timeout: float = 30.0) -> None:
        """End the node gracefully; kill it when it has not ended after `timeout` seconds."""
        self._http.close()  # the management listener waits 5 s for idle connections
        if self._beam is not None and self.pid is not None:
            end(self._beam, signal.SIGTERM, timeout)
            self.node.running_mark.unlink(missing_ok=True)
        self._beam = None
        if self._epmd is not None:
            end(self._epmd, signal.SIGTERM, 5.0)
        self._epmd = None

    def kill(self) -> None:
        """SIGKILL the Erlang VM, as a power cut would; start() brings it back on the same data.

        RabbitMQ 3.10 writes a quorum queue's registration up to half a second after it confirmed the
        declaration: a queue declared in the last second before a kill may never elect a leader again (seen).
        """
        if self._beam is not None:
            end(self._beam, signal.SIGKILL, 10.0)
        self.stop()

    def restart(self) -> None:
        """Stop gracefully and start again on the same data and ports."""
        self.stop()
        self.start()

    @contextmanager
    def publishers_blocked(self) -> Iterator[None]:
        """Raise the memory alarm for the block's duration: the broker stops reading from publishers."""
        self.control("set_vm_memory_high_watermark", "0")
        try:
            yield
        finally:
            self.control("set_vm_memory_high_watermark", "0.4")

    def new_vhost(self, name: str | None = None) -> BrokerVhost:
        """Create an empty virtual host (with a fresh name unless given) that the administrator may use."""
        vhost = name or f"t-{secrets.token_hex(6)}"
        path = quote(vhost, safe="")
        self.manage("PUT", f"vhosts/{path}", {})
        everything = {"configure": ".*", "write": ".*", "read": ".*"}
        self.manage("PUT", f"permissions/{path}/{ADMIN}", everything)
        return BrokerVhost(self._amqp_uri(vhost), self.management_uri, vhost)

    def delete_vhost(self, name: str) -> None:
        """Delete a virtual host with all its queues and connections; one that is gone already is fine."""
        self.manage("DELETE", f"vhosts/{quote(name, safe='')}", absent_ok=True)

    def manage(self, method: str, path: str, body: Any = None, *, absent_ok: bool = False) -> Any:
        """Call the management API, `path` below /api/. Return its JSON, None when there is none.

        Raises BrokerError when the node refuses; 404 is accepted with `absent_ok`.
        """
        url = f"http://{ports.LOOPBACK}:{self.node.ports.management}/api/{path}"
        answer = self._http.request(method, url, json=body, auth=(ADMIN, self._password), timeout=_ANSWER_S)
        if answer.status_code == requests.codes.not_found and absent_ok:
            return None
        if not answer.ok:
            raise BrokerError(f"{method} {path}: {answer.status_code} {answer.text.strip()}")
        return answer.json() if answer.content else None

    def control(self, *arguments: str, timeout: float = 60.0) -> str:
        """Run rabbitmqctl on this node (about 1 s) and return its output. Raises BrokerError if it fails."""
        done = subprocess.run(
            command(CONTROL, "--quiet", *arguments), env=self.node.environment(), cwd=self.node.home,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False,
        )  # fmt: skip
        if done.returncode:
            raise BrokerError(f"rabbitmqctl {arguments[0]}: {(done.stderr or done.stdout).strip()}")
        return done.stdout

    def _amqp_uri(self, vhost: str) -> str:
        address = f"{ports.LOOPBACK}:{self.node.ports.amqp}"
        return f"amqp://{ADMIN}:{self._password}@{address}/{quote(vhost, safe='')}"

    def _management_answers(self) -> bool:
        if "rabbitmq_management" not in self.node.plugins:
            return True
        try:
            self.manage("GET", "whoami")
        except (requests.RequestException, BrokerError):
            return False
        return True
