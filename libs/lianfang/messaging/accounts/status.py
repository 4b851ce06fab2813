"""How full the queues of districts and teams are, and what they lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.messaging.accounts.overflow import Overflow
from lianfang.messaging.management import Management
from lianfang.messaging.topology.addresses import owner_of

ALARM_AT = 0.5  # of the cap: early enough to call the district before its oldest events go


@dataclass(frozen=True, slots=True)
class QueueStatus:
    """The backlog of one district's or team's queue; its numbers are some 5 s old.

    id: the district's code or the team's full id.
    cap_messages, cap_bytes: of the policy in effect; None without one.
    overflow: what the queue dropped, None when nothing, or when the caller did not ask.
    """

    id: str
    queue: str
    messages: int
    bytes: int
    consumers: int
    cap_messages: int | None
    cap_bytes: int | None
    overflow: Overflow | None

    @property
    def filled(self) -> float:
        """How much of the cap is used: the fuller of messages and bytes, 1.0 = full; 0 without a cap."""
        parts = [(self.messages, self.cap_messages), (self.bytes, self.cap_bytes)]
        return max((used / cap for used, cap in parts if cap), default=0.0)

    @property
    def alarm(self) -> bool:
        """Whether somebody should call its owner: the queue is at least half full."""
        return self.filled >= ALARM_AT


def district_status(management: Management, lost: Mapping[str, Overflow] | None = None) -> list[QueueStatus]:
    """Return the status of every district queue of the virtual host.

    lost: what `read_overflow` returned, when the caller wants it told. Raises ManagementError.
    """
    return _status(management, "district", lost or {})


def team_status(management: Management, lost: Mapping[str, Overflow] | None = None) -> list[QueueStatus]:
    """Return the status of every team queue of the virtual host, as `district_status` does."""
    return _status(management, "team", lost or {})


def _status(management: Management, kind: str, lost: Mapping[str, Overflow]) -> list[QueueStatus]:
    policies = {item["name"]: item["definition"] for item in management.policies()}
    sampled = {item["name"]: item for item in management.get("queues", management.vhost)}
    found = []
    for item in management.queues():  # the sampled list has neither policy nor totals of a young queue
        name = item["name"]
        owner = owner_of(name)
        if owner is not None and owner[0] == kind:
            policy = policies.get(item.get("policy"), {})
            found.append(_one(owner[1], item, sampled.get(name, {}), policy, lost.get(name)))
    return sorted(found, key=lambda status: status.id)


def _one(
    id: str, item: Mapping[str, Any], sample: Mapping[str, Any], policy: Mapping[str, Any], lost: Overflow | None
) -> QueueStatus:
    return QueueStatus(
        id, item["name"], int(item.get("messages", 0)), int(sample.get("message_bytes", 0)),
        int(sample.get("consumers", 0)), policy.get("max-length"), policy.get("max-length-bytes"), lost,
    )  # fmt: skip
