"""Our side of the comparisons that need a process of their own: ``python -m bench.ours NAME COUNT FOLDER``.

PEER_BUS_URI names the broker's virtual host, with the topology applied. Prints ``{"rate": …}`` or serves.
"""

from __future__ import annotations

from lianfang.runtime import patch  # noqa: F401 - before anything that opens a socket

# isort: split

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from bench.messages import an_event, now
from lianfang.messaging.outbox import OutboxRelay
from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.persistence import open_store
from lianfang.persistence.aggregate import Pending, collection
from lianfang.persistence.store import Insert


def publisher(count: int, _folder: Path) -> float:
    """The confirmed publisher alone: what the relay is built on."""
    publishing = ConfirmedPublisher(os.environ["PEER_BUS_URI"], timeout_s=60)
    publishing.start()
    publishing.wait_connected(10)
    messages = [outgoing(an_event(number)) for number in range(count)]
    start = time.perf_counter()
    for future in [publishing.submit(messages[n : n + 4]) for n in range(0, count, 4)]:
        future.result()
    return count / (time.perf_counter() - start)


EVENTS_EACH = 4  # an incident of the 寿宁 day has its report and, on average, three tasks


def relay(count: int, folder: Path) -> float:
    """The whole relay: committed documents in, confirmed, archived and cleared from the durable store out."""
    store = open_store(f"sqlite://{folder}/relay.db")
    store.declare(collection("incidents"))
    documents: list[dict[str, Any]] = [
        {
            "id": f"i{number}", "version": 1, "sequence": EVENTS_EACH, "state": {}, "keys": {}, "handled": {},
            "due": None, "handled_archived": False, "deleted": False, "pending_since": now().isoformat(),
            "outbox": [an_event(number * EVENTS_EACH + n).to_dict() for n in range(EVENTS_EACH)],
        }
        for number in range(count // EVENTS_EACH)
    ]  # fmt: skip
    for start_at in range(0, len(documents), 1000):
        store.bulk([Insert("incidents", document) for document in documents[start_at : start_at + 1000]])
    publishing = ConfirmedPublisher(os.environ["PEER_BUS_URI"], timeout_s=60)
    publishing.start()
    publishing.wait_connected(10)
    outbox = OutboxRelay(store, publishing, now, ["incidents"])
    outbox.start()
    start = time.perf_counter()
    for document in documents:
        outbox.hand_over(Pending("incidents", {**document, "revision": 1}))
    if not outbox.flush(120):
        raise TimeoutError("the relay did not finish in 120 s")
    rate = count / (time.perf_counter() - start)
    left = store.find("incidents", limit=1).documents[0]["outbox"]
    assert not left, "an outbox was not cleared"
    return rate


OURS = {one.__name__: one for one in (publisher, relay)}

if __name__ == "__main__":
    print(json.dumps({"rate": OURS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))}), flush=True)
    os._exit(0)
