"""The patrol service alone: reports counted and units sent, from the bus; visits at marks over HTTP."""

from __future__ import annotations

import json
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bench.http_load import drive, request
from bench.measures.intake import whole
from bench.measures.subscription import fill
from bench.messages import a_dispute, an_event
from bench.sizing.figures import Figure
from bench.sizing.parts.idle import COUNTY, SHOUNING
from bench.sizing.scale import Scale
from bench.sizing.stage import Stage, pace_of
from lianfang.contracts.registry import contract_of
from lianfang.messaging.envelope import Event
from lianfang.messaging.outgoing import outgoing
from lianfang.runtime.operating.client import ServiceClient
from lianfang.runtime.operating.duty import load_duty
from lianfang.runtime.operating.failure import Failure
from lianfang.runtime.operating.tonight import publish_today

NANCHANG = SHOUNING.parent / "nanchang" / "patrol"
STREETS = "360103"
TRIES = 4
VISITS = 16
"""Of one patrol: four hours at four marks an hour."""
HANDLED = "lianfang_messages_handled_total"
CHOSEN, RELEASED = "incident.unit_chosen.v1", "incident.unit_released.v1"


def prepare(stage: Stage, _scale: Scale) -> Iterator[Figure]:
    """Load a command room of 寿宁 and 南昌's 428 posts, and have the room on duty now. Measures nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(shutil.copytree(SHOUNING / "patrol", Path(name) / "patrol"))
        _from_midnight(folder / "posts.yaml")
        load_duty(stage.target, folder, COUNTY, lambda line: None)
    load_duty(stage.target, NANCHANG, STREETS, lambda line: None)
    _publish(stage, TRIES)
    return iter(())


def _from_midnight(posts: Path) -> None:
    """Keep one room, its day of duty from midnight, so that it holds now, whatever the hour."""
    said = yaml.safe_load(posts.read_text("utf-8").replace('"08:00"', '"00:00"'))
    text = yaml.safe_dump({**said, "posts": said["posts"][:1]}, allow_unicode=True)
    posts.write_text(text, encoding="utf-8")


def _publish(stage: Stage, tries: int) -> None:
    """Have today planned and published; on a busy machine the planner's seconds may not be enough at once."""
    try:
        publish_today(stage.target, COUNTY, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    except Failure:
        if not tries:
            raise
        _publish(stage, tries - 1)


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """Two queues, each filled while the service is down; then visits of those on duty."""
    regions = [
        f"{1000 + n:04d}{n % 90 + 10:02d}" for n in range(50)
    ]  # days of many counties: no race for one document
    counted = [a_dispute(2 * 10**6 + n, regions[n % len(regions)]) for n in range(scale.patrol_events)]
    yield from _from_bus(
        stage, "patrol.incidents", "count", "reports counted for the demand, of 50 counties", counted
    )
    sent = list(islice(_sendings(), scale.patrol_events))
    yield from _from_bus(stage, "patrol.tasks", "unit", "units sent and let go", sent)
    yield from _visits(stage, scale)
    used = stage.usage("patrol")
    yield Figure("patrol.after_mb", "patrol: memory after all this (RSS)", used.rss_mb, "MB", scale.patrol_events)


def _from_bus(stage: Stage, queue: str, name: str, text: str, events: list[Event]) -> Iterator[Figure]:
    stage.only()
    for each in ("patrol.incidents", "patrol.tasks"):
        stage.management.delete("queues", stage.management.vhost, each, "contents")
    fill(stage.stack.state.bus_uri, [outgoing(event) for event in events])
    stage.only("patrol")
    pace = pace_of(stage, "patrol", lambda: stage.metric("patrol", HANDLED, queue=queue), len(events))
    stage.drained("patrol")
    if parked := stage.metric("patrol", "lianfang_messages_parked_total"):
        raise RuntimeError(f"{parked:g} messages of {queue} were parked")
    yield Figure(f"patrol.{name}s_per_s", f"patrol: {text}", pace.per_second, "/s", pace.count)
    yield Figure(
        f"patrol.{name}_cpu_ms", f"patrol: processor time of one of {text}", pace.cpu_s * 1e3, "ms", pace.count
    )


def _sendings() -> Iterator[Event]:
    """Each unit is sent, and let go again, in turn."""
    posts = [each["id"] for each in yaml.safe_load((NANCHANG / "posts.yaml").read_text("utf-8"))["posts"]]
    for number, unit in enumerate(cycle(posts)):
        for sequence, kind in enumerate((CHOSEN, RELEASED), 1):
            event = an_event(3 * 10**6 + 2 * number + sequence)
            data = {**contract_of(kind).example, "incident_id": f"u{number}", "unit": unit}
            yield Event(
                event.id, kind, event.source, f"u{number}", event.time, STREETS, data, sequence,
            )  # fmt: skip


def _visits(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """One visit a call, as a phone in the street sends them, of all who are on duty in turn."""
    patrols = list(_patrols(stage))
    if not patrols:
        raise RuntimeError("nobody is on duty now: the day of the roster has ended meanwhile; run it again")
    token, count = stage.token("dispatcher", region=COUNTY), min(scale.visits, VISITS * len(patrols))

    def make(number: int) -> bytes:
        patrol, person, mark = patrols[number % len(patrols)]
        said = {"id": uuid.uuid4().hex, "at": datetime.now(UTC).isoformat(), **mark}
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        body = {"visits": [said], "person": person}
        return request(f"/v1/patrols/{patrol}/visits", json.dumps(body).encode(), headers)

    with stage.spending() as spent:  # one at a time: a patrol is told of by one phone, not by several at once
        seen = whole(drive(stage.port("patrol"), make, count, connections=1))
        stage.drained("patrol")
    yield Figure(
        "patrol.visits_per_s", "patrol: visits at marks over HTTP, one a call", seen.per_second, "/s", count
    )
    cost = spent.cpu["patrol"] / count * 1e3
    yield Figure("patrol.visit_cpu_ms", "patrol: processor time of such a visit", cost, "ms", count)


def _patrols(stage: Stage) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Begin a patrol of everybody in the shifts that are on, and return who is to visit which mark."""
    client = ServiceClient(stage.target, "patrol", ("dispatcher", "viewer", "planner"), region=COUNTY)
    now = datetime.now(UTC)
    posts = {post["id"]: post for post in client.call("GET", f"/v1/posts?county={COUNTY}")["items"]}
    for unit in sorted({post["unit"] for post in posts.values()}):
        for shift in client.call("GET", f"/v1/shifts?unit={unit}&limit=20")["items"]:
            if not _holds(shift, now):
                continue
            mark = posts[shift["post"]]["marks"][0]
            there = {"mark": f"{shift['post']}:{mark['id']}", "lon": mark["lon"], "lat": mark["lat"], "accuracy": 8}
            for place in shift["places"]:
                body = {"shift": shift["id"], "at": now.isoformat(), "person": place["person"]}
                begun = client.call("POST", "/v1/patrols", body, **{"Idempotency-Key": str(uuid.uuid4())})
                yield begun["id"], place["person"], there


def _holds(shift: dict[str, Any], now: datetime) -> bool:
    return datetime.fromisoformat(shift["start"]) <= now < datetime.fromisoformat(shift["end"])
