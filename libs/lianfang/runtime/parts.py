"""The parts a service is built from: made once per process by the runner, given to its `wiring.build`."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, TypeVar

from lianfang.messaging.outbox import OutboxRelay
from lianfang.messaging.publisher import ConfirmedPublisher
from lianfang.ops.audit import AuditChain
from lianfang.ops.audit import collection as audit_collection
from lianfang.ops.health import Readiness
from lianfang.persistence.aggregate import Aggregates, Pending, collection
from lianfang.persistence.cipher import FieldCipher
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Index, Store
from lianfang.runtime.config import Config
from lianfang.runtime.listening import CannotStart

S = TypeVar("S")


def utc_now() -> datetime:
    """Return the time, aware and in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """Return a fresh random id (UUID text)."""
    return str(uuid.uuid4())


@dataclass
class Parts:
    """What `build(parts)` may use. The relay runs only after `build` returned; `hand_over` works at any time.

    clock: aware UTC. new_id: fresh ids. publisher: for commands and answers that belong to no aggregate.
    """

    config: Config
    store: Store
    publisher: ConfirmedPublisher
    readiness: Readiness
    clock: Callable[[], datetime] = utc_now
    new_id: Callable[[], str] = new_id
    relay: OutboxRelay | None = None
    collections: list[str] = field(default_factory=list)

    def declare(self, *collections: Collection) -> None:
        """Create collections that hold no aggregates (or are not made by `aggregates`)."""
        self.store.declare(*collections)

    def aggregates(
        self, name: str, *extra: Index, encode: Callable[[S], Any], decode: Callable[[Any], S]
    ) -> Aggregates[S]:
        """Declare a collection of aggregates with extra indexes (`persistence.aggregate.key`), and return it.

        Its events are published by this service's relay, as from ``/services/<service>``.
        """
        self.store.declare(collection(name, *extra), archive(name))
        self.collections.append(name)
        return Aggregates(
            self.store, name, source=f"/services/{self.config.service}", clock=self.clock,
            hand_over=self.hand_over, encode=encode, decode=decode,
        )  # fmt: skip

    def audit(self, chain: str) -> AuditChain:
        """Declare the audit collection and return a chain in it."""
        self.store.declare(audit_collection())
        return AuditChain(self.store, chain, self.clock)

    def hand_over(self, pending: Pending) -> None:
        """Give committed events to the relay; while there is none its first sweep will find them."""
        if self.relay is not None:
            self.relay.hand_over(pending)

    @cached_property
    def cipher(self) -> FieldCipher:
        """The cipher of personal fields. Raises CannotStart when no key is configured."""
        if not self.config.field_keys:
            raise CannotStart(
                "LIANFANG_FIELD_KEYS is missing: this service keeps personal fields; give a Fernet key"
            )
        return FieldCipher(self.config.field_keys)
