"""Aggregates with pending events, as a use case would have committed them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from lianfang.messaging.envelope import Event
from lianfang.persistence.aggregate import Pending
from lianfang.persistence.store import Store

THINGS = "things"


def an_outbox(id: str, count: int, first: int = 1, region: str = "350924") -> list[dict]:
    now = datetime.now(UTC).isoformat()
    return [
        Event(
            str(uuid.uuid4()), "test.happened.v1", "/services/test", id, now, region, {"n": first + n}, first + n
        ).to_dict()
        for n in range(count)
    ]


def commit(store: Store, events: int = 1, id: str = "", **more) -> tuple[Pending, list[str]]:
    """Insert an aggregate with that many pending events; return what would be handed over, and their ids."""
    id = id or str(uuid.uuid4())
    outbox = more.pop("outbox", None) or an_outbox(id, events)
    document = store.insert(
        THINGS,
        {
            "id": id, "version": 1, "sequence": len(outbox), "state": {}, "keys": {}, "outbox": outbox,
            "handled": {}, "handled_archived": False, "due": None, "deleted": False,
            "pending_since": datetime.now(UTC).isoformat(), **more,
        },
    )  # fmt: skip
    return Pending(THINGS, document), [event["id"] for event in outbox]


def commit_more(store: Store, id: str, events: int = 1) -> tuple[Pending, list[str]]:
    """A further use case on the aggregate."""
    document = store.get(THINGS, id)
    assert document is not None
    new = an_outbox(id, events, document["sequence"] + 1)
    fresh = {
        **document, "version": document["version"] + 1, "sequence": document["sequence"] + events,
        "outbox": [*document["outbox"], *new],
        "pending_since": document["pending_since"] or datetime.now(UTC).isoformat(),
    }  # fmt: skip
    return Pending(THINGS, store.replace(THINGS, fresh, document["revision"])), [event["id"] for event in new]
