"""Jobs over HTTP: who sees and cancels them; a service that stops gives its jobs back."""

from __future__ import annotations

import pytest
import requests
from openapi_spec_validator import validate

from lianfang.persistence.sqlite.adapter import SqliteStore
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.patrol_jobs import COUNTY, Desk
from tests.fixtures.waiting import until


class JobsProcess(HttpProcess):
    """The service; it is given its work through the store."""

    def call(self, method, path, role="planner", region=COUNTY):
        headers = self.headers(role, region=region)
        return requests.request(method, f"{self.url}/v1/jobs/{path}", headers=headers, timeout=60)


@pytest.fixture
def desk(tmp_path):
    store = SqliteStore(tmp_path / "store.db")
    yield Desk(store)
    store.close()


@pytest.fixture
def service(desk, tmp_path):
    process = JobsProcess(tmp_path, "tests.fixtures.patrol_jobs_service")
    yield process
    process.stop()


def test_planners_of_the_region_follow_a_job_and_cancel_it_and_a_stop_gives_the_next_one_back(desk, service):
    id = desk.ask("improve", seconds=60)
    service.start()
    for role, region, status in [("viewer", COUNTY, 403), ("planner", "350924", 403), ("planner", "36", 200)]:
        assert service.call("GET", id, role, region).status_code == status, (role, region)
    assert service.call("GET", "job-0").status_code == 404
    assert service.call("POST", f"{id}/cancel", region="350924").status_code == 403
    until(lambda: "best" in service.call("GET", id).json()["progress"], what=service.log)
    seen = service.call("GET", id).json()
    assert (seen["state"], seen["ended_at"], seen["owner"]) == ("running", None, "roster-1")
    answer = service.call("POST", f"{id}/cancel")
    assert (answer.status_code, answer.json()["cancel_asked"]) == (200, True)
    following = desk.ask("improve", seconds=60, id="c2")
    until(lambda: desk.jobs.get(following).state == "running", what=service.log)
    assert service.call("GET", id).json()["state"] == "cancelled"
    assert desk.taken[0]["result"]["best"] < 1000
    validate(requests.get(f"{service.url}/openapi.json", timeout=60).json())
    assert service.stop() == 0, service.log
    assert (desk.jobs.get(following).state, desk.jobs.get(following).attempts) == ("queued", 0)
