"""The service as it runs: its own account, facts from the bus, a rebuild over HTTP, stopped and started again."""

from __future__ import annotations

import pytest
import requests

from lianfang.messaging.publisher import ConfirmedPublisher, outgoing
from lianfang.runtime.children import until
from tests.fixtures.analytics_histories import history

pytestmark = pytest.mark.rabbit


def projection(service) -> dict:
    try:
        answer = requests.get(f"{service.url}/v1/projection", headers=service.headers("operator"), timeout=60)
    except requests.ConnectionError:
        return {}  # it is starting
    return answer.json() if answer.ok else {}


@pytest.mark.timeout(300)
def test_it_follows_is_rebuilt_and_goes_on_after_a_stop(service, vhost):
    publisher = ConfirmedPublisher(vhost.amqp_uri, timeout_s=30)
    publisher.start()
    events = list(history(600))
    publisher.publish([outgoing(event) for event in events[:400]])
    assert until(lambda: sum(projection(service).get("places", {}).values()) == 400, 60), service.log
    assert until(lambda: requests.get(f"{service.ops}/readyz", timeout=60).ok, 60), service.log
    asked = requests.post(
        f"{service.url}/v1/projection/rebuild", json={}, headers=service.headers("operator"), timeout=60
    )
    assert asked.status_code == 202, asked.text
    assert until(lambda: projection(service)["rebuild"]["state"] == "swapped", 60), projection(service)
    said = projection(service)
    assert (said["generation"], said["gaps"], said["aggregates_lacking_events"]) == (2, 0, 0)
    assert service.stop() == 0
    publisher.publish([outgoing(event) for event in events[400:]])
    publisher.stop()
    service.start()
    assert until(lambda: sum(projection(service).get("places", {}).values()) == 600, 60), service.log
    assert projection(service)["taken"]["repeated"] == 0


def test_a_rebuild_is_for_operators_only(service):
    for role in ("viewer", "supervisor", "team"):
        answer = requests.post(
            f"{service.url}/v1/projection/rebuild", json={}, headers=service.headers(role), timeout=60
        )
        assert answer.status_code == 403
