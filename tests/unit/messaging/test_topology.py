"""The declared topology keeps the rules that no broker would enforce for us."""

from __future__ import annotations

import re

import pytest

from lianfang.messaging.routing import COMMANDS, EVENTS, RESTRICTED, matches
from lianfang.messaging.topology import Topology, TopologyError, load
from lianfang.messaging.topology.addresses import Team

TEAMS = ("350924.aoyang.case", "350924.county.supervision", "350924.xietan.shop-003")


@pytest.fixture(scope="module")
def topology() -> Topology:
    return load(teams=TEAMS, districts=["350924"])


def test_every_queue_has_exactly_one_policy_or_needs_none(topology):
    for queue in topology.queues:
        matching = [policy for policy in topology.policies if re.search(policy.pattern, queue.name)]
        assert len(matching) == 1, queue.name


def test_no_queue_that_events_reach_refuses_publishers_when_it_is_full(topology):
    for binding in topology.bindings:
        definition = topology.policy_of(binding.queue).definition
        if definition.get("overflow") == "reject-publish" and binding.exchange in (EVENTS, RESTRICTED):
            assert not {"max-length", "max-length-bytes"} & set(definition), binding


def test_at_least_once_dead_lettering_has_the_overflow_it_needs(topology):
    strict = [p for p in topology.policies if p.definition.get("dead-letter-strategy") == "at-least-once"]
    assert len(strict) == sum(queue.kind in ("service", "retry") for queue in topology.queues) > 5
    for policy in strict:
        assert policy.definition["overflow"] == "reject-publish"
        assert "max-length" not in policy.definition


def test_every_dead_letter_target_exists(topology):
    exchanges = {exchange.name for exchange in topology.exchanges}
    for policy in topology.policies:
        assert policy.definition.get("dead-letter-exchange", "lianfang.dead") in exchanges


def test_every_service_queue_gets_its_own_retries_and_its_own_dead_letters(topology):
    for queue in (queue for queue in topology.queues if queue.kind == "service"):
        returning = [b for b in topology.bindings if b.exchange == "lianfang.return" and b.key == queue.name]
        assert [b.queue for b in returning] == [queue.name]
        parking = [b for b in topology.bindings if b.exchange == "lianfang.dead" and b.key == queue.name]
        assert [b.queue for b in parking] == [f"{queue.name}.dead"]
        assert topology.policy_of(queue.name).definition["dead-letter-routing-key"] == queue.name


def test_no_district_is_bound_to_what_is_restricted_or_to_commands(topology):
    for binding in topology.bindings:
        if binding.queue.startswith("district."):
            assert binding.exchange == EVENTS


def test_of_what_is_restricted_a_team_gets_only_what_is_addressed_to_it(topology):
    readers = {(b.queue, b.key) for b in topology.bindings if b.exchange == RESTRICTED}
    addressed = {
        (f"team.{team}", f"{context}.*.v1.35.09.24.{team.partition('.')[2]}")
        for team in TEAMS
        for context in ("incident", "mediation")
    }
    services = {
        *(("mediation.incidents", f"incident.{name}.v1.#") for name in ("reported", "closed")),
        *(("patrol.tasks", f"incident.{name}.v1.#") for name in ("unit_chosen", "unit_released")),
    }
    assert readers == {("lianfang.log.restricted", "#"), *addressed, *services}


def test_an_alarm_reaches_the_team_it_is_addressed_to_and_a_case_no_team(topology):
    def takes(key):
        return {b.queue for b in topology.bindings if b.queue.startswith("team.") and matches(b.key, key)}

    assert takes("mediation.alarm_raised.v1.35.09.24.county.supervision") == {"team.350924.county.supervision"}
    for region in ("35.09.24", "35.09.24.100.001", "35.09.24.100.001.1007"):
        assert takes(f"mediation.case_opened.v1.{region}") == set()


def test_replica_pages_and_team_commands_go_to_different_queues(topology):
    keys = {b.queue: set() for b in topology.bindings if b.exchange == COMMANDS}
    for binding in topology.bindings:
        if binding.exchange == COMMANDS:
            keys[binding.queue].add(binding.key)
    assert keys["incident.releases"] == {"incident.replica_page.v1.#"}
    assert keys["mediation.releases"] == {"mediation.replica_page.v1.#"}
    assert keys["incident.releases"].isdisjoint(keys["incident.commands"])


@pytest.mark.parametrize(("version", "limit"), [((3, 10, 8), None), ((3, 13, 7), None), ((4, 0, 5), -1)])
def test_districts_have_no_delivery_limit_on_any_version(topology, version, limit):
    definition = topology.policy_of("district.350924").definition_for(version)
    assert definition.get("delivery-limit") == limit
    assert definition["overflow"] == "drop-head"


@pytest.mark.parametrize("version", [(3, 10, 8), (4, 0, 5)])
def test_service_queues_park_after_an_explicit_limit(topology, version):
    definition = topology.policy_of("incident.releases").definition_for(version)
    assert definition["delivery-limit"] == 50
    assert definition["dead-letter-exchange"] == "lianfang.dead"


@pytest.mark.parametrize(
    "bad", ["350924", "350924.aoyang", "35.aoyang.case", "350924.1.case", "350924.aoyang.#", "350924.*.case",
            "350924.aoyang.case.x", "350924.Aoyang.case", "350924.aoyang.", "350924.a." + "b" * 130],
)  # fmt: skip
def test_a_bad_team_id_is_refused_with_the_form_it_should_have(bad):
    with pytest.raises(TopologyError, match=r"aoyang\.case|expected 6 digits"):
        load(teams=[bad])


@pytest.mark.parametrize("bad", ["", "#", "3509241", "350924100", "35.09"])
def test_a_bad_district_code_is_refused(bad):
    with pytest.raises(TopologyError, match="district"):
        load(districts=[bad])


def test_a_team_is_addressed_by_zone_and_name():
    assert Team.parse("350924.aoyang.case").address == "aoyang.case"


def test_a_further_file_adds_a_service(tmp_path):
    extra = tmp_path / "hello.yaml"
    extra.write_text(
        "services: {hello: {queues: {greetings: {bind: {lianfang.events: [incident.reported.v1.#]}}}}}"
    )
    topology = load(extra)
    assert "hello" in topology.services()
    assert {q.name for q in topology.queues} >= {"hello.greetings", "hello.greetings.dead"}
    assert len(topology.bindings_of("hello.greetings")) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("services: {incident: {}}", "declared already"),
        ("policies: {}", "may not set 'policies'"),
        ("queues: {}", "only the sections"),
        ("services: {team: {queues: {x: {}}}}", "no service name"),
        ("services: {hello: {queues: {dead: {}}}}", "no purpose"),
        ("services: {hello: {queues: {x: {ttl: 3}}}}", "unknown 'ttl'"),
        ("services: {hello: {queues: {x: {bind: {nowhere: ['#']}}}}}", "not under exchanges"),
        ("services: {hello: {queues: {x: {bind: {lianfang.events: '#'}}}}}", "must be a list"),
        ("services: [", "hello.yaml"),
    ],
)
def test_a_wrong_further_file_is_refused_naming_what_is_wrong(tmp_path, text, message):
    extra = tmp_path / "hello.yaml"
    extra.write_text(text)
    with pytest.raises(TopologyError, match=re.escape(message)):
        load(extra)
