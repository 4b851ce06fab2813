"""What a topology is made of: plain values, comparable with what a live broker has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

QueueKind = Literal["service", "dead", "retry", "stream", "overflow", "team", "district"]
UNLIMITED = "unlimited"


class TopologyError(RuntimeError):
    """The declaration is wrong, or the broker holds something that can't be changed; the message has the remedy."""


@dataclass(frozen=True, slots=True, order=True)
class Exchange:
    """A durable exchange."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Queue:
    """A durable queue. Its arguments are all that can never change: type and single active consumer."""

    name: str
    kind: QueueKind
    single_active_consumer: bool = False

    @property
    def arguments(self) -> dict[str, Any]:
        """The immutable arguments it is declared with."""
        arguments: dict[str, Any] = {"x-queue-type": "stream" if self.kind == "stream" else "quorum"}
        if self.single_active_consumer:
            arguments["x-single-active-consumer"] = True
        return arguments


@dataclass(frozen=True, slots=True, order=True)
class Binding:
    """A queue's binding to one of our exchanges."""

    exchange: str
    queue: str
    key: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy over queues. Of several that match a queue the highest priority alone counts.

    A `delivery-limit` of "unlimited" is written as the server's version needs it, see `definition_for`.
    """

    name: str
    pattern: str
    definition: Mapping[str, Any]
    priority: int = 10

    def definition_for(self, version: tuple[int, ...]) -> dict[str, Any]:
        """Return the definition as a server of `version` takes it.

        RabbitMQ 3 has no delivery limit unless one is set; RabbitMQ 4 has 20, and -1 means none.
        """
        definition = dict(self.definition)
        if definition.get("delivery-limit") == UNLIMITED:
            if version >= (4,):
                definition["delivery-limit"] = -1
            else:
                del definition["delivery-limit"]
        return definition


@dataclass(frozen=True, slots=True)
class Template:
    """What an account's own queue looks like; `{id}`, `{words}` and `{address}` stand for the account's."""

    queue: str
    bind: Mapping[str, tuple[str, ...]]
    may_command: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topology:
    """All exchanges, queues, bindings and policies that must be on the broker.

    may_command: per service, the key patterns its account may publish on lianfang.commands.
    follows: per service, the streams its account may read.
    team, district: templates of the queues made with an account.
    """

    exchanges: tuple[Exchange, ...]
    queues: tuple[Queue, ...]
    bindings: tuple[Binding, ...]
    policies: tuple[Policy, ...]
    may_command: Mapping[str, tuple[str, ...]]
    team: Template
    district: Template
    follows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def queue(self, name: str) -> Queue:
        """Return the queue of that name. Raises TopologyError."""
        for queue in self.queues:
            if queue.name == name:
                return queue
        raise TopologyError(f"queue {name!r} is not in the topology: add it to topology.yaml")

    def bindings_of(self, queue: str) -> tuple[Binding, ...]:
        """Return the bindings of one queue."""
        return tuple(binding for binding in self.bindings if binding.queue == queue)

    def policy_of(self, queue: str) -> Policy | None:
        """Return the policy that takes effect on a queue of that name."""
        found = [policy for policy in self.policies if re.search(policy.pattern, queue)]
        return max(found, key=lambda policy: policy.priority, default=None)

    def topic_exchanges(self) -> tuple[str, ...]:
        """Return the names of our topic exchanges."""
        return tuple(exchange.name for exchange in self.exchanges if exchange.type == "topic")

    def services(self) -> tuple[str, ...]:
        """Return the names of the services that have queues or may command."""
        owners = {queue.name.partition(".")[0] for queue in self.queues if queue.kind == "service"}
        return tuple(sorted(owners | set(self.may_command)))

    def plus(self, queue: Queue, bindings: tuple[Binding, ...]) -> Topology:
        """Return the topology with one more queue, unless it has it already."""
        if any(known.name == queue.name for known in self.queues):
            return self
        return replace(self, queues=(*self.queues, queue), bindings=(*self.bindings, *bindings))
