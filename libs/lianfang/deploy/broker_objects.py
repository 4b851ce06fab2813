"""The topology and the services' accounts as objects of RabbitMQ's Messaging Topology Operator.

The same single source as everywhere else: `lianfang.messaging.topology` says what exists, `accounts.grants` who may
do what. Accounts of districts and teams are made at run time (``lianfang district add``) and are no part of this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from lianfang.messaging.accounts.grants import Grant, TopicRule, service
from lianfang.messaging.topology import Topology

API = "rabbitmq.com/v1beta1"
CLUSTER = "bus"
"""Name of the RabbitmqCluster, and so of the broker's host inside its namespace."""
VHOST = "lianfang"
SERVER = (4, 1)
"""The version that the cluster's manifest runs; a delivery limit is written differently for RabbitMQ 3."""

Object = dict[str, Any]


def broker_objects(topology: Topology) -> Iterator[Object]:
    """Yield the objects in the order in which they can be made, from the virtual host to the accounts.

    Policies come before queues, so that no queue lives without. Raises ValueError when two would have one name.
    """
    taken: set[tuple[str, str]] = set()
    for each in _all(topology):
        key = (each["kind"], each["metadata"]["name"])
        if key in taken:
            raise ValueError(f"two objects are {key[0]} {key[1]}: rename one in topology.yaml")
        taken.add(key)
        yield each


def _all(topology: Topology) -> Iterator[Object]:
    yield _object("Vhost", VHOST, {"name": VHOST, "defaultQueueType": "quorum"})
    for exchange in topology.exchanges:
        spec = {"name": exchange.name, "type": exchange.type, "durable": True, "autoDelete": False, "vhost": VHOST}
        yield _object("Exchange", exchange.name, spec)
    for policy in topology.policies:
        if definition := policy.definition_for(SERVER):
            yield _object("Policy", policy.name, {
                "name": policy.name, "vhost": VHOST, "pattern": policy.pattern, "applyTo": "queues",
                "priority": policy.priority, "definition": definition,
            })  # fmt: skip
    yield from _queues(topology)
    for binding in topology.bindings:
        yield _object("Binding", f"{binding.queue}.{_digest(binding.exchange, binding.key)}", {
            "vhost": VHOST, "source": binding.exchange, "destination": binding.queue, "destinationType": "queue",
            **({"routingKey": binding.key} if binding.key else {}),  # a fanout exchange looks at none
        })  # fmt: skip
    for name in topology.services():
        yield from _account(topology, name)


def _queues(topology: Topology) -> Iterator[Object]:
    for queue in topology.queues:
        arguments = dict(queue.arguments)
        spec: Object = {
            "name": queue.name, "vhost": VHOST, "type": arguments.pop("x-queue-type"), "durable": True,
            "autoDelete": False,
            # RabbitMQ refuses such a delete for quorum queues and streams. So an object that somebody removes
            # never takes the messages along: queues are deleted by hand, here as everywhere.
            "deleteIfEmpty": True,
        }  # fmt: skip
        if arguments:
            spec["arguments"] = arguments
        yield _object("Queue", queue.name, spec)


def _account(topology: Topology, name: str) -> Iterator[Object]:
    grant = service(topology, name)
    tags = grant.tags.split(",") if grant.tags else []
    yield _object("User", grant.account, {"tags": tags, "importCredentialsSecret": {"name": f"{name}-secrets"}})
    for exchange in topology.topic_exchanges():  # without a rule an account may do everything there
        rule = grant.topics.get(exchange, TopicRule())
        allowed = {"exchange": exchange, "write": rule.write, "read": rule.read}
        yield _permission("TopicPermission", f"{grant.account}.{exchange}", grant, allowed)
    allowed = {"configure": grant.configure, "write": grant.write, "read": grant.read}
    yield _permission("Permission", grant.account, grant, allowed)


def _permission(kind: str, name: str, grant: Grant, allowed: Mapping[str, str]) -> Object:
    spec = {"vhost": VHOST, "userReference": {"name": grant.account}, "permissions": dict(allowed)}
    return _object(kind, name, spec)


def _object(kind: str, name: str, spec: Object) -> Object:
    """Return one object. Names of Kubernetes take dots, but no underscores."""
    return {
        "apiVersion": API, "kind": kind, "metadata": {"name": name.replace("_", "-")},
        "spec": {**spec, "rabbitmqClusterReference": {"name": CLUSTER}},
    }  # fmt: skip


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:10]
