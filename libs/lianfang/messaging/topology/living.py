"""The queues of accounts that a broker has: what they should be bound to follows from the templates."""

from __future__ import annotations

from collections.abc import Mapping

from lianfang.messaging.topology.addresses import district_queue, owner_of, team_queue
from lianfang.messaging.topology.live import Live
from lianfang.messaging.topology.model import Topology, TopologyError


def with_live_accounts(topology: Topology, found: Live) -> tuple[Topology, Mapping[str, TopologyError]]:
    """Return the topology with every team's and district's queue that the broker has, and what is no such queue.

    The second: by name, queues that are called like an account's and can be none.
    """
    strangers: dict[str, TopologyError] = {}
    for name in sorted(found.queues):
        if (owner := owner_of(name)) is None:
            continue
        kind, id = owner
        try:
            if kind == "team":
                topology = topology.plus(*team_queue(topology.team, id))
            else:
                topology = topology.plus(*district_queue(topology.district, id))
        except TopologyError as error:
            strangers[name] = error
    return topology, strangers
