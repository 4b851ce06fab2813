"""The rules over HTTP: who reads and puts them, and how a wrong one is answered."""

from __future__ import annotations

import pytest
import requests
from openapi_spec_validator import validate

from services.mediation.app.policies.load import default
from tests.fixtures.http_process import HttpProcess

COUNTY = "350924"
FIVE = {"policy": {"modes": {"people": {"max_rounds": 5}}}}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    process = HttpProcess(tmp_path_factory.mktemp("policies"), "tests.fixtures.mediation_policies").start()
    yield process
    process.stop()


@pytest.fixture
def get(service):
    def ask(path, role="viewer", region=COUNTY):
        return requests.get(
            f"{service.url}/v1/policies/{path}", headers=service.headers(role, region=region), timeout=60
        )

    return ask


@pytest.fixture
def put(service):
    def send(county, body, key, role="registry", region="", **query):
        headers = {**service.headers(role, region=region), "Idempotency-Key": key}
        url = f"{service.url}/v1/policies/{county}"
        return requests.put(url, json=body, params=query, headers=headers, timeout=60)

    return send


def test_rules_are_put_and_read_whole_with_their_version(get, put):
    answer = put(COUNTY, FIVE, "k1")
    assert (answer.status_code, answer.json()["new"]) == (200, True), answer.text
    found = get(COUNTY).json()
    assert found["version"] == answer.json()["version"]
    assert found["policy"]["modes"]["people"]["max_rounds"] == 5
    assert found["policy"]["terms"] == default().document["terms"]
    assert get(f"{COUNTY}/versions/{found['version']}").json() == found
    assert put(COUNTY, FIVE, "k1").json() == answer.json()


def test_a_dry_run_answers_and_changes_nothing(get, put):
    before = get("610921", region="61").json()
    answer = put("610921", FIVE, "k2", dry_run="true").json()
    assert (answer["dry_run"], answer["new"]) == (True, True)
    assert answer["policy"]["modes"]["people"]["max_rounds"] == 5
    assert get("610921", region="61").json() == before


@pytest.mark.parametrize("query", [{}, {"dry_run": "true"}])
def test_wrong_rules_are_refused_with_every_field_and_remedy(put, query):
    wrong = {"policy": {"guardian": {"age": 99}, "terms": {"triage": {"weeks": 1}}, "rules": 1}}
    answer = put(COUNTY, wrong, f"k3-{len(query)}", **query)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "urn:lianfang:problem:invalid-policy")
    assert {each["field"] for each in problem["errors"]} == {
        "policy.guardian.age", "policy.terms.triage", "policy.rules"
    }  # fmt: skip
    assert all(each["message"] and each["remedy"] for each in problem["errors"])


@pytest.mark.parametrize(
    ("county", "role", "region", "status"),
    [
        (COUNTY, "viewer", COUNTY, 403),
        (COUNTY, "registry", "360103", 403),
        (COUNTY, "registry", "350924100", 403),
        ("3509", "registry", "", 404),
        ("default", "registry", "", 404),
    ],
)
def test_only_the_registry_of_the_region_puts(put, county, role, region, status):
    assert put(county, FIVE, f"k4{county}{role}{region}", role=role, region=region).status_code == status


@pytest.mark.parametrize(
    ("path", "region", "status"),
    [
        (COUNTY, "350924100", 200),  # a township's officer lives by the county's rules
        (COUNTY, "3509", 200),
        (COUNTY, "360103", 403),
        ("default", "360103", 200),
        (f"{COUNTY}/versions/{default().policy.version}", COUNTY, 200),
        (f"{COUNTY}/versions/{COUNTY}-99-00000000", COUNTY, 404),
        (f"{COUNTY}/versions/360103-1-00000000", COUNTY, 404),
        ("nowhere", "", 404),
    ],
)
def test_who_lives_by_rules_may_read_them(get, path, region, status):
    assert get(path, region=region).status_code == status


@pytest.mark.parametrize("body", [{}, {"policy": []}, {"policy": {}, "x": 1}])
def test_a_body_of_another_shape_is_refused(put, body):
    assert put(COUNTY, body, "k5").status_code == 400


def test_the_endpoints_are_described(service):
    document = requests.get(f"{service.url}/openapi.json", timeout=60).json()
    validate(document)
    assert "/v1/policies/{county}/versions/{version}" in document["paths"]
