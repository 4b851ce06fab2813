"""Cases opened a second from reports on the bus, against a bare nameko consumer that writes one row for each.

Ours is the whole service as it runs: it judges whether a report is a dispute, reserves it, gives its case a number,
owner and deadlines, announces it, and archives and clears what it announced, all while the rate is taken.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from pathlib import Path

from bench.measures.subscription import fill, rate_of
from bench.messages import a_dispute
from bench.rig import Rig, Row, child, median_of
from lianfang.messaging.outgoing import Outgoing, outgoing
from lianfang.persistence.cipher import generate_key
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.regions.pack import load as load_pack
from lianfang.regions.pack.items import Item, to_items
from lianfang.regions.pack.pages import to_pages
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.storage import ReplicaStore
from services.mediation.wiring import collections

COUNTY, PACK = "350924", Path(__file__).parents[2] / "scenarios" / "shouning" / "pack"
COUNT, PATIENCE_S = 2_000, 300


def measure(rig: Rig) -> list[Row]:
    """Three rounds, medians; no goal was set for it."""
    items = to_items(load_pack(PACK))
    mine, theirs = median_of(3, lambda: ours(rig, items), lambda: peer(rig, items))
    what = "cases opened from reports : bare nameko @consume, one durable row each"
    return [Row(what, f"{mine:,.0f}/s", f"{theirs:,.0f}/s", mine / theirs, "", None)]


def ours(rig: Rig, items: list[Item]) -> float:
    """The mediation service over SQLite, its registry loaded, its queue full before it starts."""
    fresh = rig.vhost()
    fill(fresh.amqp_uri, [outgoing(a_dispute(number, region)) for number, region in enumerate(_grids(items))])
    path = Path(tempfile.mkdtemp(dir=rig.folder)) / "mediation.db"
    _load(path, items)
    with child(
        "services.mediation", LIANFANG_BUS_URI=fresh.amqp_uri, LIANFANG_STORE_URI=f"sqlite://{path}",
        LIANFANG_LOG_LEVEL="WARNING", LIANFANG_TOKEN_KEY="k" * 40, LIANFANG_FIELD_KEYS=generate_key(), wait_for="",
    ):  # fmt: skip
        rate = _rate_in(path)
    rig.broker.delete_vhost(fresh.vhost)
    return rate


def peer(rig: Rig, items: list[Item]) -> float:
    """nameko's consumer and SQLite, nothing else."""
    fresh = rig.vhost()
    bodies = [a_dispute(number, region).to_json() for number, region in enumerate(_grids(items))]
    fill(fresh.amqp_uri, [Outgoing("peer", "peer", body, content_type="application/json") for body in bodies])
    store = Path(tempfile.mkdtemp(dir=rig.folder)) / "rows.db"
    with child(
        "bench.peers.nameko_services", "recording", PEER_COUNT=str(COUNT), PEER_BUS_URI=fresh.amqp_uri,
        PEER_STORE=str(store),
    ) as one:  # fmt: skip
        rate = rate_of(one)
    rig.broker.delete_vhost(fresh.vhost)
    return rate


def _grids(items: list[Item]) -> list[str]:
    """Return a grid for each report, all over the county."""
    grids = [item["code"] for item in items if item["kind"] == "grid"]
    return [grids[number * 7 % len(grids)] for number in range(COUNT)]


def _load(path: Path, items: list[Item]) -> None:
    """Put the county's registry into the service's store, as the bus would bring it."""
    store = SqliteStore(path)
    store.declare(*collections())
    pages = to_pages(items)
    whole = pages[0].content_hash
    head = {
        "release_id": f"{COUNTY}-r0001-{whole[:12]}", "county": COUNTY, "number": 1, "pages": len(pages),
        "content_hash": whole,
    }  # fmt: skip
    receive = ReceiveRelease(ReplicaStore(store))
    for page in pages:
        receive.page({**head, "page": page.page, "items": list(page.items)})
    if not receive.publication(head):
        raise RuntimeError("the registry could not be loaded")
    store.close()


def _rate_in(path: Path) -> float:
    """Look every 20 ms how many cases are there, and return their rate from the first look that found any."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    started, before, deadline = 0.0, 0, time.perf_counter() + PATIENCE_S
    try:
        while (now := time.perf_counter()) < deadline:
            (count,) = database.execute("SELECT count(*) FROM doc_cases").fetchone()
            if count and not started:
                started, before = now, count
            if count >= COUNT:
                return (count - before) / (now - started)
            time.sleep(0.02)
    finally:
        database.close()
    raise TimeoutError(f"{count} of {COUNT} cases were opened within {PATIENCE_S} s")
