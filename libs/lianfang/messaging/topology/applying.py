"""Makes a broker what the topology says, without touching what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lianfang.messaging.management import Management
from lianfang.messaging.topology import live
from lianfang.messaging.topology.live import Live
from lianfang.messaging.topology.living import with_live_accounts
from lianfang.messaging.topology.model import Exchange, Queue, Topology, TopologyError


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that apply did: `action` is created, changed or removed."""

    action: str
    what: str

    def __str__(self) -> str:
        return f"{self.action} {self.what}"


def apply(topology: Topology, management_uri: str, vhost: str) -> list[Change]:
    """Create and change what is missing or differs; return what was done, empty when all was right.

    Bindings that the topology does not have are removed from the queues that it has, and from no others. Queues of
    teams and districts that the broker has get what their templates ask for since, and keep what else they bound:
    a district may narrow its own. Queues are never deleted.
    Raises ManagementError, and TopologyError for a queue or exchange whose immutable side differs; then nothing at
    all has been changed.
    """
    management = Management(management_uri, vhost)
    try:
        return apply_over(topology, management)
    finally:
        management.close()


def apply_over(topology: Topology, management: Management) -> list[Change]:
    """Do what `apply` does over an open client."""
    found = live.read(management)
    _refuse_immutable(topology, found)
    changes: list[Change] = []
    # Policies first, so that no queue lives without.
    for step in (_exchanges, _policies, _queues, _bindings, _live_accounts):
        changes += step(topology, management, found)
    return changes


def _refuse_immutable(topology: Topology, found: Live) -> None:
    for exchange in topology.exchanges:
        if difference := exchange_difference(exchange, found):
            raise TopologyError(
                f"exchange {exchange.name!r} {difference}. An exchange's type can't be changed: stop the services, "
                f"delete it (its bindings go with it) and run `lianfang topology apply` again"
            )
    for queue in topology.queues:
        if queue.name in found.queues and (
            difference := live.immutable_difference(queue, found.queues[queue.name])
        ):
            raise TopologyError(
                f"queue {queue.name!r} {difference}. Arguments of a queue can't be changed: stop its consumers, "
                f"empty it (`lianfang dead` for parked messages), delete it with `rabbitmqctl delete_queue "
                f"{queue.name}` and run `lianfang topology apply` again"
            )


def exchange_difference(exchange: Exchange, found: Live) -> str | None:
    """Say how the live exchange of that name differs, None when it does not or is missing."""
    actual = found.exchanges.get(exchange.name)
    if actual is None or (actual["type"] == exchange.type and actual["durable"]):
        return None
    return (
        f"is {'durable' if actual['durable'] else 'transient'} {actual['type']}, should be durable {exchange.type}"
    )


def _exchanges(topology: Topology, management: Management, found: Live) -> Iterator[Change]:
    for exchange in topology.exchanges:
        if exchange.name not in found.exchanges:
            body = {"type": exchange.type, "durable": True}
            management.put("exchanges", management.vhost, exchange.name, body=body)
            yield Change("created", f"exchange {exchange.name} ({exchange.type})")


def _policies(topology: Topology, management: Management, found: Live) -> Iterator[Change]:
    for policy in topology.policies:
        body = {
            "pattern": policy.pattern,
            "apply-to": "queues",
            "priority": policy.priority,
            "definition": policy.definition_for(found.version),
        }
        actual = found.policies.get(policy.name)
        if not body["definition"]:  # RabbitMQ takes no empty policy: nothing is what it then means
            if actual is not None:
                management.delete("policies", management.vhost, policy.name)
                yield Change("removed", f"policy {policy.name}")
        elif actual is None or any(actual[key] != value for key, value in body.items()):
            management.put("policies", management.vhost, policy.name, body=body)
            yield Change("created" if actual is None else "changed", f"policy {policy.name}")


def _queues(topology: Topology, management: Management, found: Live) -> Iterator[Change]:
    for queue in topology.queues:
        if queue.name not in found.queues:
            make_queue(management, queue)
            yield Change("created", f"queue {queue.name}")


def make_queue(management: Management, queue: Queue) -> None:
    """Declare a queue over the management API. Raises ManagementError."""
    body = {"durable": True, "auto_delete": False, "arguments": queue.arguments}
    management.put("queues", management.vhost, queue.name, body=body)


def _bindings(topology: Topology, management: Management, found: Live) -> Iterator[Change]:
    names = {queue.name for queue in topology.queues}
    expected = {(binding.exchange, binding.queue, binding.key) for binding in topology.bindings}
    actual = {
        (item["source"], item["destination"], item["routing_key"]): item
        for item in found.bindings
        if item["destination_type"] == "queue" and item["destination"] in names
    }
    for exchange, queue, key in sorted(expected - set(actual)):
        management.bind(exchange, queue, key)
        yield Change("created", f"binding {exchange} -> {queue} {key!r}")
    for exchange, queue, key in sorted(set(actual) - expected):
        management.unbind(exchange, queue, actual[exchange, queue, key]["properties_key"])
        yield Change("removed", f"binding {exchange} -> {queue} {key!r}")


def _live_accounts(topology: Topology, management: Management, found: Live) -> Iterator[Change]:
    whole, _ = with_live_accounts(topology, found)
    bound = {(item["source"], item["destination"], item["routing_key"]) for item in found.bindings}
    own = {queue.name for queue in topology.queues}
    for binding in whole.bindings:
        if binding.queue not in own and (binding.exchange, binding.queue, binding.key) not in bound:
            management.bind(binding.exchange, binding.queue, binding.key)
            yield Change("created", f"binding {binding.exchange} -> {binding.queue} {binding.key!r}")
