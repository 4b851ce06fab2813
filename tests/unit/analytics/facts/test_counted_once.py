"""What concerns two counties is told to both and counted once, where the place is."""

from __future__ import annotations

from collections import Counter

from hypothesis import given

from services.analytics.domain.facts.of_event import facts_of, is_copy
from tests.fixtures.analytics_events import event, told
from tests.unit.incident.histories import histories


@given(histories())
def test_an_incident_is_reported_and_closed_once_whatever_counties_it_concerns(history):
    events = [event(fact.type, fact.data, fact.region, n, "i-1") for n, fact in enumerate(history.facts, 1)]
    counted = Counter(fact.kind for each in events for fact in facts_of(each))
    assert counted["incident_reported"] == 1
    assert counted["incident_closed"] == (1 if history.incident.outcome else 0)
    requests = [each for each in events if each.type == "incident.task_requested.v1"]
    assert counted["task_requested"] == len(requests)


def test_a_dispute_in_another_county_is_counted_where_it_is():
    place = "3504291000011001"
    assert is_copy(told("mediation.settled", region="350924", **{"state": "closed"})) is True
    here = event("mediation.settled.v1", {**told("mediation.settled").data, "region": place}, place, 1, "c")
    there = event("mediation.settled.v1", {**told("mediation.settled").data, "region": place}, "350924", 2, "c")
    assert [len(facts_of(each)) for each in (here, there)] == [1, 0]


def test_an_alarm_is_counted_for_each_team_that_was_told():
    alarm = told("mediation.alarm_raised", region="350924")
    assert [fact.other for fact in facts_of(alarm)] == ["350924.county.command"]
