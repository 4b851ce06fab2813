"""A collector that is away or hangs slows and loses no report; one that is there gets what is left at the end."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pika
import pytest
import requests

from lianfang.persistence.cipher import generate_key
from tests.fixtures import collectors
from tests.fixtures.accounts import take
from tests.fixtures.http_process import HttpProcess

pytestmark = [pytest.mark.traces, pytest.mark.rabbit, pytest.mark.timeout(600)]
REPORTS = 60
SMALL_QUEUE = {
    "OTEL_BSP_MAX_QUEUE_SIZE": "64",
    "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "32",
    "OTEL_BSP_SCHEDULE_DELAY": "100",
}
TAP = "traces.tap"


@pytest.fixture
def start(bus, tmp_path):
    """Start the incident service with traces to an address."""
    made = []

    def process(address, **settings):
        channel = pika.BlockingConnection(pika.URLParameters(bus.admin_uri)).channel()
        channel.queue_declare(TAP, durable=True, arguments={"x-queue-type": "quorum"})
        channel.queue_bind(TAP, "lianfang.events", "incident.reported.v1.#")
        channel.connection.close()
        made.append(HttpProcess(
            tmp_path / "incident", "services.incident", LIANFANG_BUS_URI=bus.accounts.add_service("incident").uri,
            LIANFANG_FIELD_KEYS=generate_key(), LIANFANG_PUBLISH_TIMEOUT="5", LIANFANG_TRACES="otlp",
            OTEL_EXPORTER_OTLP_ENDPOINT=address, **settings,
        ))  # fmt: skip
        return made[0].start()

    yield process
    for each in made:
        each.stop()


def report(service):
    headers = {**service.headers("intake"), "Idempotency-Key": uuid.uuid4().hex}
    body = {"source": "call", "category": "300100", "place": {"lon": 119.5, "lat": 27.4}}
    return requests.post(f"{service.url}/v1/incidents", json=body, headers=headers, timeout=30)


def reported(bus):
    connection = pika.BlockingConnection(pika.URLParameters(bus.admin_uri))
    try:
        told = take(connection, TAP, 60, REPORTS) + take(connection, TAP, 1, REPORTS)
        return Counter(json.loads(body)["subject"] for _, _, body in told)
    finally:
        connection.close()


def spans_told(service):
    lines = requests.get(f"{service.ops}/metrics", timeout=60).text.splitlines()
    found = [line for line in lines if line.startswith("lianfang_spans_total{")]
    return {line.split('"')[1]: float(line.rpartition(" ")[2]) for line in found}


@pytest.mark.parametrize("collector", [collectors.away, collectors.hanging], ids=["away", "hanging"])
def test_reports_are_taken_and_told_without_a_collector(start, bus, collector):
    with collector() as address:
        service = start(address, **SMALL_QUEUE)
        with ThreadPoolExecutor(6) as clients:
            answers = list(clients.map(lambda _: report(service), range(REPORTS)))
        assert [each.status_code for each in answers] == [201] * REPORTS
        assert reported(bus) == Counter({each.json()["id"]: 1 for each in answers})
        told = spans_told(service)
        assert told["ended"] >= 3 * REPORTS
        assert told.get("exported", 0) == 0
        service.terminate()
        assert service.process.wait(60) == 0
        assert service.lines[-1]["message"] == "stopped"


def test_at_sigterm_a_collector_gets_all_that_is_left(start, bus):
    with collectors.there() as collector:
        service = start(collector.address, OTEL_BSP_SCHEDULE_DELAY="600000", OTEL_EXPORTER_OTLP_COMPRESSION="gzip")
        taken = [report(service).json()["id"] for _ in range(20)]
        assert set(reported(bus)) == set(taken)
        assert collector.spans == []
        service.terminate()
        assert service.process.wait(60) == 0
        named = Counter(span.name for span in collector.spans)
        assert named["POST /v1/incidents"] == named["publish incident.reported.v1"] == len(taken)
        ids = {span.span_id for span in collector.spans}
        assert all(span.parent_span_id in ids for span in collector.spans if span.name.startswith("publish "))
