"""The made-up disputes: as many as were published, of the county's kinds, the same for the same seed."""

import json
from collections import Counter
from datetime import date, datetime
from random import Random

import pytest

from lianfang.regions.pack import load
from scenarios.shouning import generate
from scenarios.shouning.disputants import NOWHERE
from scenarios.shouning.disputes import DAYS, DISPUTES, FIRST_DAY, disputes
from scenarios.shouning.odds import KINDS, SOURCES
from scenarios.shouning.play.reports import parties_of, read_disputes, reports_of
from services.mediation.app.policies import load as policies
from services.mediation.domain.people.id_number import canonical
from tests.fixtures.disputes import SETTLED, expected_standing


@pytest.fixture(scope="module")
def made():
    return read_disputes()


@pytest.fixture(scope="module")
def pack():
    return load(generate.FOLDER / "pack")


def test_there_are_as_many_as_were_published_each_with_its_own_people(made):
    assert len(made) == DISPUTES == 387
    assert len({each["id"] for each in made}) == DISPUTES
    names = [person["name"] for each in made for person in each["parties"]]
    assert len(names) == len(set(names))


def test_the_same_seed_makes_the_same_and_another_seed_others(pack):
    assert disputes(pack, Random(5)) == disputes(pack, Random(5))
    assert disputes(pack, Random(5)) != disputes(pack, Random(6))


def test_the_committed_file_is_what_the_generator_makes(pack, made):
    fresh = disputes(pack, Random(generate.SEED + 2))
    assert [json.dumps(each) for each in fresh] == [json.dumps(each) for each in made]


def test_they_come_by_every_source_over_eight_weeks_in_order_of_time(made):
    assert Counter(each["source"] for each in made).keys() == SOURCES.keys()
    moments = [datetime.fromisoformat(each["at"]) for each in made]
    assert moments == sorted(moments)
    assert moments[0].date() >= FIRST_DAY
    assert (moments[-1].date() - FIRST_DAY).days < DAYS == 56


def test_they_lie_in_the_county_and_are_of_kinds_that_the_policy_knows(made, pack):
    grids, policy = {grid.code for grid in pack.grids}, policies.of_county(policies.default(), "350924")
    for each in made:
        assert (each["category"], each["relation"]) in KINDS
        assert each["category"].startswith(policy.dispute_categories)
        assert each["relation"] in policy.grading.relations
        assert set(each["signals"]) <= set(policy.grading.signals)
        assert each["place"].get("grid", next(iter(grids))) in grids
        body = each["behaviour"].get("body")
        assert body is None or body["name"] in policy.bodies


def test_nobody_real_is_in_them(made):
    for each in (person for dispute in made for person in parties_of(dispute)):
        assert each["name"].startswith("演练")
        assert each["phone"].startswith("10001")  # no mobile number in China begins so
        if number := each.get("id_number"):
            assert number.startswith(NOWHERE)  # no region has this code
            assert canonical(number) == number


def test_every_dispute_has_two_sides_and_a_child_has_its_guardian(made):
    for each in made:
        assert {person["side"] for person in each["parties"] if person["role"] == "party"} == {"a", "b"}
        children = [p["ref"] for p in each["parties"] if date.fromisoformat(p["birth_date"]).year > 2008]
        guarded = [person["of"] for person in each["parties"] if person["role"] == "guardian"]
        assert children == guarded
    assert any(person["role"] == "guardian" for each in made for person in each["parties"])


def test_no_outcome_is_in_them_but_all_that_may_happen_does(made):
    told = {name for each in made for name in each["behaviour"]}
    assert {"silent", "visit_forgotten", "oral", "body", "again", "outburst"} <= told
    assert not told & {"outcome", "state", "settled"}
    assert Counter(len(reports_of(each)) for each in made)[2] > 10
    assert sum("outburst" in each["behaviour"] for each in made) == 1
    assert any("old" in each for each in made)


def test_people_who_behave_so_would_settle_as_the_county_published(made):
    settled = sum(expected_standing(each) == SETTLED for each in made)
    assert settled / len(made) >= 0.98
