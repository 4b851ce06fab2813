"""Activities, answers to surveys and expenses over HTTP: once each, in numbers, nobody named."""

import pytest

from tests.fixtures.grid_records import OTHER_TEAM, TEAM, activity, ago, expense, survey
from tests.fixtures.packs import COUNTY, EAST, GRIDS

ACTIVITIES, SURVEYS, EXPENSES = "/v1/activities", "/v1/surveys", "/v1/expenses"


@pytest.mark.parametrize(
    ("path", "made", "changed"),
    [
        (ACTIVITIES, activity, {"people": 43}),
        (SURVEYS, survey, {"agreeing": 48}),
        (EXPENSES, expense, {"yuan": 641}),
    ],
)
def test_it_is_noted_once_and_another_under_its_id_is_refused(field, outbox, path, made, changed):
    body = made()
    first, again = field.tell(path, body), field.tell(path, body)
    assert (first.status_code, again.status_code) == (201, 200), first.text
    assert len(outbox(path.rpartition("/")[2], body["id"])) == 1
    other = field.tell(path, {**body, **changed})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "id")


def test_what_was_done_is_told_in_words_and_numbers(field, outbox):
    body = activity(kind="care", topic="lonely_elderly", people=3, place=f"{COUNTY}.home-7")
    assert field.tell(ACTIVITIES, body).status_code == 201
    ((name, data),) = outbox("activities", body["id"])
    assert name == "activity_recorded"
    assert {"kind": "care", "topic": "lonely_elderly", "people": 3, "team": TEAM}.items() <= data.items()
    assert data["by"].startswith("p-")


def test_answers_are_told_in_numbers(field, outbox):
    body = survey()
    assert field.tell(SURVEYS, body).json()["agreeing"] == 47
    ((name, data),) = outbox("surveys", body["id"])
    assert (name, data["question"], data["answered"], data["agreeing"]) == ("survey_recorded", "feels_safe", 50, 47)


def test_what_was_paid_is_told_with_its_purpose(field, outbox):
    body = expense()
    assert field.tell(EXPENSES, body).json()["yuan"] == 640
    ((name, data),) = outbox("expenses", body["id"])
    assert (name, data["purpose"], data["yuan"], data["team"]) == ("expense_recorded", "fuel", 640, TEAM)


@pytest.mark.parametrize(
    ("path", "made", "more", "wrong"),
    [
        (ACTIVITIES, activity, {"kind": "party"}, "kind"),
        (ACTIVITIES, activity, {"people": -1}, "people"),
        (ACTIVITIES, activity, {"topic": "李四"}, "topic"),
        (SURVEYS, survey, {"answered": 0}, "answered"),
        (SURVEYS, survey, {"agreeing": 51}, "agreeing"),
        (SURVEYS, survey, {"names": []}, "names"),
        (EXPENSES, expense, {"yuan": 0}, "yuan"),
        (EXPENSES, expense, {"yuan": 1.5}, "yuan"),
        (EXPENSES, expense, {"purpose": "李四"}, "purpose"),
    ],
)
def test_what_is_none_is_refused_with_its_field(field, path, made, more, wrong):
    answer = field.tell(path, made(**more))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, wrong)


@pytest.mark.parametrize(("path", "made"), [(ACTIVITIES, activity), (SURVEYS, survey), (EXPENSES, expense)])
def test_a_team_speaks_for_itself_inside_its_region(field, path, made):
    assert field.tell(path, made(), "team", team=OTHER_TEAM).status_code == 403
    assert field.tell(path, made(), "team", team=TEAM).status_code == 201
    assert field.tell(path, made(), within=EAST).status_code == 403
    unknown = field.tell(path, made(team=f"{COUNTY}.left.nobody"))
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "team")


def test_they_are_listed_by_their_words_and_time(field):
    bodies = [activity(topic="listed", region=GRIDS[2], at=ago(days=2)), activity(topic="listed", at=ago(hours=1))]
    for body in bodies:
        assert field.tell(ACTIVITIES, body).status_code == 201
    found = field.get(ACTIVITIES, within=COUNTY, topic="listed", **{"from": ago(days=1)}).json()["items"]
    assert [each["id"] for each in found] == [bodies[1]["id"]]
    asked = survey(question="listed")
    field.tell(SURVEYS, asked)
    found = field.get(SURVEYS, within=COUNTY, question="listed").json()["items"]
    assert [each["id"] for each in found] == [asked["id"]]
    paid = expense(purpose="listed")
    field.tell(EXPENSES, paid)
    found = field.get(EXPENSES, within=COUNTY, purpose="listed").json()["items"]
    assert [each["id"] for each in found] == [paid["id"]]
