"""The mediation service alone: cases opened from reports on the bus, cases and steps over HTTP."""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from bench.http_load import drive, request
from bench.measures.intake import whole
from bench.measures.subscription import fill
from bench.messages import a_dispute
from bench.sizing.figures import Figure
from bench.sizing.parts.idle import COUNTY
from bench.sizing.scale import Scale
from bench.sizing.stage import Stage, pace_of
from lianfang.messaging.outgoing import outgoing

QUEUE = "mediation.incidents"


def measure(stage: Stage, scale: Scale) -> Iterator[Figure]:
    """A queue full of quarrels first, then cases with two parties each, then their grading."""
    stage.only()
    stage.management.delete("queues", stage.management.vhost, QUEUE, "contents")
    region = f"{COUNTY}100001"
    fill(stage.stack.state.bus_uri, [outgoing(a_dispute(10**6 + n, region)) for n in range(scale.disputes)])
    with closing(sqlite3.connect(f"file:{stage.database('mediation')}?mode=ro", uri=True)) as reader:

        def cases() -> int:
            return int(reader.execute("SELECT count(*) FROM doc_cases").fetchone()[0])

        target = cases() + scale.disputes
        stage.only("mediation")
        pace = pace_of(stage, "mediation", cases, target)
        stage.drained("mediation")
        yield Figure(
            "mediation.cases_per_s", "mediation: cases opened from the bus", pace.per_second, "/s", pace.count
        )
        yield Figure(
            "mediation.case_cpu_ms", "mediation: processor time of such a case", pace.cpu_s * 1e3, "ms", pace.count
        )
        ids = [
            row[0] for row in reader.execute("SELECT id FROM doc_cases ORDER BY rowid DESC LIMIT ?", (scale.cases,))
        ]
    yield from _over_http(stage, scale, ids)
    used = stage.usage("mediation")
    yield Figure("mediation.after_mb", "mediation: memory after all this (RSS)", used.rss_mb, "MB", scale.disputes)


def _over_http(stage: Stage, scale: Scale, ids: list[str]) -> Iterator[Figure]:
    def opened(number: int) -> tuple[str, dict[str, Any]]:
        parties = [
            {
                "ref": f"p{side}",
                "side": side,
                "role": "party",
                "name": f"演练{side}{number}",
                "phone": f"1000{number:06d}{n}",
            }
            for n, side in enumerate("ab")
        ]
        return "/v1/cases", {
            "source": "visit",
            "category": "200302",
            "place": {"grid": f"{COUNTY}100001"},
            "parties": parties,
        }

    def graded(number: int) -> tuple[str, dict[str, Any]]:
        return f"/v1/cases/{ids[number]}/triage", {"mode": "people", "relation": "neighbours", "people": 2}

    for name, what, make in (("http_case", "cases with two parties", opened), ("step", "steps (triage)", graded)):
        count = scale.cases
        with stage.spending() as spent:
            seen = whole(drive(stage.port("mediation"), _maker(stage, make), count))
            stage.drained("mediation")
        yield Figure(f"mediation.{name}s_per_s", f"mediation: {what} over HTTP", seen.per_second, "/s", count)
        cost = spent.cpu["mediation"] / count * 1e3
        yield Figure(
            f"mediation.{name}_cpu_ms", f"mediation: processor time of one of these {what}", cost, "ms", count
        )


def _maker(stage: Stage, body: Callable[[int], tuple[str, dict[str, Any]]]) -> Callable[[int], bytes]:
    token = stage.token("mediation", region=COUNTY)

    def make(number: int) -> bytes:
        path, said = body(number)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        return request(path, json.dumps(said).encode(), headers)

    return make
