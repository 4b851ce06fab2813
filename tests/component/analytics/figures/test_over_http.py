"""Figures over HTTP: a number, its pieces, its change, its events; and who is refused what."""

from __future__ import annotations

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.analytics_figures import COUNTY, GRID
from tests.fixtures.http_process import HttpProcess


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    process = HttpProcess(folder, "tests.fixtures.analytics_figures_service", LIANFANG_ANALYTICS_DIR=str(folder))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def get(service):
    def called(path, role="viewer", region=COUNTY, **query):
        headers = service.headers(role, region=region)
        return requests.get(f"{service.url}{path}", headers=headers, params=query, timeout=60)

    return called


REPORTED = "/v1/figures/incidents_reported"


def test_a_number_leads_to_its_events(get):
    value = get(f"{REPORTED}/value", period="2026-03").json()
    assert (value["value"], value["facts"], value["region"]) == (3, 3, COUNTY)
    assert [each["word"] for each in value["notes"]] == ["restricted_excluded"]
    first = get(f"{REPORTED}/events", period="2026-03", limit=2)
    following = get(first.json()["next"])
    found = [*first.json()["items"], *following.json()["items"]]
    assert [each["subject"] for each in found] == ["i-0", "i-1", "i-2"]
    assert following.json()["next"] is None


def test_supervisors_count_what_is_restricted(get):
    assert get(f"{REPORTED}/value", "supervisor", period="2026-03").json()["value"] == 4


def test_pieces_and_series_and_change(get):
    parts = get(f"{REPORTED}/parts", period="2026-03").json()
    assert (parts["by"], parts["items"][0]["key"], parts["whole"]["value"]) == ("township", "350924100", 3)
    series = get(f"{REPORTED}/series", period="2026-03", number=2).json()["items"]
    assert [(each["period"], each["value"]) for each in series] == [("2026-02", 0), ("2026-03", 3)]
    change = get(f"{REPORTED}/change", period="2026-03", against="period").json()
    assert (change["percent"], change["small"], change["p_value"] > 0.05) == (None, True, True)


def test_the_catalogue_and_a_topic_at_once(get):
    definitions = get("/v1/figures", topic="response").json()["items"]
    values = get("/v1/figure-values", topic="response", period="2026-03").json()["items"]
    assert [each["id"] for each in definitions] == [each["figure"] for each in values]


def test_another_region_is_refused_also_with_its_cursor(get, service):
    cursor = get(f"{REPORTED}/events", period="2026-03", limit=1).json()["next"].rpartition("cursor=")[2]
    stranger = service.headers("supervisor", region="350429")
    for path in ("value", "parts", "series", "change", "events"):
        asked = {"period": "2026-03", "region": COUNTY}
        answer = requests.get(f"{service.url}{REPORTED}/{path}", headers=stranger, params=asked, timeout=60)
        assert answer.status_code == 403
    assert get(f"{REPORTED}/value", region="350429", period="2026-03").json()["value"] == 0
    assert get(f"{REPORTED}/events", region="350429", period="2026-03", cursor=cursor).status_code == 400


def test_small_places_are_for_supervisors(get, service):
    path = "/v1/figures/disputes_accepted/value"
    headers = {role: service.headers(role, region=COUNTY) for role in ("viewer", "supervisor")}
    asked = {"region": GRID, "period": "2026-03"}
    answers = {
        role: requests.get(service.url + path, headers=each, params=asked, timeout=60)
        for role, each in headers.items()
    }
    assert {role: each.status_code for role, each in answers.items()} == {"viewer": 403, "supervisor": 200}
    whole_country = requests.get(
        service.url + path, headers=headers["supervisor"], params={"region": ""}, timeout=60
    )
    assert whole_country.status_code == 403


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        (f"{REPORTED}/value", {"period": "yesterday"}, 400),
        (f"{REPORTED}/value", {"period": "1026"}, 400),
        (f"{REPORTED}/parts", {"level": "city"}, 400),
        (f"{REPORTED}/parts", {"split": "team"}, 404),
        (f"{REPORTED}/series", {"number": "61"}, 400),
        (f"{REPORTED}/events", {"cursor": "';--"}, 400),
        (f"{REPORTED}/events", {"part": "denominator"}, 404),
        ("/v1/figures/luck/value", {}, 404),
        ("/v1/figure-values", {"id": "luck"}, 404),
    ],
)
def test_what_can_not_be_answered_is_refused_with_a_reason(get, path, query, status):
    answer = get(path, **query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


def test_nobody_without_a_role_and_the_document_is_sound(get, service):
    assert get("/v1/figures", "team").status_code == 403
    assert requests.get(f"{service.url}/v1/figures", timeout=60).status_code == 401
    validate(requests.get(f"{service.url}/openapi.json", timeout=60).json())
