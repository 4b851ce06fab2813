"""One node of the cluster: a private broker node that has neighbours."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import requests

from lianfang.runtime import ports
from lianfang.runtime.broker import Broker, BrokerError
from lianfang.runtime.broker_node import DENIED, Node, NodePorts
from lianfang.runtime.broker_programs import CONTROL, command
from lianfang.runtime.children import end
from lianfang.runtime.private_files import write_private

UPGRADE = CONTROL.with_name("rabbitmq-upgrade")
# Streams copy themselves over ports of their own and have no setting for the interface: Erlang's default for all
# listeners is the device lo (the two numbers; a quoted word would not survive RabbitMQ's scripts).
_ERLANG = "-kernel net_ticktime {tick_s} -kernel inet_default_listen_options [{{bind_to_device,<<108,111>>}}]"


@dataclass(frozen=True, slots=True)
class Shared:
    """What all members have in common. settings: more of rabbitmq.conf.

    tick_s: silence after which a neighbour counts as gone, in seconds, give or take a quarter (net_ticktime).
    """

    password: str
    cookie: str
    tick_s: int
    settings: dict[str, str]


class Member(Broker):
    """A node that finds its neighbours by Erlang's port mapper at `epmd_port`, which somebody else keeps.

    name: the word before the @.
    """

    def __init__(self, home: Path, name: str, epmd_port: int, shared: Shared) -> None:
        super().__init__(home)
        free = ports.free_ports(3)
        own = NodePorts(free[0], free[1], free[2], epmd_port)
        self.name = name
        erlang = _ERLANG.format(tick_s=shared.tick_s)
        # A node of 4.0 that is started again in a cluster may take its neighbours' queues for transient ones and
        # not boot (seen on 4.0.5; pull request 12840 of rabbitmq-server mends a part of it).
        denied = tuple(each for each in DENIED if each != "transient_nonexcl_queues")
        self.node = Node(
            home.resolve(), own, settings=shared.settings, name=f"{name}@localhost", erlang=erlang, denied=denied
        )
        write_private(home / "admin.password", shared.password)
        write_private(home / ".erlang.cookie", shared.cookie)
        (home / ".erlang.cookie").chmod(0o400)

    @property
    def address(self) -> str:
        """Host and port of AMQP."""
        return f"{ports.LOOPBACK}:{self.node.ports.amqp}"

    def freeze(self) -> None:
        """Stop the process in its tracks (SIGSTOP): connections stay open and nothing answers."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on (SIGCONT)."""
        self._signal(signal.SIGCONT)

    def drain(self) -> None:
        """Prepare for a stop as operators should: wait until the others suffice, hand over leaders and clients."""
        self._upgrade("await_online_quorum_plus_one")
        self._upgrade("drain")

    def accepts(self) -> bool:
        """Tell whether it serves AMQP now; a node that paused itself does not."""
        return self.pid is not None and ports.speaks_amqp(self.node.ports.amqp, 5.0)

    def sees(self) -> int:
        """Return how many running nodes it knows of, itself included; 0 when it does not answer."""
        try:
            return sum(bool(node["running"]) for node in self.manage("GET", "nodes"))
        except (requests.RequestException, BrokerError):
            return 0

    def kill(self) -> None:
        """SIGKILL the Erlang VM; no other node is told."""
        if self._beam is not None:
            end(self._beam, signal.SIGKILL, 10.0)
        self._beam = None

    def _signal(self, how: signal.Signals) -> None:
        if self._beam is None or self.pid is None:
            raise BrokerError(f"{self.name} does not run: start it first")
        self._beam.send_signal(how)

    def _upgrade(self, step: str) -> None:
        done = subprocess.run(
            command(UPGRADE, step, "--timeout", "60"), env=self.node.environment(), cwd=self.node.home,
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90, check=False,
        )  # fmt: skip
        if done.returncode:
            raise BrokerError(f"{self.name}: rabbitmq-upgrade {step}: {(done.stderr or done.stdout).strip()}")

    def _ensure_epmd(self, environment: dict[str, str]) -> None:
        """It is the network's."""

    def _elect(self) -> None:
        """A member whose neighbours live finds its leaders by itself."""
