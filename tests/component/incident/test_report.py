"""Intake: once per key, nothing personal in the clear, never refused."""

from __future__ import annotations

import json

import pytest

from lianfang.persistence.cipher import FieldCipher
from lianfang.persistence.handled import ReusedId
from lianfang.persistence.sealed import unseal
from lianfang.persistence.store import find_all
from services.incident.app.access import NotThere
from services.incident.app.report_incident import Said
from tests.fixtures.incident import COUNTY, KEY, LEFT, RIGHT, SHOPS, dispatcher, intake, names, office, team, teams


def test_a_report_and_all_its_tasks_are_one_write_with_their_events(desk):
    incident = desk.report()
    (document,) = find_all(desk.store, "incidents")
    assert (document["id"], document["revision"]) == (incident.id, 1)
    assert names(document["outbox"]) == ["reported"] + ["task_requested"] * len(incident.tasks)
    assert [pending.document["id"] for pending in desk.handed] == [incident.id]
    assert document["due"] == min(task.ack_by for task in incident.tasks).isoformat()


def test_a_repeat_under_the_same_key_is_the_same_incident(desk):
    first, second = desk.report("key-1"), desk.report("key-1")
    assert second == first
    assert desk.store.count("incidents") == 1
    assert names(desk.events()).count("reported") == 1


def test_another_body_under_the_same_key_is_refused_and_changes_nothing(desk):
    desk.report("key-1")
    with pytest.raises(ReusedId):
        desk.report("key-1", category="300100")
    assert [document["state"]["category"] for document in find_all(desk.store, "incidents")] == ["100200"]


def test_what_names_a_person_is_nowhere_in_the_clear(desk):
    personal = {"description": "张三在家门口", "name": "李四", "phone": "13900000000", "address": "解放路1号"}
    incident = desk.report(personal=personal)
    stored = json.dumps([*find_all(desk.store, "incidents")], ensure_ascii=False)
    assert not any(text in stored for text in personal.values())
    assert unseal(FieldCipher([KEY]), incident.sealed) == personal


def test_events_hold_no_coordinates(desk):
    desk.report()
    said = json.dumps([event["data"] for event in desk.events()])
    assert str(LEFT[0]) not in said
    assert '"lon"' not in said


AWKWARD = (
    {"category": "no such thing"}, {"lon": 500.0, "lat": 0.0}, {"lon": -30.0, "lat": 10.0}, {"grid": "x" * 30},
    {"grid": "3504291000011001"}, {"text": "nobody knows where"}, {"text": ""},
    {"source": "shop", "shop": "990102.left.shop-999", "category": "200100"}, {"source": "shop", "shop": ""},
    {"category": "950100", "accused": ("990102.county.supervision", "990102", "990100", "990000")},
)  # fmt: skip


@pytest.mark.parametrize("loaded", [True, False], ids=["replica", "no replica"])
@pytest.mark.parametrize("region", [COUNTY, "9901", "99", ""])
def test_nothing_about_place_category_or_region_is_refused(tmp_path, loaded, region):
    desk = office(tmp_path / "x.db", loaded=loaded)
    for said in AWKWARD:
        incident = desk.report(caller=intake(region), **said)
        assert incident.tasks
        assert incident.flags
        assert desk.app.incidents.get(incident.id, dispatcher("", "supervisor")) == incident


def test_a_call_centre_above_the_county_goes_by_the_place_or_the_only_county_known(desk):
    assert desk.report(caller=intake("9901"), lon=RIGHT[0], lat=RIGHT[1]).county == COUNTY
    assert desk.report(caller=intake(""), text="?").county == COUNTY


def test_a_shop_alert_tells_partners_and_police_in_the_same_write(desk):
    incident = desk.report(source="shop", shop=SHOPS[0], category="200100")
    assert teams(incident, "aid") == {"left.shop-002", "left.shop-003"}
    assert teams(incident, "respond")
    assert incident.place.region.startswith(COUNTY)
    assert incident.place.grid
    (document,) = find_all(desk.store, "incidents")
    requests = [event for event in document["outbox"] if event["type"] == "incident.task_requested.v1"]
    assert {event["addressee"] for event in requests} == teams(incident)
    assert {event["data"]["shop"] for event in requests} == {SHOPS[0]}


@pytest.mark.parametrize(
    "said",
    [{"category": "950100", "accused": ("left-station",)}, {"category": "900100"}, {"duress": True}],
    ids=str,
)
def test_what_is_restricted_says_so_on_every_event(desk, said):
    desk.report(**said)
    assert {event.get("audience") for event in desk.events()} == {"restricted"}


def test_a_complaint_is_seen_by_supervisors_and_by_no_dispatcher_or_accused_team(desk):
    incident = desk.report(category="950100", accused=("left-station",))
    for caller in (dispatcher(), team(f"{COUNTY}.left.case"), team(f"{COUNTY}.left.command")):
        with pytest.raises(NotThere):
            desk.app.incidents.get(incident.id, caller)
        assert desk.app.incidents.page(caller).incidents == []
    assert desk.app.incidents.get(incident.id, dispatcher(COUNTY, "supervisor")).id == incident.id
    assert desk.app.incidents.get(incident.id, team(f"{COUNTY}.county.supervision")).id == incident.id


def test_a_dry_run_says_the_same_and_stores_nothing(desk):
    found = desk.app.explain.dry_run(Said("call", "100200", lon=LEFT[0], lat=LEFT[1]), intake())
    assert desk.store.count("incidents") == 0
    incident = desk.report()
    assert [task["team"] for task in found["tasks"]] == [task.team for task in incident.tasks]
    assert found["steps"]
    explained = desk.app.explain.incident(incident.id, dispatcher())
    assert [task["why"] for task in explained["tasks"]] == [task["why"] for task in found["tasks"]]
    assert explained["release"] == found["release"]
