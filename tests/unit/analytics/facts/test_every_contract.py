"""Every event of the platform is counted or left uncounted by decision, and its facts are a function of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.facts.of_event import ALWAYS_RESTRICTED, SILENT, TELLS, OtherVersion, facts_of
from tests.fixtures.analytics_events import EVENTS, told

TYPES = [contract.type.removesuffix(".v1") for contract in EVENTS]
COUNTED = [type for type in TYPES if f"{type}.v1" in TELLS]


def test_each_contract_is_either_counted_or_silent_by_decision():
    assert {contract.type for contract in EVENTS} == set(TELLS) | SILENT
    assert not set(TELLS) & SILENT


@pytest.mark.parametrize("type", COUNTED)
def test_the_example_of_a_counted_contract_gives_facts_in_good_form(type):
    event = told(type, 7)
    facts = facts_of(event)
    assert facts or type in ("patrol.shift_changed", "mediation.sealed")
    assert len({(fact.event_id, fact.kind, fact.other) for fact in facts}) == len(facts)
    for fact in facts:
        assert (fact.event_id, fact.sequence, fact.restricted) == (event.id, 7, event.restricted)
        assert fact.kind in {each.kind for each in TELLS[event.type]}
        assert fact.at.utcoffset() == UTC.utcoffset(None)
        assert re.fullmatch(r"\d{2,16}", fact.region)
        assert fact.subject
        assert fact.team == "" or re.fullmatch(r"\d{6}(\.[a-z0-9-]+){2}", fact.team)


@pytest.mark.parametrize("type", COUNTED)
def test_each_column_is_declared_from_a_field_that_the_contract_has(type):
    contract = next(each for each in EVENTS if each.type == f"{type}.v1")
    known = {field.data_key or name for name, field in contract.schema().fields.items()}
    for each in TELLS[contract.type]:
        made = {name for row in each.rows(contract.example) for name in row} | known
        asked = (each.category, each.word, each.team, each.other, each.subject, each.at, each.value)
        if list(each.rows(contract.example)):
            assert {name for name in asked if name} <= made, each.kind


def test_a_kind_is_told_by_one_event_type_only():
    owners = [(each.kind, type) for type, told_by in TELLS.items() for each in told_by]
    assert len({kind for kind, _ in owners}) == len(owners)


def test_an_unknown_type_gives_nothing():
    assert facts_of(replace(told("incident.closed"), type="weather.changed.v1")) == ()


def test_kinds_that_are_never_open_are_written_down():
    never = {each.kind for one in EVENTS if one.restricted({}) for each in TELLS.get(one.type, ())}
    assert never == ALWAYS_RESTRICTED


def test_sealing_a_case_is_a_restricted_fact_and_unsealing_is_none():
    assert [(one.kind, one.restricted) for one in facts_of(told("mediation.sealed", sealed=True))] == [
        ("case_sealed", True)
    ]
    assert facts_of(told("mediation.sealed", sealed=False)) == ()


@pytest.mark.parametrize("type", ["incident.closed.v2", "mediation.sealed.v3"])
def test_another_version_of_a_known_type_is_no_silence(type):
    with pytest.raises(OtherVersion, match=type):
        facts_of(replace(told("incident.closed"), type=type))


@given(st.lists(st.tuples(st.sampled_from(COUNTED), st.integers(1, 5)), max_size=30), st.randoms())
def test_any_order_and_repetition_of_a_history_gives_the_same_set_of_facts(history, chance):
    events = [told(type, number) for type, number in history]
    again = [*events, *chance.choices(events, k=len(events))] if events else []
    chance.shuffle(again)
    rows = {(f.event_id, f.kind, f.other): f for each in events for f in facts_of(each)}
    assert {(f.event_id, f.kind, f.other): f for each in again for f in facts_of(each)} == rows


@pytest.mark.parametrize("bad", [{"time": "2026-03-01T08:00:00"}, {"time": "yesterday"}, {"data": {}}])
def test_an_event_that_broke_its_contract_is_refused_not_guessed(bad):
    event = told("patrol.coverage_gap_found") if "data" in bad else told("incident.closed")
    with pytest.raises((KeyError, ValueError)):
        facts_of(replace(event, **bad))
