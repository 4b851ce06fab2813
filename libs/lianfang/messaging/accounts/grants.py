"""What each kind of account may do on the broker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lianfang.messaging.accounts import patterns
from lianfang.messaging.accounts.patterns import NOTHING
from lianfang.messaging.routing import COMMANDS, EVENTS, RESTRICTED
from lianfang.messaging.topology import Team, Topology, TopologyError, district_code
from lianfang.messaging.topology.addresses import fields
from lianfang.regions.codes import words


@dataclass(frozen=True, slots=True)
class TopicRule:
    """Which routing keys may be published to, and which binding keys read from, one topic exchange."""

    write: str = NOTHING
    read: str = NOTHING


@dataclass(frozen=True, slots=True)
class Grant:
    """Permissions of one account, regular expressions as RabbitMQ takes them.

    Nobody may configure: with that right an own exchange, alternate exchange or dead-letter exchange gets round the
    topic rules, so queues are made for the accounts.
    topics: rules per topic exchange; every other topic exchange of the virtual host gets `TopicRule()`, because no
        rule would mean that everything is allowed.
    tags: RabbitMQ's user tags; monitoring lets a service compare the live topology.
    """

    account: str
    write: str
    read: str
    topics: Mapping[str, TopicRule] = field(default_factory=dict)
    configure: str = NOTHING
    tags: str = ""


def service(topology: Topology, name: str) -> Grant:
    """Return what a service may: publish its own context, ask others, read its own queues and logs, retry, park.

    Raises TopologyError when the topology has no such service.
    """
    if name not in topology.services():
        known = ", ".join(topology.services())
        raise TopologyError(f"service {name!r} is not in the topology (known: {known}): add it to topology.yaml")
    handling = [e.name for e in topology.exchanges if e.name.startswith("lianfang.retry.")] + ["lianfang.dead"]
    own = TopicRule(write=patterns.keys([f"{name}.#"]))
    commands = TopicRule(write=patterns.keys(topology.may_command.get(name, ())))
    return Grant(
        f"svc-{name}",
        write=patterns.names([EVENTS, RESTRICTED, COMMANDS, *handling]),
        read=patterns.own_queues(name, topology.follows.get(name, ())),
        topics={EVENTS: own, RESTRICTED: own, COMMANDS: commands},
        tags="monitoring",
    )


def district(topology: Topology, code: str) -> Grant:
    """Return what a district system may: consume its queue, and bind it to keys of its own region.

    Raises TopologyError for a bad code.
    """
    queue = topology.district.queue.format(id=district_code(code))
    return Grant(
        f"district-{code}",
        write=patterns.names([queue]),  # on a queue, write means to bind it
        read=patterns.names([EVENTS, queue]),
        topics={EVENTS: TopicRule(read=patterns.binding_keys_of(words(code)))},
    )


def team(topology: Topology, full_id: str) -> Grant:
    """Return what a team may: consume its queue, and publish its commands under its own county.

    Raises TopologyError for a bad id.
    """
    address = Team.parse(full_id)
    values = fields(address.county, address.id, address.address)
    commands = [pattern.format(**values) for pattern in topology.team.may_command]
    return Grant(
        f"team-{full_id}",
        write=patterns.names([COMMANDS]),
        read=patterns.names([topology.team.queue.format(**values)]),
        topics={COMMANDS: TopicRule(write=patterns.keys(commands))},
    )
