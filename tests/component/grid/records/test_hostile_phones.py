"""What a broken or hostile phone may send: it is refused with field and remedy, or has no second effect."""

import pytest
import requests

from tests.fixtures.grid_records import (
    TEAM,
    activity,
    ago,
    duty,
    expense,
    fresh_id,
    grade,
    hazard,
    population,
    survey,
    visit,
)  # fmt: skip
from tests.fixtures.packs import COUNTY, GRIDS

ARABIC, WIDE = "٩٩٠١٠٢", "９９０１０２"
MONTHS = (f"{year}-{month:02d}" for year in range(2001, 2010) for month in range(1, 13))


def of_a_fresh_month(**more):
    """A count that no other test made."""
    return population(**{"month": next(MONTHS), **more})


PATHS = {
    "/v1/hazards": hazard, "/v1/visits": visit, "/v1/populations": of_a_fresh_month, "/v1/places": grade,
    "/v1/duties": duty, "/v1/activities": activity, "/v1/surveys": survey,
    "/v1/expenses": expense,
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "more",
    [
        {"at": "9000-01-01T00:00:00+14:00", "sent_at": "1000-01-01T00:00:00-14:00"},
        {"at": "1000-01-01T00:00:00+14:00", "sent_at": "9000-01-01T00:00:00-14:00"},
        {"at": "1000-01-01T00:00:00Z"},
    ],
)  # fmt: skip
def test_no_claim_of_time_breaks_the_service(field, path, more):
    answer = field.tell(path, PATHS[path](**more))
    assert answer.status_code == 201, answer.text
    told = answer.json()
    last = (told.get("entries") or told.get("gradings") or [told])[0]
    assert last["at"] <= last["received_at"]
    assert last["flags"]


@pytest.mark.parametrize(
    ("path", "more", "wrong"),
    [
        ("/v1/hazards", {"region": ARABIC, "place": None}, "region"),
        ("/v1/hazards", {"region": f"{COUNTY}1234", "place": None}, "region"),
        ("/v1/hazards", {"region": f"{COUNTY}1001234", "place": None}, "region"),
        ("/v1/hazards", {"place": f"{WIDE}.pond"}, "place"),
        ("/v1/hazards", {"place": f"{COUNTY}.tel-13800138000"}, "place"),
        ("/v1/visits", {"place": f"{COUNTY}.110101199003070011"}, "place"),
        ("/v1/visits", {"team": f"{WIDE}.left.community"}, "team"),
        ("/v1/populations", {"month": "2٠26-03"}, "month"),
        ("/v1/populations", {"registered": 1.5}, "registered"),
        ("/v1/populations", {"estimated": 10**30}, "estimated"),
        ("/v1/places", {"place": f"{COUNTY}." + "x" * 65}, "place"),
        ("/v1/places", {"reason": "the_landlord_is_张三"}, "reason"),
        ("/v1/duties", {"at": "0999-12-31T23:59:59Z"}, "at"),
        ("/v1/duties", {"at": "2026-03-02T10:00:00"}, "at"),
        ("/v1/duties", {"by": "p-00000000000000000000000000000000"}, "by"),
    ],
)  # fmt: skip
def test_what_can_t_be_is_refused_with_field_and_remedy(field, path, more, wrong):
    answer = field.tell(path, PATHS[path](**more))
    assert answer.status_code == 400, answer.text
    (error,) = answer.json()["errors"]
    assert error["field"] == wrong
    assert error["message"]
    assert error["remedy"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/v1/hazards", {"region": ARABIC}), ("/v1/hazards", {"open": "perhaps"}), ("/v1/visits", {"from": "now"}),
        ("/v1/visits", {"from": "0001-01-01T00:00:00+14:00"}), ("/v1/duties", {"limit": "100000"}),
        ("/v1/places", {"cursor": "eyJhIjoxfQ=="}), ("/v1/populations", {"name": "x"}),
    ],
)  # fmt: skip
def test_questions_that_make_no_sense_are_refused(field, path, query):
    answer = field.get(path, within=COUNTY, **query)
    assert answer.status_code == 400, answer.text


def test_a_reader_of_the_country_sees_every_county_s_records(field):
    body = visit()
    field.tell("/v1/visits", body)
    found = field.get("/v1/visits", within="", team=TEAM).json()["items"]
    assert body["id"] in {each["id"] for each in found}
    assert field.get("/v1/visits", within=COUNTY[:2], team=TEAM).json()["items"]


def test_a_step_sent_again_under_another_key_has_no_second_effect(field, outbox):
    id = field.tell("/v1/hazards", hazard()).json()["id"]
    put = {"at": ago(seconds=20), "items": ["buoy", "rope"], "pieces": 2}
    end = {"at": ago(seconds=10), "outcome": "removed"}
    for word, body in (("equip", put), ("equip", put), ("resolve", end), ("equip", put), ("resolve", end)):
        answer = field.tell(f"/v1/hazards/{id}/{word}", body)
        assert answer.status_code == 200, answer.text
    names = [name for name, _ in outbox("hazards", id)]
    assert names == ["hazard_found", "hazard_equipped", "hazard_resolved"]


def test_a_grade_sent_again_is_kept_once(field, outbox):
    body = grade()
    for _ in range(3):
        answer = field.tell("/v1/places", body)
    assert (answer.status_code, len(answer.json()["gradings"])) == (200, 1)
    assert len(outbox("places", body["place"])) == 1


def test_an_older_count_told_late_does_not_undo_a_newer_one_that_changed_nothing(field, outbox):
    counts = [(100, ago(hours=9)), (100, ago(hours=1)), (90, ago(hours=5))]
    for registered, at in counts:
        told = population(region=GRIDS[3], month="2026-01", registered=registered, at=at)
        answer = field.tell("/v1/populations", told)
    assert (answer.json()["in_force"], answer.json()["registered"]) == (False, 100)
    assert len(outbox("populations", f"{GRIDS[3]}:migrant:2026-01")) == 1


def test_an_id_of_another_s_record_tells_nothing_of_it(field):
    body = visit()
    field.tell("/v1/visits", body, "team", team=TEAM, subject="one")
    other = field.tell("/v1/visits", {**body, "minutes": 99}, "team", team=TEAM, subject="another")
    assert other.status_code == 422
    assert "35" not in other.json()["detail"]


def test_a_team_s_token_without_a_team_speaks_for_none(field):
    assert field.tell("/v1/duties", duty(), "team").status_code == 403
    assert field.tell("/v1/visits", visit(), "team").status_code == 403
    assert field.tell("/v1/duties", duty(), "intake").status_code == 201


def test_a_key_used_for_another_step_is_refused(field):
    id, key = field.tell("/v1/hazards", hazard()).json()["id"], fresh_id()
    assert field.tell(f"/v1/hazards/{id}/assign", {"at": ago(), "team": TEAM}, key=key).status_code == 200
    other = field.tell(f"/v1/hazards/{id}/resolve", {"at": ago(), "outcome": "reduced"}, key=key)
    assert other.json()["type"] == "urn:lianfang:problem:idempotency-key-reused"


def test_bodies_that_are_no_records_are_refused_before_they_are_read(field):
    headers = {**field.headers("dispatcher", region=COUNTY), "Idempotency-Key": fresh_id()}
    for sent in (b"[]", b"null", b'{"id": NaN}', b"\xff", b"{" * 5000):
        answer = requests.post(
            f"{field.url}/v1/visits", data=sent, headers={**headers, "Content-Type": "application/json"}, timeout=60
        )
        assert answer.status_code == 400
