"""Publishing the audit chain's newest row from time to time, so that cutting off its tail would show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from lianfang.ops.audit import AuditChain
from lianfang.persistence.aggregate import Aggregates, Change, Command, NewEvent, Pending, collection
from lianfang.persistence.handled import archive
from lianfang.persistence.store import Collection, Store

NAME = "audit_heads"


def collections() -> tuple[Collection, ...]:
    """Declare where the last published head lies."""
    return collection(NAME), archive(NAME)


class PublishAuditHead:
    """Publishes each head once, whichever process does it, as ``<context>.audit_head_published.v1``."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], hand_over: Callable[[Pending], None], chain: AuditChain,
        *, context: str, source: str,
    ) -> None:  # fmt: skip
        """context: the service's word in event types. source: CloudEvents source, ``/services/<service>``.

        `NAME` is to be among the collections that the service's relay sweeps. One chain, one publisher.
        """
        self._chain, self._type = chain, f"{context}.audit_head_published.v1"
        self._heads: Aggregates[dict[str, Any]] = Aggregates(
            store, NAME, source=source, clock=clock, hand_over=hand_over, encode=lambda it: it, decode=lambda it: it
        )

    def __call__(self) -> bool:
        """Publish the head if it is new; return whether it was. Raises StoreUnavailable."""
        head = self._chain.head()
        if head is None:
            return False
        said = asdict(head)
        new: Change[dict[str, Any]] = Change(said, [NewEvent(self._type, said, "")])
        outcome = self._heads.execute(head.chain, Command(f"{head.chain}/{head.number}"), lambda _: new)
        return not outcome.repeated
