"""Incidents of dispute categories become cases, once each; false alarms take back what nobody has begun."""

from __future__ import annotations

import pytest

import lianfang.contracts.incident
import lianfang.contracts.mediation  # noqa: F401 - the contracts of what is heard and said
from lianfang.contracts.registry import ContractError
from lianfang.persistence.aggregate import Command
from lianfang.persistence.store import find_all
from services.mediation.app.react.disputes import RELATIONS
from services.mediation.domain.grading import Raise
from services.mediation.domain.opening import AddSource, Triage
from tests.component.mediation.react.conftest import INCIDENT
from tests.fixtures.mediation_domain import policy


def test_a_quarrel_between_neighbours_becomes_a_case(ear):
    assert ear.hears()
    (case,) = ear.cases()
    assert (case.county, case.region, case.category) == ("350924", "3509241000011007", "200302")
    assert [(each.source, each.ref) for each in case.origins] == [("incident", INCIDENT)]
    assert (case.relation, case.sealed, case.text) == ("neighbours", False, "")
    assert case.owner == "350924.county.command"
    assert case.deadlines.keys() == {"triage"}


def test_what_it_says_of_itself_is_on_the_bus_with_the_incident_as_its_cause(ear):
    ear.hears()
    (document,) = find_all(ear.store, "cases")
    opened = document["outbox"][0]
    assert (opened["type"], opened["region"]) == ("mediation.case_opened.v1", "3509241000011007")
    assert (opened["causationid"], opened["correlationid"]) == ("e-1", "c-1")


@pytest.mark.parametrize("category", ["100200", "200400", "990000", "950000"])
def test_other_incidents_are_none_of_ours(ear, category):
    assert not ear.hears(category=category)
    assert (ear.notices, ear.cases()) == ([], [])


def test_the_same_event_twice_and_another_event_of_the_same_incident_make_one_case(ear):
    assert ear.hears()
    assert not ear.hears()
    assert not ear.hears(id="e-2")
    (case,) = ear.cases()
    assert len(case.origins) == 1


def test_a_grid_workers_report_is_told_as_such(ear):
    ear.hears(source="grid")
    assert ear.cases()[0].origins[0].source == "grid_report"


def test_a_quarrel_under_duress_is_sealed_from_its_first_event_on(ear):
    ear.hears(duress=True)
    (document,) = find_all(ear.store, "cases")
    assert ear.cases()[0].sealed
    assert {each["audience"] for each in document["outbox"]} == {"restricted"}


def test_a_place_in_another_county_stays_with_the_county_that_took_the_report(ear):
    ear.hears(region="350925100001", told_in="350924")
    (case,) = ear.cases()
    assert (case.county, case.region) == ("350924", "350925100001")
    (document,) = find_all(ear.store, "cases")
    assert [each["region"] for each in document["outbox"]] == ["350924", "350925100001"]


def test_what_breaks_its_contract_is_refused(ear):
    with pytest.raises(ContractError):
        ear.hears(source="radio")
    assert ear.cases() == []


@pytest.mark.parametrize("outcome", ["false_alarm", "duplicate"])
def test_a_false_alarm_takes_back_a_case_that_nobody_has_begun(ear, outcome):
    ear.hears()
    assert ear.hears("closed", "e-2", outcome=outcome)
    assert ear.hears("closed", "e-2", outcome=outcome)
    assert ear.cases()[0].state == "withdrawn"


def test_an_incident_that_was_handled_leaves_its_dispute_to_be_mediated(ear):
    ear.hears()
    assert not ear.hears("closed", "e-2", outcome="handled")
    assert ear.cases()[0].state == "registered"


@pytest.mark.parametrize(
    "meanwhile",
    [Triage("people"), AddSource("walk_in", "w-1"), AddSource("incident", "i-2"), Raise("red", "threats")],
    ids=["triaged", "walked_in", "called_again", "red"],
)
def test_what_somebody_works_on_or_also_reports_or_fears_stays(ear, meanwhile):
    ear.hears()
    before = ear.act.internally(ear.cases()[0].id, [meanwhile], Command("c"))
    assert not ear.hears("closed", "e-2")
    assert ear.cases() == [before]


def test_a_false_alarm_without_a_case_changes_nothing(ear):
    assert not ear.hears("closed")
    assert ear.cases() == []


def test_the_relations_told_by_categories_are_words_of_the_rules():
    rules = policy()
    assert set(RELATIONS.values()) <= set(rules.grading.relations)
    assert all(category.startswith(rules.dispute_categories) for category in RELATIONS)
