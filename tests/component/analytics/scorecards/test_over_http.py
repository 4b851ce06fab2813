"""Scorecards and reviews over HTTP: for supervisors of the region, and for whom a card is about."""

from __future__ import annotations

import uuid

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.analytics_assessment import COUNTY, PERIOD, PLACE, UNIT, person
from tests.fixtures.http_process import HttpProcess

ROUND = f"{COUNTY}-{PERIOD}"
OWN, OTHERS = f"{ROUND}:{person(1)}", f"{ROUND}:{person(2)}"
BODY = {
    "county": COUNTY, "period": PERIOD, "target_fen": 600_000, "civilisation_fen": 400_000,
    "units": [{"id": UNIT, "region": PLACE, "people": 20}],
    "people": [{"id": person(1), "unit": UNIT}, {"id": person(2), "unit": UNIT}],
    "given": [{"subject": person(1), "measure": "familiarity", "value": 90}],
}  # fmt: skip


class Process(HttpProcess):
    """The service; by a supervisor of the county unless a role and subject are given."""

    def send(self, path, body=None, role="supervisor", who="boss", region=COUNTY, key="", method="POST"):
        headers = {**self.headers(role, subject=who, region=region), "Idempotency-Key": key or uuid.uuid4().hex}
        return requests.request(method, f"{self.url}/v1/{path}", json=body, headers=headers, timeout=60)

    def look(self, path, role="supervisor", who="boss", region=COUNTY, **query):
        headers = self.headers(role, subject=who, region=region)
        return requests.get(f"{self.url}/v1/{path}", params=query, headers=headers, timeout=60)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    folder = tmp_path_factory.mktemp("assessment")
    process = Process(
        folder, "tests.fixtures.analytics_assessment_service", FACTS=str(folder / "facts.duckdb")
    ).start()
    answer = process.send("scorecards/rounds", BODY, key="round")
    assert answer.status_code == 201, answer.text
    yield process
    assert process.stop() == 0


def test_a_drafts_cards_are_for_supervisors_of_the_region(service):
    assert service.look(f"scorecards/cards/{OWN}").json()["result"]["grade"]
    assert service.look(f"scorecards/cards/{OWN}", region="360103").status_code == 404
    assert service.look(f"scorecards/rounds/{ROUND}", region="360103").status_code == 404
    assert service.look("scorecards/rounds", region="3601").json()["items"] == []
    assert service.look(f"scorecards/rounds/{ROUND}", role="viewer").status_code == 403
    fresh = {**BODY, "period": "2026-02"}
    assert service.send("scorecards/rounds", fresh).status_code == 201
    draft = f"{COUNTY}-2026-02:{person(1)}"
    assert service.look(f"scorecards/cards/{draft}", role="member", who=person(1)).status_code == 404


def test_the_way_of_a_round_from_publication_to_an_appeal_decided(service):
    assert service.send(f"scorecards/rounds/{ROUND}/publish").json()["state"] == "published"
    mine = service.look("scorecards/mine", role="member", who=person(1)).json()["items"]
    assert [card["id"] for card in mine] == [OWN]
    assert service.look(f"scorecards/cards/{OTHERS}", role="member", who=person(1)).status_code == 404
    check = service.look(f"scorecards/rounds/{ROUND}/budget").json()
    assert check["pool"] - check["paid"] == check["balance"]
    assert (check["neutral"], len(check["shares"])) == (False, check["people"])
    page = service.look(f"scorecards/rounds/{ROUND}/cards", limit=2).json()
    assert len(page["items"]) == 2
    assert page["next"]
    appeal = {"reason": "wrong_count", "measures": ["households"]}
    told = service.send(f"scorecards/cards/{OWN}/appeal", appeal, role="member", who=person(1))
    assert told.json()["appeal"]["state"] == "open", told.text
    own = service.send(f"scorecards/cards/{OWN}/reject", {"why": "fine"}, who=person(1))
    assert (own.status_code, own.json()["reason"]) == (409, "own_case")
    done = service.send(f"scorecards/cards/{OWN}/uphold", {"why": "uncounted", "values": {"households": 30}}).json()
    assert (done["appeal"]["state"], done["corrections"][0]["after"]) == ("upheld", 30.0)


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"period": "spring"}, 422, "period"), ({"county": "360103"}, 400, "units"),
        ({"people": [{"id": "Mr X", "unit": UNIT}]}, 400, "people.0.id"), ({"target_fen": -1}, 400, "target_fen"),
        ({"given": [{"subject": "x", "measure": "familiarity", "value": 1}]}, 422, "given"),
    ],
)  # fmt: skip
def test_a_bad_round_is_told_by_field(service, change, status, field):
    answer = service.send("scorecards/rounds", {**BODY, **change})
    assert answer.status_code == status, answer.text
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_a_review_from_opening_to_its_finding(service):
    body = {"region": PLACE, "at": "2026-03-20T18:00:00+00:00", "trigger": "preventable_crime"}
    opened = service.send("reviews", body, key="r")
    assert opened.status_code == 201, opened.text
    review = opened.json()
    assert [row["event_id"] for row in review["picture"]["rows"]] == ["h1"]
    assert service.send("reviews", body, key="r").json()["id"] == review["id"]
    path = f"reviews/{review['id']}"
    assert service.send(f"{path}/assign", {"reviewer": "inspector-1"}).json()["state"] == "assigned"
    assert service.send(f"{path}/look-again").status_code == 200
    end = {"finding": "prevention_failed", "reason": "hazard_ignored"}
    assert service.send(f"{path}/conclude", end).json()["finding"] == "prevention_failed"
    assert service.send(f"{path}/dismiss", {"reason": "x"}).status_code == 409
    (listed,) = service.look("reviews", state="concluded").json()["items"]
    assert "rows" not in listed["picture"]


def test_reviews_are_for_supervisors_of_the_region(service):
    body = {"region": PLACE, "at": "2026-03-20T18:00:00+00:00", "trigger": "fire"}
    id = service.send("reviews", body).json()["id"]
    assert service.send("reviews", body, region="360103").status_code == 403
    assert service.look(f"reviews/{id}", region="360103").status_code == 404
    assert service.look(f"reviews/{id}", role="dispatcher").status_code == 403
    assert service.look("reviews", region="360103", state="open").json()["items"] == []


def test_the_rules_are_read_and_put(service):
    read = service.look(f"policies/{COUNTY}", role="viewer").json()
    assert read["policy"]["grades"]["excellent"]["coefficient"] == "1.2"
    wrong = service.send(f"policies/{COUNTY}", {"policy": {"reviews": {"level": 7}}}, role="registry", method="PUT")
    assert [error["field"] for error in wrong.json()["errors"]] == ["policy.reviews.level"]


def test_the_description_is_valid(service):
    validate(requests.get(f"{service.url}/openapi.json", timeout=60).json())
