"""`apply` makes a broker as declared and says what it did; `check` finds whatever differs."""

from __future__ import annotations

import pytest

from lianfang.messaging.management import Absent, Management, Unauthorised, Unreachable
from lianfang.messaging.topology import TopologyError, apply, check, load
from lianfang.runtime.broker import BrokerVhost
from lianfang.runtime.ports import free_port

pytestmark = pytest.mark.rabbit
CASE = "350924.aoyang.case"


@pytest.fixture
def management(vhost: BrokerVhost) -> Management:
    return Management(vhost.management_uri, vhost.vhost)


def kinds(vhost: BrokerVhost, **loaded) -> set[tuple[str, str]]:
    return {(d.kind, d.subject) for d in check(load(**loaded), vhost.management_uri, vhost.vhost)}


def test_an_empty_broker_becomes_as_declared_and_stays(vhost):
    topology = load(teams=[CASE], districts=["350924"])
    assert ("missing queue", "incident.releases") in kinds(vhost)
    changes = apply(topology, vhost.management_uri, vhost.vhost)
    assert {change.action for change in changes} == {"created"}
    assert "created queue incident.releases" in map(str, changes)
    assert check(topology, vhost.management_uri, vhost.vhost) == []
    assert apply(topology, vhost.management_uri, vhost.vhost) == []


def test_every_kind_of_difference_is_found_and_repaired(vhost, management):
    topology = load(teams=[CASE])
    apply(topology, vhost.management_uri, vhost.vhost)
    management.delete("exchanges", vhost.vhost, "lianfang.return")
    management.delete("queues", vhost.vhost, "grid.commands")
    management.delete("policies", vhost.vhost, "lianfang.district")
    policy = {"pattern": "^lianfang", "apply-to": "queues", "definition": {"message-ttl": 1}, "priority": 99}
    management.put("policies", vhost.vhost, "lianfang.retry.1s", body=policy)
    management.bind("lianfang.events", "incident.releases", "#")
    assert kinds(vhost, teams=[CASE]) >= {
        ("missing exchange", "lianfang.return"),
        ("missing queue", "grid.commands"),
        ("missing policy", "lianfang.district"),
        ("wrong policy", "lianfang.retry.1s"),
        ("missing binding", "incident.commands"),
        ("unexpected binding", "incident.releases"),
    }
    actions = {change.action for change in apply(topology, vhost.management_uri, vhost.vhost)}
    assert actions == {"created", "changed", "removed"}
    assert kinds(vhost, teams=[CASE]) == set()


def test_one_queue_per_configured_team_is_expected(vhost):
    apply(load(teams=[CASE]), vhost.management_uri, vhost.vhost)
    found = kinds(vhost, teams=[CASE, "350924.aoyang.traffic"])
    assert found == {
        ("missing queue", "team.350924.aoyang.traffic"),
        ("missing binding", "team.350924.aoyang.traffic"),
    }


def test_teams_that_are_there_get_what_their_template_asks_for_since(vhost, management):
    apply(load(teams=[CASE], districts=["350924"]), vhost.management_uri, vhost.vhost)
    added = ("lianfang.events", f"team.{CASE}", "mediation.*.v1.35.09.24.aoyang.case")
    (binding,) = [
        each for each in management.bindings()
        if (each["source"], each["destination"], each["routing_key"]) == added
    ]  # fmt: skip
    management.unbind(added[0], added[1], binding["properties_key"])
    narrowed = "incident.*.*.35.09.24.100.#"
    management.bind("lianfang.events", "district.350924", narrowed)
    assert ("missing binding", f"team.{CASE}") in kinds(vhost)
    changes = apply(load(), vhost.management_uri, vhost.vhost)
    assert [change.action for change in changes] == ["created"]
    assert ("missing binding", f"team.{CASE}") not in kinds(vhost)
    kept = {each["routing_key"] for each in management.bindings() if each["destination"] == "district.350924"}
    assert narrowed in kept


def test_foreign_bindings_are_found_wherever_they_are(vhost, management):
    apply(load(teams=[CASE], districts=["350924"]), vhost.management_uri, vhost.vhost)
    management.bind("lianfang.events", "district.350924", "*.*.*.35.09.#")
    management.bind("lianfang.events", f"team.{CASE}", "incident.*.v1.35.09.24.#")
    management.put("queues", vhost.vhost, "spy", body={"durable": True})
    management.bind("lianfang.restricted", "spy", "#")
    assert kinds(vhost) == {
        ("unexpected binding", "district.350924"),
        ("unexpected binding", f"team.{CASE}"),
        ("unexpected binding", "spy"),
    }


def test_a_policy_of_somebody_else_over_ours_is_found(vhost, management):
    apply(load(), vhost.management_uri, vhost.vhost)
    body = {"pattern": r"^incident\.", "apply-to": "queues", "definition": {"max-length": 5}, "priority": 50}
    management.put("policies", vhost.vhost, "helpful", body=body)
    differences = check(load(), vhost.management_uri, vhost.vhost)
    assert {"incident.releases", "incident.commands"} <= {d.subject for d in differences}
    assert all("helpful" in str(d) for d in differences)


def test_a_queue_with_other_arguments_stops_apply_before_it_changes_anything(vhost, management):
    management.put("queues", vhost.vhost, "incident.releases", body={"durable": True})
    with pytest.raises(
        TopologyError, match=r"'incident.releases' is classic durable, should be quorum durable"
    ) as error:
        apply(load(), vhost.management_uri, vhost.vhost)
    assert "delete_queue incident.releases" in str(error.value)
    assert [q["name"] for q in management.queues()] == ["incident.releases"]
    assert ("wrong queue", "incident.releases") in kinds(vhost)


def test_an_exchange_of_another_type_stops_apply(vhost, management):
    management.put("exchanges", vhost.vhost, "lianfang.events", body={"type": "fanout", "durable": True})
    with pytest.raises(TopologyError, match=r"'lianfang.events' is durable fanout, should be durable topic"):
        apply(load(), vhost.management_uri, vhost.vhost)


def test_single_active_consumer_is_an_argument(vhost, tmp_path):
    extra = tmp_path / "one.yaml"
    extra.write_text("services: {solo: {queues: {work: {single-active-consumer: true}}}}")
    apply(load(extra), vhost.management_uri, vhost.vhost)
    extra.write_text("services: {solo: {queues: {work: {single-active-consumer: false}}}}")
    with pytest.raises(TopologyError, match=r"x-single-active-consumer=True, should be quorum durable"):
        apply(load(extra), vhost.management_uri, vhost.vhost)


def test_the_errors_of_the_management_api_say_what_to_do(vhost):
    with pytest.raises(Unreachable, match="is the broker up"):
        check(load(), f"http://a:b@127.0.0.1:{free_port()}", vhost.vhost)
    wrong = vhost.management_uri.replace("lianfang-admin:", "lianfang-admin:not")
    with pytest.raises(Unauthorised, match="LIANFANG_BUS_MANAGEMENT_URI"):
        check(load(), wrong, vhost.vhost)
    with pytest.raises(Absent, match="virtual host"):
        apply(load(), vhost.management_uri, "no-such-vhost")
