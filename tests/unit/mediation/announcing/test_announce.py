"""What the bus hears of a case: every public fact, the state after it, and no person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from lianfang.contracts.catalogue import catalogue
from lianfang.contracts.mediation import fields
from lianfang.contracts.registry import contract_of
from lianfang.messaging.routing import key_of
from lianfang.persistence.aggregate import NewEvent
from services.mediation.app.announcing import ALARM, ANNOUNCED, OTHER, PRIVATE, about, announce, regions, word
from services.mediation.domain.case import Case
from services.mediation.domain.fact import Fact
from services.mediation.domain.fold import FOLDERS, evolve, trail
from services.mediation.domain.grading import Raise
from services.mediation.domain.opening import SOURCES
from services.mediation.domain.partying import Seal
from tests.fixtures.clock import MORNING
from tests.fixtures.mediation_domain import COMMAND, COMMUNITY, COUNTY, COUNTY_COMMAND, Story
from tests.unit.mediation.announcing.stories import SECRET, STORIES

FLOW = Path("services/mediation/policy/flow.yaml")
TOLD = ("case_id", "state", "confirmation", "risk", "owner", "round", "next_due", "sealed", "region")
every_story = pytest.mark.parametrize("tell", STORIES, ids=lambda tell: tell.__name__)


def heard(before: Case, facts: Sequence[Fact]) -> list[NewEvent]:
    return announce(trail(before, facts))


def events(story: Story) -> list[NewEvent]:
    return heard(Case(), story.facts)


def of(found: list[NewEvent], name: str) -> list[NewEvent]:
    return [each for each in found if each.type == f"mediation.{name}.v1"]


def test_each_fact_is_announced_or_private_by_decision():
    assert set(FOLDERS) == {*ANNOUNCED, *PRIVATE, ALARM}
    assert PRIVATE.isdisjoint(ANNOUNCED)


def test_each_contract_of_a_case_event_has_its_fact():
    known = {each.name for each in catalogue() if each.context == "mediation" and each.kind == "event"}
    assert known == {ALARM, "audit_head_published", *(name for name, _ in ANNOUNCED.values())}


def test_the_contracts_know_the_words_of_the_flow_and_of_the_domain():
    flow = yaml.safe_load(FLOW.read_text("utf-8"))["regions"]
    states = {name: [state["name"] for state in region["states"]] for name, region in flow.items()}
    assert set(fields.STATES) == set(states["procedure"])
    assert list(fields.CONFIRMATIONS) == states["confirmation"]
    assert list(fields.COLOURS) == states["risk"]
    assert fields.SOURCES == SOURCES


def test_the_stories_make_every_fact_there_is():
    assert {fact.name for tell in STORIES for fact in tell().facts} == set(FOLDERS)


@every_story
def test_each_event_keeps_its_contract_and_travels(tell):
    for event in events(tell()):
        contract = contract_of(event.type)
        contract.check(event.data)
        assert contract.addressed == bool(event.addressee)
        assert key_of(event.type, event.region, event.addressee)


@every_story
def test_nothing_encrypted_and_nothing_freely_written_is_in_an_event(tell):
    said = json.dumps([event.data for event in events(tell())], ensure_ascii=False)
    assert SECRET not in said
    assert "Zhang San" not in said
    assert "张三" not in said


@every_story
def test_the_newest_event_tells_the_state_of_the_case(tell):
    story = tell()
    case = Case()
    newest: dict[str, Any] = {}
    for fact in story.facts:
        made = heard(case, [fact])
        case = evolve(case, fact)
        newest = dict(made[-1].data) if made else newest
        assert {key: newest.get(key) for key in TOLD} == {key: about(case).get(key) for key in TOLD}


def test_an_open_case_tells_who_owns_it_and_when_the_next_thing_is_due():
    (opened,) = of(events(STORIES[0]()), "case_opened")
    assert opened.data["owner"] == f"{COUNTY}.left.mediation"
    assert opened.data["next_due"] > MORNING.isoformat()


def test_a_final_case_has_nothing_due():
    assert "next_due" not in of(events(STORIES[4]()), "withdrawn")[0].data


def test_an_alarm_goes_to_each_team_by_its_own_address():
    story = Story().opened()
    made = of(heard(story.case, story.do(Raise("red", "threats"))), ALARM)
    assert {(each.region, each.addressee, each.data["team"]) for each in made} == {
        (COUNTY, team.partition(".")[2], team) for team in (COUNTY_COMMAND, COMMAND, COMMUNITY)
    }


def test_an_alarm_that_knows_no_team_goes_to_the_command_room():
    case = Story().opened().case
    (made,) = heard(case, [Fact(ALARM, MORNING, "timer", {"teams": []})])
    assert made.data["team"] == COUNTY_COMMAND


def test_what_is_said_while_a_case_is_sealed_is_restricted_its_alarms_too():
    story = Story().opened().then(Seal(True))
    made = heard(story.case, story.do(Raise("red", "threats")))
    assert len(made) > 3
    assert all(contract_of(each.type).restricted(each.data) for each in made)


def test_sealing_itself_is_restricted_and_unsealing_is_open():
    story = Story().opened()
    sealed, unsealed = (heard(story.case, story.do(Seal(to)))[0] for to in (True, False))
    assert contract_of(sealed.type).restricted(sealed.data)
    assert not contract_of(unsealed.type).restricted(unsealed.data)


@pytest.mark.parametrize(
    ("region", "told"),
    [
        ("", (COUNTY,)), (COUNTY, (COUNTY,)), (f"{COUNTY}001", (f"{COUNTY}001",)),
        ("350925100", (COUNTY, "350925100")), ("3509", (COUNTY, "3509")),
    ],
)  # fmt: skip
def test_events_go_to_the_place_and_to_the_county_that_answers_for_it(region, told):
    assert regions(replace(Story().opened().case, region=region)) == told


def test_two_counties_hear_the_same():
    story = Story().opened()
    here = replace(story.case, region="350925100")
    one, other = heard(here, [Fact("sealing_changed", MORNING, "x", {"sealed": False})])
    assert one.data == other.data
    assert one.data["region"] == "350925100"


@pytest.mark.parametrize("text", ["张三", "He will pay", "", "x" * 41, "gAAAA==", "a b", "word\n"])
def test_a_reason_that_is_no_word_is_told_as_other(text):
    assert word(text) == OTHER


def test_raising_by_hand_never_tells_what_was_written():
    story = Story().opened()
    (raised,) = of(heard(story.case, story.do(Raise("orange", "threatened"))), "risk_raised")
    assert raised.data["why"] == "by_hand"
    assert (raised.data["previous"], raised.data["to"]) == ("blue", "orange")
