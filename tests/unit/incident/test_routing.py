"""Routing carries out the county's rules, and keeps what holds everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lianfang.regions.model import Condition
from services.incident.app.routing_view import NOTHING
from services.incident.domain.place import Place
from services.incident.domain.plan import Draft, Question
from services.incident.domain.routing import plan
from tests.fixtures.incident import COUNTY, DAY, GRIDS, OTHER_COUNTY, OTHER_LON, SHOPS, registry_of, small_pack

ANY = Condition()


@pytest.fixture(scope="module")
def registry():
    return registry_of()


def ask(registry, region=GRIDS[0], **question):
    given = {
        "category": "100200", "priority": 1, "place": Place(region, "grid"), "source": "call", "county": COUNTY,
        "day": DAY,
    }  # fmt: skip
    return plan(Question(**{**given, **question}), registry)


def by_team(found):
    return {each.team.partition(".")[2]: each for each in found.assignments}


def test_rules_choose_capabilities_and_the_zone_says_who_has_them(registry):
    found = by_team(ask(registry))
    assert "left.case" in found
    assert not any(team.startswith("right.") for team in found)


def test_a_team_chosen_for_several_capabilities_has_one_entry_that_lists_them(registry):
    pack = small_pack()
    does_all = tuple(
        replace(team, capabilities=("case", "patrol", "command")) if team.full_id.endswith("left.case") else
        replace(team, capabilities=("community",)) if ".left." in team.full_id else team
        for team in pack.teams
    )  # fmt: skip
    found = by_team(ask(registry_of(replace(pack, teams=does_all))))
    assert set(found["left.case"].capabilities) == {"case", "patrol", "command"}
    assert found["left.case"].role == "respond"


@pytest.mark.parametrize("category", ["100200", "300100", "500200", "600100", "900100", "990000"])
def test_the_command_room_is_told_of_everything_but_complaints(registry, category):
    assert by_team(ask(registry, category=category))["left.command"].role in ("inform", "respond")


def test_complaints_go_to_supervision_only(registry):
    found = ask(registry, category="950100", accused=("left-station",))
    assert [(each.team, each.role) for each in found.assignments] == [(f"{COUNTY}.county.supervision", "supervise")]


@pytest.mark.parametrize("accused", [f"{COUNTY}.county.supervision", f"{COUNTY}.county", COUNTY])
@pytest.mark.parametrize("known", [True, False])
def test_a_complaint_about_supervision_goes_past_it_and_says_so(registry, accused, known):
    found = ask(registry if known else NOTHING, category="950100", accused=(accused,))
    (only,) = found.teams
    assert not only.startswith(accused)
    assert "supervision_accused" in found.flags


def test_no_accused_unit_is_asked_even_outside_complaints(registry):
    found = ask(registry, accused=("left-station",))
    assert found.assignments
    assert not any(team.startswith(f"{COUNTY}.left.") for team in found.teams)


def test_community_officers_are_not_sent_alone_to_an_emergency(registry):
    pack = small_pack()
    rules = (replace(pack.routing.rules[0], id="only-community", capabilities=("community",), when=ANY, stop=True),)
    emergencies = replace(pack.routing.emergencies, categories=(), priorities=(1, 2))
    routing = replace(pack.routing, rules=rules, emergencies=emergencies)
    view = registry_of(replace(pack, routing=routing))
    urgent = ask(view, priority=1)
    assert any("community-not-alone" in each.why for each in urgent.assignments)
    assert not any("community-not-alone" in each.why for each in ask(view, priority=3).assignments)
    allowed = registry_of(replace(pack, routing=replace(routing, community_only_responder=True)))
    assert not any("community-not-alone" in each.why for each in ask(allowed, priority=1).assignments)


def test_an_empty_replica_still_has_the_county_command_room():
    found = ask(NOTHING)
    assert found.teams == {f"{COUNTY}.county.command"}
    assert "empty_replica" in found.flags


def test_nobody_who_can_do_it_leaves_it_to_the_command_room(registry):
    pack = small_pack()
    only_command = tuple(team for team in pack.teams if "command" in team.capabilities)
    bare = tuple(replace(team, capabilities=("command",)) for team in only_command)
    view = registry_of(replace(pack, teams=bare))
    assert ask(view).teams <= {f"{COUNTY}.left.command", f"{COUNTY}.county.command"}
    nobody = registry_of(replace(pack, teams=()))
    assert ask(nobody).teams == {f"{COUNTY}.county.command"}
    assert "no_case" in ask(nobody).flags


def test_over_a_known_border_both_counties_act():
    view = registry_of(small_pack(), small_pack(OTHER_COUNTY, OTHER_LON))
    found = ask(view, region=GRIDS[0].replace(COUNTY, OTHER_COUNTY, 1))
    assert f"{OTHER_COUNTY}.left.case" in found.teams
    assert f"{COUNTY}.county.command" in found.teams


def test_over_an_unknown_border_the_callers_county_acts(registry):
    found = ask(registry, region="350429")
    assert all(team.startswith(COUNTY) for team in found.teams)


def test_a_shop_alert_asks_the_group_and_the_police_at_once(registry):
    found = by_team(ask(registry, source="shop", category="200100", shop=SHOPS[0]))
    assert {team for team, each in found.items() if each.role == "aid"} == {"left.shop-002", "left.shop-003"}
    assert any(each.role == "respond" for each in found.values())


def test_an_unknown_shop_is_flagged_and_the_police_come(registry):
    found = ask(registry, source="shop", category="200100", shop=f"{COUNTY}.left.shop-099")
    assert "unknown_shop" in found.flags
    assert any(each.role == "respond" for each in found.assignments)


def test_the_explanation_names_rule_capability_and_every_team_considered(registry):
    draft = Draft(steps=[])
    question = Question("100200", 1, Place(GRIDS[0], "grid"), "call", COUNTY, DAY)
    found = plan(question, registry, draft)
    case = next(step for step in draft.steps if step.get("capability") == "case")
    assert case["chosen"] == f"{COUNTY}.left.case"
    assert {each["why"] for each in case["considered"]} >= {"own_zone", "neighbour_zone"}
    rules = {step["rule"] for step in draft.steps if step["step"] == "rule"}
    assert set(next(each for each in found.assignments if "case" in each.capabilities).why) <= rules
