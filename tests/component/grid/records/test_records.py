"""Visits, counts, grades and duties over HTTP: once each, the newest holds, nobody is named."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import requests

from tests.fixtures.grid_records import OTHER_TEAM, TEAM, ago, duty, fresh_id, grade, population, visit
from tests.fixtures.packs import COUNTY, EAST, GRIDS, WEST


def test_a_visit_is_noted_once_and_says_whether_it_meets_the_rule(field, outbox):
    body = visit()
    first, again = field.tell("/v1/visits", body), field.tell("/v1/visits", body)
    assert (first.status_code, again.status_code) == (201, 200), first.text
    ((name, data),) = outbox("visits", body["id"])
    assert (name, data["minutes"], data["fraud_minutes"], data["meets_rule"]) == ("visit_recorded", 35, 6, True)
    assert data["person"].startswith("p-")
    short = field.tell("/v1/visits", visit(minutes=29)).json()
    many = field.tell("/v1/visits", visit(households=2, minutes=59, fraud_minutes=10)).json()
    assert (short["meets_rule"], many["meets_rule"]) == (False, False)
    assert field.tell("/v1/visits", {**body, "minutes": 90}).json()["errors"][0]["field"] == "id"


def test_visits_are_listed_by_team_and_period(field):
    body = visit(team=OTHER_TEAM, region=GRIDS[2], at=ago(days=2))
    assert field.tell("/v1/visits", body).json()["flags"] == ["late_report"]
    found = field.get("/v1/visits", within=COUNTY, team=OTHER_TEAM, **{"from": ago(days=3), "to": ago(days=1)})
    assert [each["id"] for each in found.json()["items"]] == [body["id"]]
    assert field.get("/v1/visits", within=COUNTY, team=OTHER_TEAM, **{"from": ago(days=1)}).json()["items"] == []


@pytest.mark.parametrize("more", [{"minutes": 0}, {"fraud_minutes": 36}, {"role": "friend"}, {"resident": "李四"}])
def test_what_is_no_visit_is_refused(field, more):
    assert field.tell("/v1/visits", visit(**more)).status_code == 400


def test_the_count_made_last_holds_whichever_comes_last(field, outbox):
    id = f"{GRIDS[1]}:migrant:2026-02"
    told = population(region=GRIDS[1], month="2026-02", at=ago(hours=2))
    assert field.tell("/v1/populations", told).status_code == 201
    older = field.tell("/v1/populations", {**told, "registered": 60, "at": ago(hours=9)})
    assert (older.status_code, older.json()["in_force"], older.json()["registered"]) == (200, False, 119)
    newer = field.tell("/v1/populations", {**told, "registered": 120, "at": ago(hours=1)}).json()
    assert (newer["in_force"], newer["number"]) == (True, 2)
    counts = [(data["registered"], data["number"]) for _, data in outbox("populations", id)]
    assert counts == [(119, 1), (120, 2)]
    listed = field.get("/v1/populations", within=WEST, month="2026-02").json()["items"]
    assert [each["registered"] for each in listed] == [120]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"region": WEST}, 422), ({"month": "3026-01"}, 400), ({"month": "2026-13"}, 400),
        ({"registered": 126}, 400), ({"names": []}, 400), ({"group": "key_persons"}, 400),
    ],
)  # fmt: skip
def test_what_is_no_count_is_refused(field, more, status):
    assert field.tell("/v1/populations", population(**more)).status_code == status


def test_a_month_that_has_not_begun_is_not_counted(field):
    later = (datetime.now(UTC) + timedelta(days=40)).strftime("%Y-%m")
    answer = field.tell("/v1/populations", population(month=later))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "month")


def test_the_grade_given_last_holds_and_all_are_kept(field, outbox):
    body = grade(at=ago(hours=2))
    assert field.tell("/v1/places", body).status_code == 201
    late = field.tell("/v1/places", {**body, "grade": "a", "at": ago(hours=5)}).json()
    assert (late["grade"], late["in_force"]) == ("b", False)
    worse = field.tell("/v1/places", {**body, "grade": "c", "reason": "fire_exits", "at": ago(hours=1)}).json()
    assert [each["grade"] for each in worse["gradings"]] == ["c", "b", "a"]
    events = [(data.get("before"), data["grade"]) for _, data in outbox("places", body["place"])]
    assert events == [(None, "b"), ("b", "c")]
    assert field.get(f"/v1/places/{body['place']}", within=COUNTY).json()["grade"] == "c"
    assert field.get(f"/v1/places/{body['place']}", within=EAST).status_code == 404
    assert field.tell("/v1/places", {**body, "region": GRIDS[2]}, within=EAST).status_code == 403


@pytest.mark.parametrize(
    ("more", "wrong"), [({"kind": "person"}, "kind"), ({"grade": "green"}, "grade"), ({"grade": "d"}, "grade")]
)
def test_grades_are_those_of_the_county_s_rules(field, more, wrong):
    answer = field.tell("/v1/places", grade(**more))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, wrong)


def test_a_duty_counts_for_the_local_day_week_or_month(field, outbox):
    today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
    year, week, _ = today.isocalendar()
    periods = {
        "daily_patrol": today.isoformat(), "weekly_visit": f"{year}-W{week:02d}", "monthly_talk": f"{today:%Y-%m}"
    }  # fmt: skip
    for word, period in periods.items():
        body = duty(duty=word, at=ago())
        assert field.tell("/v1/duties", body).json()["period"] == period
        assert field.tell("/v1/duties", body).status_code == 200
        assert field.tell("/v1/duties", {**body, "id": fresh_id()}).status_code == 201
        numbers = [data["number"] for _, data in outbox("duties", f"{TEAM}:{word}:{period}")]
        assert numbers == [1, 2]
    listed = field.get("/v1/duties", within=COUNTY, team=TEAM, duty="weekly_visit").json()["items"]
    assert [(each["period"], len(each["entries"])) for each in listed] == [(periods["weekly_visit"], 2)]


def test_a_team_speaks_for_itself_only(field):
    assert field.tell("/v1/duties", duty(), "team", team=OTHER_TEAM).status_code == 403
    assert field.tell("/v1/duties", duty(), "team", team=TEAM).status_code == 201
    assert field.tell("/v1/visits", visit(), "team", team=OTHER_TEAM).status_code == 403
    assert field.tell("/v1/duties", duty(duty="nap")).json()["errors"][0]["field"] == "duty"
    assert field.tell("/v1/duties", duty(), within=EAST).status_code == 403


def test_a_county_sets_its_own_rules(field):
    put = {
        "policy": {"visits": {"roles": {"leader": {"least": 20}}}, "hazards": {"kinds": {"fire": {"within": 3}}}}
    }
    headers = {**field.headers("registry", region=COUNTY), "Idempotency-Key": fresh_id()}
    url = f"{field.url}/v1/policies/{COUNTY}"
    wrong = requests.put(url, json=put, headers=headers, timeout=60)
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "policy.hazards.kinds.fire.within")
    del put["policy"]["hazards"]
    headers["Idempotency-Key"] = fresh_id()
    assert requests.put(url, json=put, headers=headers, timeout=60).json()["new"]
    assert not field.tell("/v1/visits", visit(role="leader", minutes=19)).json()["meets_rule"]
    assert field.tell("/v1/visits", visit(role="leader", minutes=20)).json()["meets_rule"]
