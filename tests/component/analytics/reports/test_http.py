"""Reports over HTTP: asked for, listed, read in four forms; strangers are turned away."""

from __future__ import annotations

import pytest
import requests

from tests.fixtures.analytics_reports import COUNTY
from tests.fixtures.http_process import HttpProcess
from tests.fixtures.waiting import until

WANTED = {"kind": "weekly", "region": COUNTY, "period": "2026-W03"}
ID = f"weekly.{COUNTY}.2026-W03"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    process = HttpProcess(tmp_path_factory.mktemp("reports"), "tests.fixtures.analytics_report_service").start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def report(service):
    """A report that was asked for, as it was answered."""
    answer = post(service)
    assert answer.status_code == 201, answer.text
    return answer.json()


def post(service, *roles, seen=COUNTY, **other):
    headers = service.headers(*(roles or ("viewer",)), region=seen)
    return requests.post(f"{service.url}/v1/reports", json=WANTED | other, headers=headers, timeout=60)


def get(service, path, *roles, region=COUNTY):
    headers = service.headers(*(roles or ("viewer",)), region=region)
    return requests.get(f"{service.url}/v1/reports{path}", headers=headers, timeout=60)


def test_a_report_is_made_once_and_read_again(service, report):
    again = post(service)
    assert (again.status_code, again.headers["Location"]) == (200, f"/v1/reports/{ID}")
    read = get(service, f"/{ID}").json()
    assert read["sections"] == report["sections"]
    assert read["id"] == ID
    assert [each["id"] for each in get(service, "?kind=weekly").json()["items"]] == [ID]


def test_it_comes_as_a_page_that_runs_nothing(service, report):
    page = get(service, f"/{ID}/page?lang=en")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script" not in page.text
    assert "&lt;script&gt;寿宁县" in page.text
    assert "Weekly analysis" in page.text
    assert "每周分析" in get(service, f"/{ID}/page").text


def test_it_comes_as_a_table(service, report):
    answer = get(service, f"/{ID}/csv")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{ID}.csv"'
    rows = answer.content.decode("utf-8-sig").splitlines()
    assert len(rows) == 1 + sum(len(each["lines"]) for each in report["sections"])


def test_it_comes_as_a_pdf_within_seconds(service, report):
    until(lambda: get(service, f"/{ID}/pdf").status_code != 404, what=service.log)
    answer = get(service, f"/{ID}/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert get(service, f"/{ID}").json()["printing"]["state"] == "made"


WRONG = [
    ({"kind": "hourly"}, 400, "kind"),
    ({"region": "x"}, 400, "region"),
    ({"period": "2026-11-99"}, 422, "period"),
    ({"period": "2199-W01"}, 422, "period"),
    ({"period": "2026-01"}, 422, "period"),
    ({"region": f"{COUNTY}100001"}, 422, "region"),
]


@pytest.mark.parametrize(("other", "status", "field"), WRONG)
def test_bad_orders_name_their_field(service, other, status, field):
    answer = post(service, **other)
    assert answer.status_code == status
    assert answer.json()["errors"][0]["field"] == field
    assert answer.json()["errors"][0]["remedy"]


def test_another_countys_officer_and_other_roles_are_turned_away(service, report):
    assert post(service, seen="350429").status_code == 403
    assert post(service, "dispatcher").status_code == 403
    assert get(service, "", "team").status_code == 403
    assert get(service, f"?region={COUNTY}", region="350429").status_code == 403
    for form in ("", "/page", "/csv", "/pdf"):
        assert get(service, f"/{ID}{form}", region="350429").status_code == 403
        assert requests.get(f"{service.url}/v1/reports/{ID}{form}", timeout=60).status_code == 401
    assert get(service, "", region="350429").json()["items"] == []


def test_a_strange_cursor_and_a_strange_id_are_harmless(service):
    assert get(service, "?cursor=abc").status_code == 400
    assert get(service, "/daily.350924.%3Cscript%3E").status_code == 404
