"""A plan becomes events: each keeps its contract, the counts are the plan's, the seed decides the rest."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.contracts.registry import contract_of
from lianfang.regions.codes import level_of
from lianfang.runtime.history.make import history, places_of
from lianfang.runtime.history.plan import read_plan
from lianfang.runtime.history.stage import ZONE, Stage, Teller

SCENARIOS = Path(__file__).parents[3] / "scenarios"


@pytest.fixture(scope="module")
def plan():
    return read_plan(SCENARIOS / "taining" / "history.yaml")


@pytest.fixture(scope="module")
def events(plan):
    return history(plan, 1)


def test_every_event_keeps_its_contract_and_says_that_no_service_told_it(events):
    for event in events:
        contract_of(event.type).check(event.data)
        assert (event.source, event.correlationid) == ("/scenarios/350429/history", "history-350429-1")
        assert event.region.startswith("350429")
        level_of(event.region)


def test_aggregates_number_their_events_from_one_in_the_order_of_time(events):
    numbers = defaultdict(list)
    for event in events:
        numbers[event.subject].append((event.sequence, event.time))
    for told in numbers.values():
        assert [number for number, _ in sorted(told)] == list(range(1, len(told) + 1))
        assert [time for _, time in sorted(told)] == sorted(time for _, time in told)


def test_the_same_seed_gives_the_same_events_and_another_gives_others(plan, events):
    assert history(plan, 1) == events
    other = history(plan, 2)
    assert {event.id for event in other}.isdisjoint(event.id for event in events)
    assert Counter(event.type for event in other) == Counter(event.type for event in events)


def test_a_line_s_events_do_not_depend_on_other_lines(plan, events):
    alone = history(replace(plan, lines=tuple(line for line in plan.lines if line["id"] == "safety")), 1)
    assert alone == [event for event in events if event.type == "grid.survey_recorded.v1"]


def test_what_is_reported_is_reported_in_its_local_year_as_often_as_planned(events):
    years = Counter(
        datetime.fromisoformat(event.time).astimezone(ZONE).year
        for event in events if event.type == "incident.reported.v1"
    )  # fmt: skip
    assert years == {2024: 87, 2025: 83}


def test_a_pack_gives_its_grids_each_with_its_zone():
    places = places_of(read_plan(SCENARIOS / "shouning" / "history.yaml"))
    assert len(places) == 1327
    assert {place.zone for place in places} == {"aoyang", "nanyang", "xiadang", "xietan"}


def test_a_zone_without_places_is_told(plan):
    stage = Stage(Teller("350429", 1), Random(1), places_of(plan), plan.years)
    with pytest.raises(LookupError, match="nowhere"):
        stage.place("nowhere")


@given(st.lists(st.integers(0, 20), min_size=1, max_size=30), st.randoms(), st.data())
def test_a_split_adds_up_and_keeps_to_what_each_part_can_take(most, random, data):
    total = data.draw(st.integers(0, sum(most)))
    found = Stage(Teller("350429", 1), random, (), (2024, 2025)).split(total, len(most), most)
    assert sum(found) == total
    assert all(part <= top for part, top in zip(found, most, strict=True))
