"""Warnings over HTTP: seen by whose region it is, dismissed once with a reason, never by strangers."""

from __future__ import annotations

import shutil
import uuid
from datetime import date
from pathlib import Path

import pytest
import requests

from tests.fixtures.analytics_warnings import COUNTY, FIRST, grid
from tests.fixtures.http_process import HttpProcess


@pytest.fixture(scope="module")
def service(worlds, tmp_path_factory):
    folder = shutil.copytree(worlds["found"], tmp_path_factory.mktemp("warnings"), dirs_exist_ok=True)
    process = HttpProcess(folder, "tests.fixtures.analytics_warnings_service", FACTS=str(folder / "facts.duckdb"))
    yield process.start()
    process.stop()


@pytest.fixture
def call(service):
    def called(method: str, path: str, role: str = "viewer", region: str = COUNTY, body=None):
        headers = service.headers(role, region=region)
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        return requests.request(method, f"{service.url}/v1{path}", headers=headers, json=body, timeout=60)

    return called


def test_a_warning_tells_its_reasons_in_both_languages(call):
    items = call("GET", "/warnings?state=raised").json()["items"]
    one = next(each for each in items if each["method"] == "cusum")
    assert one["observed"] > 2 * one["expected"]
    assert all(reason["meaning"] for reason in one["reasons"])
    assert str(one["observed"]) in one["said"]["zh"]
    assert "usually about" in one["said"]["en"]
    assert call("GET", f"/warnings/{one['id']}").json() == one


def test_other_regions_and_strangers_are_refused(call):
    one = call("GET", "/warnings").json()["items"][0]
    assert call("GET", f"/warnings/{one['id']}", region="350925").status_code == 403
    assert call("GET", f"/warnings?region={COUNTY}", region="350925").status_code == 403
    assert call("GET", "/warnings", region="350925").json()["items"] == []
    assert call("GET", "/warnings", role="team").status_code == 403
    assert call("GET", "/warnings/w-nothing").status_code == 404
    assert call("GET", "/warnings?cursor=made-up").status_code == 400
    refused = call("POST", f"/warnings/{one['id']}/dismiss", "supervisor", "350925", {"reason": "handled"})
    assert refused.status_code == 403
    assert (
        call("POST", f"/warnings/{one['id']}/dismiss", "viewer", COUNTY, {"reason": "handled"}).status_code == 403
    )


def test_dismissing_wants_a_reason_and_is_done_once(call):
    one = next(each for each in call("GET", "/warnings").json()["items"] if each["method"] == "scan")
    path = f"/warnings/{one['id']}/dismiss"
    wrong = call("POST", path, "dispatcher", body={"reason": "<script>alert(1)</script>"})
    assert wrong.status_code in {400, 422}
    assert "reason" in wrong.text
    done = call("POST", path, "dispatcher", body={"reason": "known_cause"})
    assert (done.status_code, done.json()["state"], done.json()["because"]) == (200, "dismissed", "known_cause")
    assert call("POST", path, "dispatcher", body={"reason": "handled"}).status_code == 409


def test_forecasts_are_shown_with_their_record(call):
    told = call("GET", f"/forecasts?county={COUNTY}&figure=incident_reported").json()
    assert told["items"][0]["grids"]
    assert told["items"][0]["start"] >= FIRST.isoformat()
    assert told["record"]["scored"] == 0
    assert told["record"]["said"] == {"zh": "尚无已评分的预测。", "en": "No forecast has been scored yet."}
    assert told["items"][0]["end"] in told["items"][0]["said"]["en"]
    assert call("GET", "/forecasts?figure=incident_reported").json() == told, "the caller's own county"
    assert call("GET", "/forecasts", region="35").json()["errors"][0]["field"] == "county"
    assert call("GET", f"/forecasts?county={COUNTY}", region="350925").status_code == 403
    village = grid(0, 0)[:12]
    own = call("GET", f"/forecasts?county={COUNTY}", region=village).json()
    assert all(code.startswith(village) for item in own["items"] for code in item["grids"])


def test_the_interface_is_described(service):
    described = requests.get(f"{service.url}/openapi.json", timeout=60).json()
    assert {"/v1/warnings", "/v1/warnings/{id}/dismiss", "/v1/forecasts"} <= set(described["paths"])
    assert Path(service.log_path).read_text().count("Traceback") == 0


def test_the_days_shown_of_a_cluster_are_those_of_all_its_grids(call):
    for one in call("GET", "/warnings").json()["items"]:
        told = call("GET", f"/warnings/{one['id']}/series?days=42").json()
        last = (date.fromisoformat(one["day"]) - date.fromisoformat(told["since"])).days + 1
        assert len(told["counts"]) == 42
        assert sum(told["counts"][-last:]) == one["observed"], one["method"]
