"""The incident service with the registry of many counties: memory, and how long it takes to start."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing

from bench.sizing.figures import Figure
from bench.sizing.parts.idle import COUNTY, SHOUNING
from bench.sizing.scale import Scale
from bench.sizing.stage import Stage
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.regions.pack import load as load_pack
from lianfang.regions.pack.items import Item, to_items
from lianfang.regions.pack.pages import to_pages
from lianfang.registry.receive_release import ReceiveRelease
from lianfang.registry.storage import ReplicaStore
from lianfang.runtime.operating.client import ServiceClient
from services.incident.wiring import collections

FIRST = 360_100
"""Codes of the made-up counties begin here; each is 寿宁 under another code, at the same place."""


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Put more and more counties into the stopped service's store, start it, look at it."""
    items = to_items(load_pack(SHOUNING / "pack"))
    grids_each, known = sum(item["kind"] == "grid" for item in items), 1
    text = json.dumps(items, ensure_ascii=False)
    stage.only()
    for counties in scale.counties:
        with closing(SqliteStore(stage.database("incident"))) as store:
            store.declare(*collections())
            receive = ReceiveRelease(ReplicaStore(store))
            while known < counties:
                _receive(receive, str(FIRST + known), text)
                known += 1
        began = time.perf_counter()
        stage.only("incident")
        took, grids = time.perf_counter() - began, counties * grids_each
        _ask(stage)
        used = stage.usage("incident")
        name = f"regions.{grids}"
        yield Figure(f"{name}_mb", f"incident: memory with {grids:,} grids (RSS)", used.rss_mb, "MB", counties)
        yield Figure(f"{name}_pss_mb", f"incident: memory with {grids:,} grids (PSS)", used.pss_mb, "MB", counties)
        yield Figure(
            f"{name}_start_s", f"incident: from its start to ready with {grids:,} grids", took, "s", counties
        )
        stage.only()


def _ask(stage: Stage) -> None:
    """Ask for a point, so that the index over all grids is there."""
    client = ServiceClient(stage.target, "incident", ("dispatcher",), region=COUNTY, timeout_s=300)
    place = {"lon": 119.5, "lat": 27.4}
    client.call("POST", "/v1/routing/explain", {"source": "call", "category": "200100", "place": place})


def _receive(receive: ReceiveRelease, county: str, text: str) -> None:
    items: list[Item] = json.loads(text.replace(COUNTY, county))
    pages = to_pages(items)
    whole = pages[0].content_hash
    head = {
        "release_id": f"{county}-r0001-{whole[:12]}", "county": county, "number": 1, "pages": len(pages),
        "content_hash": whole,
    }  # fmt: skip
    for page in pages:
        receive.page({**head, "page": page.page, "items": list(page.items)})
    if not receive.publication(head):
        raise RuntimeError(f"the registry of {county} could not be loaded")
