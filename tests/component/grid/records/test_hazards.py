"""Hazards over HTTP: found, given to somebody, resolved or overdue, told in any order and more than once."""

import pytest

from tests.fixtures.grid_records import OTHER_TEAM, POND, TEAM, ago, fresh_id, hazard
from tests.fixtures.packs import COUNTY, EAST, GRIDS, WEST
from tests.fixtures.waiting import until


@pytest.fixture
def pond(field):
    """A water without buoy and rope, in nobody's hand."""
    answer = field.tell("/v1/hazards", hazard())
    assert answer.status_code == 201, answer.text
    return answer.json()


def step(field, id, word, *roles, **body):
    return field.tell(f"/v1/hazards/{id}/{word}", {"at": ago(seconds=5), **body}, *roles)


def names(events):
    return [name for name, _ in events]


def test_a_hazard_goes_its_way_and_each_step_is_told(field, outbox, pond):
    assert (pond["state"], pond["missing"], pond["due"] > pond["at"]) == ("found", ["buoy", "rope"], True)
    assert step(field, pond["id"], "assign", team=TEAM).json()["state"] == "assigned"
    assert step(field, pond["id"], "transfer", to="water_bureau").json()["state"] == "transferred"
    assert step(field, pond["id"], "equip", items=["buoy"], pieces=2).json()["missing"] == ["rope"]
    still = step(field, pond["id"], "resolve", outcome="removed")
    assert (still.status_code, still.json()["type"]) == (422, "urn:lianfang:problem:still-missing")
    done = step(field, pond["id"], "resolve", outcome="removed", items=["rope"]).json()
    assert (done["state"], done["missing"], done["to"]) == ("resolved", [], "water_bureau")
    events = outbox("hazards", pond["id"])
    assert names(events) == [
        "hazard_found", "hazard_assigned", "hazard_transferred", "hazard_equipped", "hazard_equipped",
        "hazard_resolved",
    ]  # fmt: skip
    assert [data["pieces"] for name, data in events if name == "hazard_equipped"] == [2, 1]
    assert (events[-1][1]["in_time"], events[-1][1]["team"]) == (True, TEAM)
    again = step(field, pond["id"], "resolve", outcome="reduced")
    assert (again.status_code, again.json()["type"]) == (409, "urn:lianfang:problem:resolved")


def test_a_team_that_is_named_at_once_is_addressed(field, kept):
    told = field.tell("/v1/hazards", hazard(team=TEAM)).json()
    found, assigned = kept.get("hazards", told["id"])["outbox"]
    assert (found["region"], found["data"]["team"], told["state"]) == (GRIDS[0], TEAM, "assigned")
    assert f"{assigned['region']}.{assigned['addressee']}" == TEAM


def test_what_is_sent_again_is_one_hazard_under_any_key(field, outbox):
    body, key = hazard(), fresh_id()
    assert field.tell("/v1/hazards", body, key=key).status_code == 201
    assert field.tell("/v1/hazards", body, key=key).status_code == 201
    assert field.tell("/v1/hazards", body).status_code == 200
    assert names(outbox("hazards", body["id"])) == ["hazard_found"]
    other = field.tell("/v1/hazards", {**body, "kind": "fire", "missing": []})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "id")
    assert field.tell("/v1/hazards", {**body, "source": "visit"}, key=key).status_code == 422


def test_steps_told_out_of_order_lie_in_the_order_of_their_times(field):
    told = field.tell("/v1/hazards", hazard(missing=[], at=ago(hours=5))).json()
    done = step(field, told["id"], "resolve", outcome="removed", at=ago(hours=1)).json()
    late = step(field, told["id"], "assign", team=TEAM, at=ago(hours=3)).json()
    assert [each["step"] for each in late["steps"]] == ["assigned", "resolved"]
    assert (done["state"], late["state"], late["steps"][0]["flags"]) == ("resolved", "resolved", ["late_report"])
    after = step(field, told["id"], "assign", team=TEAM, at=ago(minutes=5))
    assert after.status_code == 409


