"""Three RabbitMQ nodes on this machine, as one broker."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lianfang.runtime.broker import BrokerError, BrokerVhost
from lianfang.runtime.children import until
from lianfang.runtime.cluster.member import Member, Shared
from lianfang.runtime.cluster.network import Network
from lianfang.runtime.while_needed import WhileNeeded

NAMES = ("bus-0", "bus-1", "bus-2")
_SETTINGS = {
    "cluster_formation.peer_discovery_backend": "classic_config",
    # The first one founds the cluster at once, and the others join it: given all three names, it would wait 5 s.
    "cluster_formation.classic_config.nodes.1": f"{NAMES[0]}@localhost",
    "cluster_partition_handling": "pause_minority",
    "queue_leader_locator": "balanced",
    "heartbeat": "20",
}


class Cluster(WhileNeeded):
    """Members under `home`, and the network between them. Use it as a context manager, or call start() and stop().

    tick_s: silence after which a node counts as gone, in seconds (`net_ticktime`, 60 by default).
    """

    def __init__(self, home: Path, tick_s: int = 8) -> None:
        self.home = home.resolve()
        self.network = Network(NAMES)
        self.members: dict[str, Member] = {}
        self.tick_s = tick_s

    def start(self, timeout: float = 300.0) -> None:
        """Start all and wait until they are one cluster. Raises BrokerError, leaving nothing behind."""
        self.network.start()
        try:
            self._form(timeout)
        except BaseException:  # Ctrl-C too must leave nothing behind
            self.stop()
            raise

    def _form(self, timeout: float) -> None:
        cookie = secrets.token_hex(20).upper()
        shared = Shared(secrets.token_urlsafe(24), cookie, self.tick_s, _SETTINGS)
        for name in NAMES:
            self.members[name] = Member(self.home / name, name, self.network.epmd_ports[name], shared)
        first, *others = self
        first.start(timeout)
        start_all(others, timeout)
        if not self.wait_whole(timeout):
            raise BrokerError(f"the three nodes were no cluster after {timeout:.0f} s: see the logs in {self.home}")

    def stop(self) -> None:
        """End all without grace: the data end with the run."""
        for member in self:
            member.kill()
        self.network.stop()

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members.values())

    def uri(self, vhost: str) -> BrokerVhost:
        """Return a virtual host's addresses: every node's for AMQP, the first one's for management."""
        first = next(iter(self))
        one = first.new_vhost(vhost)
        hosts = ",".join(member.address for member in self)
        return BrokerVhost(one.amqp_uri.replace(first.address, hosts), one.management_uri, vhost)

    def whole(self) -> bool:
        """Tell whether every member runs, serves, and sees all others."""
        return all(member.accepts() and member.sees() == len(NAMES) for member in self)

    def wait_whole(self, timeout: float) -> bool:
        """Wait until it is whole; False after `timeout` seconds."""
        return until(self.whole, timeout, 0.3)

    def leaders(self, through: Member) -> Counter[str]:
        """Return how many queues and streams each member leads."""
        queues: list[dict[str, Any]] = through.manage("GET", "queues?columns=leader,node")
        leaders = (queue.get("leader") or queue.get("node") for queue in queues)
        return Counter(str(node).partition("@")[0] for node in leaders if node)  # one just declared has none yet


def start_all(members: list[Member], timeout: float = 300.0) -> None:
    """Start some members at once: each may wait for the others. Raises BrokerError."""
    for member in members:  # in this thread: a node ends with the thread that started it
        member.launch()
    for member in members:
        member.wait_ready(timeout)
