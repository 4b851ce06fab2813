"""What is done to the cluster, one after the other, while reports flow."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lianfang.runtime.children import until
from lianfang.runtime.cluster.cluster import Cluster, start_all
from lianfang.runtime.cluster.member import Member

WITHOUT_MAJORITY_S = 15.0
_PATIENCE_S = 300.0
_STAYS_AWAY_S = 120.0


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is done. title: for people. do: does it, may take its time, and returns a remark if need be.

    calm: whether reports are expected to reach everybody again afterwards, without anything more being done.
    """

    name: str
    title: str
    do: Callable[[], str | None]
    calm: bool = True


class Faults:
    """The acts, on one cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._victims: list[Member] = []
        self._frozen_s = 2.0 * cluster.tick_s
        self._noticed_s = 4 * cluster.tick_s + 30

    def acts(self) -> Iterator[Act]:
        """Yield them in order."""
        yield Act("undisturbed", "nothing, for comparison", lambda: time.sleep(8))
        yield Act("killed", "`kill -9` of the node that leads most queues", self.kill)
        yield Act("killed_back", "it is started again", self.bring_back)
        yield Act("cut", "the node that leads most is cut off from the others, not from its clients", self.cut)
        yield Act("cut_back", "the cut is mended", self.heal)
        yield Act(
            "frozen", f"the node that leads most hangs for {self._frozen_s:g} s (SIGSTOP) and goes on", self.freeze
        )
        yield Act("frozen_back", "it is restarted, as the runbook says of a node that hung", self.restart)
        yield Act("rolled", "all three drained, stopped and started, one after the other", self.roll)
        yield Act("majority_lost", "`kill -9` of two nodes; the third pauses", self.lose_majority, calm=False)
        yield Act("majority_back", "both are started again", self.bring_back)

    def kill(self) -> None:
        """SIGKILL the node that leads most."""
        self._victims = [self._leading()]
        self._victims[0].kill()

    def bring_back(self) -> None:
        """Start what was killed, all at once; return when the cluster is whole."""
        start_all(self._victims, _PATIENCE_S)
        self._whole()

    def cut(self) -> None:
        """Silence the network around the node that leads most; return when it has noticed and paused itself."""
        self._victims = [self._leading()]
        self._cluster.network.cut(self._victims[0].name)
        if not until(lambda: not self._victims[0].accepts(), self._noticed_s):
            raise RuntimeError(f"{self._victims[0].name} was cut off and did not pause within {self._noticed_s} s")

    def heal(self) -> str | None:
        """Let the bytes flow; return when the cluster is whole. A node that stays away is restarted; told so."""
        self._cluster.network.heal(self._victims[0].name)
        if self._cluster.wait_whole(_STAYS_AWAY_S):
            return None
        self.restart()
        return f"it stayed away for {_STAYS_AWAY_S:g} s and was restarted"

    def freeze(self) -> None:
        """Stop the node that leads most for longer than its neighbours wait, and let it go on.

        Whether it finds back alone is left open: where the metadata are Mnesia's, a node that slept through its own
        expulsion doesn't pause, and stays partitioned until it is restarted.
        """
        self._victims = [self._leading()]
        self._victims[0].freeze()
        try:
            time.sleep(self._frozen_s)
        finally:
            self._victims[0].thaw()

    def restart(self) -> None:
        """Restart the node that the last act was about; return when the cluster is whole."""
        self._victims[0].stop()
        self._victims[0].start(_PATIENCE_S)
        self._whole()

    def roll(self) -> None:
        """As an operator upgrades: one after the other, the next when all three are there."""
        for member in self._cluster:
            member.drain()
            member.stop()
            member.start(_PATIENCE_S)
            self._whole()

    def lose_majority(self) -> None:
        """SIGKILL two nodes, and leave it so for a while."""
        self._victims = list(self._cluster)[:2]
        for victim in self._victims:
            victim.kill()
        time.sleep(WITHOUT_MAJORITY_S)

    def _leading(self) -> Member:
        """Return the member that leads most queues and streams now."""
        leaders = self._cluster.leaders(next(iter(self._cluster)))
        return self._cluster.members[leaders.most_common(1)[0][0]]

    def _whole(self) -> None:
        if not self._cluster.wait_whole(_PATIENCE_S):
            raise RuntimeError(
                f"the cluster was not whole after {_PATIENCE_S:g} s: see the logs in {self._cluster.home}"
            )