def test_a_deadline_is_told_once_and_a_resolution_told_late_was_in_time_all_the_same(field, outbox):
    told = field.tell("/v1/hazards", hazard(missing=[], at=ago(hours=3), due=ago(hours=1))).json()
    until(lambda: names(outbox("hazards", told["id"])) == ["hazard_found", "hazard_overdue"], 60)
    assert field.get(f"/v1/hazards/{told['id']}", within=COUNTY).json()["overdue"]
    step(field, told["id"], "resolve", outcome="removed", at=ago(hours=2))
    *_, (name, data) = outbox("hazards", told["id"])
    assert (name, data["in_time"], data["flags"]) == ("hazard_resolved", True, ["late_report"])


def test_a_clock_that_is_off_is_corrected(field):
    told = field.tell("/v1/hazards", hazard(at=ago(hours=-2, minutes=1), sent_at=ago(hours=-2))).json()
    assert told["flags"] == ["clock_skew"]
    assert told["at"] <= told["received_at"]


@pytest.mark.parametrize(
    ("more", "field_name"),
    [
        ({"kind": "dragon", "missing": []}, "kind"), ({"missing": ["helicopter"]}, "missing"),
        ({"region": f"{COUNTY}999"}, "region"), ({"team": f"{COUNTY}.left.poets"}, "team"),
        ({"due": ago(days=3)}, "due"),
    ],
)  # fmt: skip
def test_what_the_county_does_not_know_is_refused_with_a_remedy(field, more, field_name):
    answer = field.tell("/v1/hazards", hazard(**more))
    problem = answer.json()["errors"][0]
    assert (answer.status_code, problem["field"]) == (422, field_name)
    assert problem["remedy"]


@pytest.mark.parametrize(
    "more",
    [
        {"id": "x"}, {"note": "张三家"}, {"place": "350924.other-county"}, {"place": f"{COUNTY}.张三"},
        {"at": "yesterday"}, {"missing": ["a"] * 21},
    ],
)  # fmt: skip
def test_what_is_no_record_is_refused(field, more):
    assert field.tell("/v1/hazards", hazard(**more)).status_code == 400


def test_callers_act_in_their_region_and_teams_on_their_own(field, pond):
    assert field.tell("/v1/hazards", hazard(), within=EAST).status_code == 403
    assert field.tell("/v1/hazards", hazard(), "viewer").status_code == 403
    assert field.get(f"/v1/hazards/{pond['id']}", within=EAST).status_code == 404
    assert step(field, pond["id"], "assign", team=TEAM).status_code == 200
    body = {"at": ago(), "outcome": "reduced"}
    path = f"/v1/hazards/{pond['id']}/resolve"
    assert field.tell(path, body, "dispatcher", within=EAST).status_code == 404
    assert field.tell(path, body, "team", team=OTHER_TEAM).status_code == 403
    assert field.tell(path, body, "team", team=TEAM).status_code == 200
    assert field.tell("/v1/hazards/not-there-at-all/resolve", body).status_code == 404


def test_open_hazards_of_a_region_are_listed_page_by_page(field):
    ids = [field.tell("/v1/hazards", hazard(region=GRIDS[3], place=None)).json()["id"] for _ in range(3)]
    step(field, ids[1], "resolve", outcome="reduced")
    first = field.get("/v1/hazards", within=COUNTY, region=EAST, open="true", limit=1).json()
    rest = field.get(first["next"], within=COUNTY).json()
    assert {each["id"] for each in (*first["items"], *rest["items"])} == {ids[0], ids[2]}
    assert rest["next"] is None
    assert field.get("/v1/hazards", within=WEST, region=EAST).status_code == 403
    assert field.get("/v1/hazards", within=COUNTY, cursor="x").status_code == 400
    mine = field.get("/v1/hazards", within=WEST).json()["items"]
    assert {each["region"][:9] for each in mine} <= {WEST}
    assert all(each["place"] == POND for each in mine if each["place"])
