"""寿宁's disputes, played by made-up people through the real services over a real broker.

By default every twentieth of the 387, for the time it takes; all with ``make chaos`` (and ``make disputes``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from lianfang.runtime.broker import Broker
from scenarios.shouning.play.actors import OFFICER
from scenarios.shouning.play.desk import Desk
from scenarios.shouning.play.reports import OVER_THE_BUS, read_disputes, reports_of
from scenarios.shouning.play.run import Played, play
from scenarios.shouning.play.stage import stage
from scenarios.staging import Stage
from tests.fixtures.disputes import expected_misses, expected_standing

pytestmark = pytest.mark.timeout(900)
Disputes = list[dict[str, Any]]
TWENTIETH, ALL = pytest.param(20, id="a-twentieth"), pytest.param(1, id="all", marks=pytest.mark.chaos)


def turns_red(dispute: dict[str, Any]) -> bool:
    return "outburst" in dispute["behaviour"]


@pytest.fixture(scope="module", params=[TWENTIETH, ALL])
def disputes(request: pytest.FixtureRequest) -> Disputes:
    """Every twentieth, and the one that turns red."""
    step = request.param
    return [each for n, each in enumerate(read_disputes()) if n % step == step // 2 or turns_red(each)]


@pytest.fixture(scope="module")
def theatre(disputes: Disputes, broker: Broker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """A stage on the run's broker, in a virtual host of its own."""
    vhost = broker.new_vhost()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LIANFANG_BUS_URI", vhost.amqp_uri)
        environment.setenv("LIANFANG_BUS_MANAGEMENT_URI", vhost.management_uri)
        with stage(tmp_path_factory.mktemp("disputes"), disputes[0]) as it:
            yield it
    broker.delete_vhost(vhost.vhost)


@pytest.fixture(scope="module")
def played(theatre: Stage, disputes: Disputes) -> Played:
    return play(theatre.target, theatre.clock, disputes)


def test_bus_service_and_file_count_the_same(played: Played, disputes: Disputes):
    books = played.books
    assert books.differences == {}
    assert books.consistent
    assert books.unowned == ()
    assert books.figures["accepted"] == books.disputes == len(disputes)
    assert books.balanced


def test_as_many_are_settled_as_the_county_published(played: Played, disputes: Disputes):
    assert played.books.settled_share >= 0.98
    assert played.books.figures["settled"] == round(played.books.settled_share * len(disputes))


def test_every_dispute_ends_as_its_peoples_behaviour_has_it(played: Played, disputes: Disputes):
    expected = Counter(expected_standing(each) for each in disputes)
    assert {name: played.books.figures[name] for name in expected} == dict(expected)
    assert played.books.figures["pending"] == 0


def test_a_dispute_that_is_reported_twice_is_one_case(played: Played, disputes: Disputes):
    again = [each for each in disputes if "again" in each["behaviour"]]
    assert again
    assert played.books.merged == len(again)
    assert played.books.records == sum("old" in each for each in disputes)
    opened = [event.data["case_id"] for event in played.events if event.type == "mediation.case_opened.v1"]
    assert len(opened) == len(set(opened)) == len(disputes) + played.books.merged + played.books.records


def test_calls_and_grid_reports_reach_mediation_over_the_bus_each_once(played: Played, disputes: Disputes):
    told = [event.data["incident_id"] for event in played.events if event.type == "mediation.case_opened.v1"
            and "incident_id" in event.data]  # fmt: skip
    reports = [report for each in disputes for report in reports_of(each) if report.source in OVER_THE_BUS]
    assert len(told) == len(set(told)) == len(reports) > 0


def test_every_deadline_that_passed_has_its_event_and_no_other_passed(
    played: Played, disputes: Disputes, theatre: Stage
):
    missed = [event for event in played.events if event.type == "mediation.deadline_missed.v1"]
    expected = sum((expected_misses(each) for each in disputes), Counter[str]())
    assert Counter(event.data["kind"] for event in missed) == expected
    desk = Desk(theatre.target)
    for case, count in Counter(event.data["case_id"] for event in missed).items():
        assert desk.get("mediation", f"/v1/cases/{case}", OFFICER)["missed"] == count
    for event in missed:
        assert event.data["due_at"] <= event.time


def test_a_mediator_who_does_not_answer_is_replaced_on_the_deadline(played: Played, disputes: Disputes):
    silent = sum(1 for each in disputes if expected_misses(each)["accept"])
    replaced = [event for event in played.events if event.type == "mediation.mediator_replaced.v1"]
    assert len(replaced) == silent > 0


def test_the_one_that_turns_red_alarms_its_teams_is_answered_and_lowered_by_two(played: Played, disputes: Disputes):
    assert sum(turns_red(each) for each in disputes) == played.books.figures["red_ever"] == 1
    by_type = Counter(event.type.split(".")[1] for event in played.events)
    alarmed = {event.addressee for event in played.events if event.type == "mediation.alarm_raised.v1"}
    assert "county.command" in alarmed
    assert by_type["alarm_raised"] == len(alarmed)  # answered before it was raised again
    assert by_type["alarm_acknowledged"] == by_type["lowering_proposed"] == by_type["risk_lowered"] == 1


def test_nobody_is_named_in_any_event(played: Played, disputes: Disputes):
    told = "\n".join(event.to_json().decode() for event in played.events)
    people = [person for each in disputes for person in each["parties"]]
    people += [person for each in disputes for person in each.get("old", {}).get("parties", ())]
    numbers = {person[name] for person in people for name in ("phone", "id_number") if name in person}
    assert "演练" not in told  # of which every name, household, address, receipt and text has something
    assert numbers & set(re.findall(r"(?<![0-9a-f])[0-9]{8,}X?(?![0-9a-f])", told)) == set()
