"""A service process beside a real broker: ready when it can publish, unready with the reason when it can't."""

import pytest
import requests

from tests.fixtures.http_process import HttpProcess
from tests.fixtures.waiting import until


@pytest.fixture
def service(vhost, tmp_path):
    process = HttpProcess(tmp_path / "notes", "tests.fixtures.http_service", LIANFANG_BUS_URI=vhost.amqp_uri)
    yield process.start()
    process.stop()


def readiness(service):
    response = requests.get(f"{service.ops}/readyz", timeout=60)
    return response.status_code, response.json()["problems"]


def test_ready_once_the_broker_is_reached_then_stopped_cleanly(service):
    until(lambda: readiness(service) == (200, {}))
    assert "lianfang_ready 1.0" in requests.get(f"{service.ops}/metrics", timeout=60).text
    assert service.stop() == 0
