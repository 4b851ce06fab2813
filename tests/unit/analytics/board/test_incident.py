"""An incident's item is what the incident service itself knows, after any history and in any order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.incident.domain.categories import is_restricted
from tests.fixtures.analytics_events import board, event, told
from tests.unit.incident.histories import histories

KEY = ("incident", "incident-1")


@given(histories(), st.randoms())
def test_the_item_agrees_with_the_service(history, chance):
    events = [event(fact.type, fact.data, fact.region, n, "incident-1") for n, fact in enumerate(history.facts, 1)]
    chance.shuffle(events)
    truth, item = history.incident, board(events)[KEY]
    body = item.body
    assert (body["state"], item.gone) == (truth.state, truth.outcome != "")
    assert (body["category"], body["priority"], body["source"]) == (truth.category, truth.priority, truth.source)
    assert (item.region, body.get("ring")) == (truth.place.region, truth.place.ring)
    assert item.restricted == is_restricted(truth.category, truth.duress)
    states = {task.id: "requested" if task.state == "pending" else task.state for task in truth.tasks}
    assert {id: task["state"] for id, task in body["tasks"].items()} == states
    assert {id: task["team"] for id, task in body["tasks"].items()} == {task.id: task.team for task in truth.tasks}


def test_the_earliest_deadline_that_runs_is_told_and_ends_with_the_answer():
    asked = told("incident.task_requested", 1)
    id = asked.data["incident_id"]
    assert board([asked])["incident", id].body["next_due"] == asked.data["acknowledge_by"]
    taken = told("incident.task_acknowledged", 2)
    assert board([asked, taken])["incident", id].body["next_due"] == asked.data["arrive_by"]
    there = told("incident.task_on_scene", 3)
    assert "next_due" not in board([asked, taken, there])["incident", id].body


def test_a_late_event_does_not_revive_what_is_closed():
    closed, late = told("incident.closed", 9), told("incident.task_on_scene", 4)
    (item,) = board([closed, late]).values()
    assert item.gone
    assert item.body["state"] == "closed"


def test_both_counties_that_an_incident_concerns_stand_in_it():
    here, there = told("incident.reported", 1), told("incident.reported", 2, region="350429", copy=True)
    (item,) = board([there, here]).values()
    assert item.body["counties"] == ["350429", "350924"]
    assert item.county == "350924"


def test_a_shops_alert_is_marked_and_units_come_and_go():
    alert = told("incident.reported", 1, source="shop")
    sent, let_go = told("incident.unit_chosen", 2), told("incident.unit_released", 3)
    (item,) = board([let_go, alert, sent]).values()
    assert item.body["alert"] is True
    assert item.body["units"]["350924.aoyang.car-1"]["state"] == "let_go"
