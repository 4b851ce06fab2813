"""The example of docs/adding-a-service.md: a whole service on the real broker, in at most 120 lines."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from lianfang.contracts import catalogue  # noqa: F401 - registers the contracts
from lianfang.contracts.registry import contract_of
from lianfang.messaging.accounts import Accounts
from lianfang.messaging.envelope import Event
from lianfang.messaging.log import read_log
from lianfang.messaging.management import Management
from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.messaging.topology import apply_over, load
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.waiting import until

EXAMPLE = Path(__file__).parents[1] / "example" / "callback"


@dataclass
class Running:
    """The example service and an administrator's view of its broker."""

    service: HttpProcess
    publisher: ConfirmedPublisher
    uri: str

    def close_incident(self, incident: str, event_id: str) -> None:
        data = contract_of("incident.closed.v1").example
        closed = Event(
            event_id, "incident.closed.v1", "/services/incident", incident, "2026-01-01T00:00:00+00:00", "350924",
            {**data, "incident_id": incident}, 1,
        )  # fmt: skip
        self.publisher.publish([outgoing(closed)])

    def call_back(self, incident: str, key: str) -> requests.Response:
        headers = self.service.headers("dispatcher") | {"Idempotency-Key": key}
        return requests.post(f"{self.service.url}/v1/callbacks/{incident}/done", headers=headers, timeout=60)

    def forgotten(self) -> list[str]:
        events = read_log(self.uri)
        return [event.subject for event in events if event.type == "callback.forgotten.v1"]


@pytest.fixture
def running(vhost, tmp_path):
    topology = load(EXAMPLE / "topology.yaml")
    management = Management(vhost.management_uri, vhost.vhost)
    apply_over(topology, management)
    account = Accounts(management, topology, vhost.amqp_uri).add_service("callback")
    service = HttpProcess(
        tmp_path / "callback", "tests.example.callback",
        LIANFANG_BUS_URI=account.uri, LIANFANG_PUBLISH_TIMEOUT="5", CALLBACK_WITHIN_S="3",
    )  # fmt: skip
    publisher = ConfirmedPublisher(vhost.amqp_uri)
    publisher.start()
    yield Running(service.start(), publisher, vhost.amqp_uri)
    service.stop()
    publisher.stop()


def test_example_is_at_most_120_lines():
    assert sum(len(path.read_text().splitlines()) for path in EXAMPLE.iterdir() if path.is_file()) <= 120


def test_callback_is_owed_once_made_over_http_and_the_forgotten_one_is_an_event_even_across_a_restart(running):
    assert running.call_back("never-closed", "k0").status_code == 404
    for event_id in ("e1", "e1", "e2"):  # e1 arrives twice
        running.close_incident("made" if event_id == "e1" else "missed", event_id)
    assert until(lambda: (answer := running.call_back("made", "k1")).ok and answer).json() == {"version": 2}
    assert running.call_back("made", "k1").json() == {"version": 2}

    handled = 'lianfang_messages_handled_total{queue="callback.closed",type="incident.closed.v1"} 3.0'
    until(lambda: handled in requests.get(f"{running.service.ops}/metrics", timeout=60).text)
    assert running.service.stop() == 0
    running.service.start()
    until(running.forgotten)
    time.sleep(1.5)  # further ticks find nothing to fire
    assert running.forgotten() == ["missed"]
