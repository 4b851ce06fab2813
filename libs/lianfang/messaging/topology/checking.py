"""Compares a live broker with the topology."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lianfang.messaging.management import Management
from lianfang.messaging.topology import live
from lianfang.messaging.topology.applying import exchange_difference
from lianfang.messaging.topology.live import Live
from lianfang.messaging.topology.living import with_live_accounts
from lianfang.messaging.topology.model import Topology

_APPLY = "run `lianfang topology apply`"
_DELETE = "delete it if nobody needs it"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the topology says.

    kind: missing exchange | wrong exchange | missing queue | wrong queue | unknown queue | missing binding |
        unexpected binding | missing policy | wrong policy.
    subject: the exchange, queue or policy.
    detail: what is and what should be. remedy: what to do.
    """

    kind: str
    subject: str
    detail: str
    remedy: str = _APPLY

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.detail}; {self.remedy}"


def check(topology: Topology, management_uri: str, vhost: str) -> list[Difference]:
    """Return all differences, empty when the broker is as declared.

    Queues of teams and districts that the broker has are compared with their templates even when `topology`
    was loaded without them; one that it was loaded with and the broker lacks is missing. Raises ManagementError.
    """
    management = Management(management_uri, vhost)
    try:
        return check_over(topology, management)
    finally:
        management.close()


def check_over(topology: Topology, management: Management) -> list[Difference]:
    """Do what `check` does over an open client."""
    found = live.read(management)
    expected, strangers = with_live_accounts(topology, found)
    return [
        *(Difference("unknown queue", name, str(why), _DELETE) for name, why in strangers.items()),
        *_exchanges(expected, found),
        *_policies(expected, found),
        *_queues(expected, found),
        *_bindings(expected, found),
    ]


def _exchanges(topology: Topology, found: Live) -> Iterator[Difference]:
    for exchange in topology.exchanges:
        if exchange.name not in found.exchanges:
            yield Difference("missing exchange", exchange.name, f"should be durable {exchange.type}")
        elif difference := exchange_difference(exchange, found):
            yield Difference("wrong exchange", exchange.name, difference, "delete it, then apply")


def _policies(topology: Topology, found: Live) -> Iterator[Difference]:
    for policy in topology.policies:
        definition = policy.definition_for(found.version)
        actual = found.policies.get(policy.name)
        if actual is None:
            if definition:
                yield Difference("missing policy", policy.name, f"should be {definition}")
            continue
        for key, value in (("definition", definition), ("pattern", policy.pattern), ("priority", policy.priority)):
            if actual[key] != value:
                yield Difference("wrong policy", policy.name, f"{key} is {actual[key]}, should be {value}")


def _queues(topology: Topology, found: Live) -> Iterator[Difference]:
    for queue in topology.queues:
        actual = found.queues.get(queue.name)
        if actual is None:
            yield Difference("missing queue", queue.name, f"no {queue.kind} queue of that name")
            continue
        if difference := live.immutable_difference(queue, actual):
            yield Difference("wrong queue", queue.name, difference, "drain and delete it, then apply")
        policy = topology.policy_of(queue.name)
        wanted = policy.name if policy and policy.definition_for(found.version) else None
        effective = actual.get("policy") or None
        if effective != wanted and (wanted is None or wanted in found.policies):  # a missing one is told above
            yield Difference(
                "wrong policy", queue.name, f"policy {effective} is in effect, should be {wanted}",
                f"remove policy {effective} or lower its priority" if effective else _APPLY,
            )  # fmt: skip


def _bindings(topology: Topology, found: Live) -> Iterator[Difference]:
    ours = {exchange.name for exchange in topology.exchanges}
    names = {queue.name for queue in topology.queues}
    expected = {(binding.exchange, "queue", binding.queue, binding.key) for binding in topology.bindings}
    actual = {
        (item["source"], item["destination_type"], item["destination"], item["routing_key"])
        for item in found.bindings
        if item["source"] in ours or item["destination"] in names or item["destination"] in ours
    }
    for exchange, _, queue, key in sorted(expected - actual):
        yield Difference("missing binding", queue, f"to {exchange} with key {key!r}")
    for source, kind, destination, key in sorted(actual - expected):
        remedy = _APPLY if destination in names else "delete it if nobody needs it"
        yield Difference("unexpected binding", destination, f"{kind} bound to {source} with key {key!r}", remedy)
