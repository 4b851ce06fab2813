"""What figures rely on: intervals, deadlines, hours, gaps and counts stand in the columns they are said to."""

from __future__ import annotations

from datetime import UTC, datetime

from services.analytics.domain.facts.fact import Fact
from services.analytics.domain.facts.of_event import facts_of
from tests.fixtures.analytics_events import told

GRID, CASE = "3509241000011007", "350924.aoyang.case"
PERSON, OTHER = "p-" + "1" * 32, "p-" + "2" * 32


def kinds(event) -> dict[str, Fact]:
    return {fact.kind: fact for fact in facts_of(event)}


def test_a_requested_task_has_its_place_ring_and_both_deadlines():
    facts = kinds(told("incident.task_requested", region="350924"))
    task = facts["task_requested"]
    assert (task.region, task.ring, task.category, task.team) == (GRID, 3, "100200", CASE)
    assert facts["acknowledge_deadline"].at == datetime(2026, 3, 1, 8, 1, tzinfo=UTC)
    assert facts["arrive_deadline"].at == datetime(2026, 3, 1, 8, 5, tzinfo=UTC)
    assert {fact.other for fact in facts.values()} == {task.other}


def test_a_task_without_an_arrival_deadline_has_none_to_keep():
    assert "arrive_deadline" not in kinds(told("incident.task_requested", arrive_by=None))


def test_steps_of_a_task_join_its_request_and_say_when_they_were_late():
    request = kinds(told("incident.task_requested"))["task_requested"]
    taken = kinds(told("incident.task_acknowledged", 2, late=True, region="350924"))["task_acknowledged"]
    assert (taken.subject, taken.other) == (request.subject, request.other)
    assert (taken.word, taken.region) == ("late", "350924")


def test_a_missed_deadline_is_counted_when_it_fell():
    missed = kinds(told("incident.deadline_missed"))["deadline_missed"]
    assert (missed.word, missed.at) == ("acknowledge", datetime(2026, 3, 1, 8, 1, tzinfo=UTC))


def test_tips_complaints_and_duress_are_restricted():
    assert kinds(told("incident.reported", category="950100"))["incident_reported"].restricted
    assert kinds(told("incident.reported", duress=True))["incident_reported"].restricted
    assert not kinds(told("incident.reported"))["incident_reported"].restricted


def test_hours_served_are_summed_by_person_with_the_force_they_served_as():
    served = [
        {"place": 0, "person": PERSON, "minutes": 100, "force": "volunteer"},
        {"place": 1, "person": PERSON, "minutes": 20, "force": "volunteer"},
        {"place": 2, "person": OTHER, "minutes": 240, "force": "officer"},
    ]
    facts = [fact for fact in facts_of(told("patrol.shift_ended", served=served)) if fact.kind == "hours_served"]
    assert {(fact.other, fact.word, fact.value) for fact in facts} == {
        (PERSON, "volunteer", 120.0), (OTHER, "officer", 240.0),
    }  # fmt: skip


def test_a_late_record_adds_to_hours_and_an_arrival_does_not():
    late = kinds(told("patrol.shift_changed", what="late_record", minutes=60, force="volunteer"))
    assert (late["served_late"].value, late["served_late"].word) == (60.0, "volunteer")
    assert set(kinds(told("patrol.shift_changed", what="arrived"))) == {"arrived"}
    assert kinds(told("patrol.shift_changed", what="replanned")) == {}


def test_a_gap_joins_its_end_by_mark_and_begin_with_its_idle_minutes():
    found = kinds(told("patrol.coverage_gap_found"))["gap_found"]
    closed = kinds(told("patrol.coverage_gap_closed", 2, at="2026-03-02T02:30:00+00:00"))["gap_closed"]
    assert (found.subject, found.other) == (closed.subject, closed.other)
    assert (found.value, closed.value, closed.word) == (70.0, 90.0, "visited")


def test_a_count_of_people_gives_both_numbers_of_its_month():
    facts = facts_of(told("grid.population_counted"))
    assert {(fact.word, fact.category, fact.other, fact.value) for fact in facts} == {
        ("registered", "migrant", "2026-03:registered", 119.0),
        ("estimated", "migrant", "2026-03:estimated", 125.0),
    }  # fmt: skip


def test_a_visit_tells_minutes_households_and_talk_on_fraud():
    facts = kinds(told("grid.visit_recorded", households=2, minutes=70, fraud_minutes=12, meets_rule=False))
    assert (facts["visit_made"].value, facts["visit_made"].word) == (70.0, "officer")
    assert (facts["households_visited"].value, facts["households_visited"].word) == (2.0, "short")
    assert facts["fraud_talk"].value == 12.0


def test_a_resolved_hazard_has_the_last_word_on_its_deadline():
    kept = kinds(told("grid.hazard_resolved", in_time=True))["hazard_kept"]
    assert kept.word == "in_time"
    assert kept.at > kinds(told("grid.hazard_found"))["hazard_found"].at


def test_the_registry_tells_how_many_of_each_kind_a_county_has():
    facts = facts_of(told("grid.release_published"))
    assert {(fact.word, fact.value) for fact in facts} == {("grid", 1327.0), ("team", 20.0)}


def test_a_sealed_dispute_is_restricted_and_keeps_its_columns():
    opened = kinds(told("mediation.case_opened", sealed=True))["case_opened"]
    assert (opened.restricted, opened.word, opened.team) == (True, "visit", "350924.aoyang.community")


def test_a_warning_is_counted_at_its_place():
    assert kinds(told("analytics.warning_raised", place="350924100001"))["warning_raised"].region == "350924100001"
