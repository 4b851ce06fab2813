"""The topology operator's objects say what the topology says: nothing more, nothing less."""

from collections import defaultdict

import pytest

from lianfang.deploy.broker_objects import broker_objects
from lianfang.messaging.accounts import grants
from lianfang.messaging.topology import load


@pytest.fixture(scope="module")
def topology():
    return load()


@pytest.fixture(scope="module")
def objects(topology):
    by_kind = defaultdict(list)
    for each in broker_objects(topology):
        by_kind[each["kind"]].append(each["spec"])
    return by_kind


def test_every_exchange_queue_and_binding_is_there_and_no_other(topology, objects):
    assert {(each["name"], each["type"]) for each in objects["Exchange"]} == {
        (each.name, each.type) for each in topology.exchanges
    }
    assert {each["name"] for each in objects["Queue"]} == {each.name for each in topology.queues}
    assert {(each["source"], each["destination"], each.get("routingKey", "")) for each in objects["Binding"]} == {
        (each.exchange, each.queue, each.key) for each in topology.bindings
    }
    assert len(objects["Binding"]) == len(set(topology.bindings))


def test_queues_have_the_type_and_arguments_that_services_expect(topology, objects):
    for spec in objects["Queue"]:
        assert {"x-queue-type": spec["type"], **spec.get("arguments", {})} == topology.queue(spec["name"]).arguments


def test_policies_are_written_for_the_server_that_the_cluster_runs(topology, objects):
    written = {each["name"]: each for each in objects["Policy"]}
    for policy in topology.policies:
        assert written[policy.name]["definition"] == policy.definition_for((4, 1))
        assert written[policy.name]["pattern"] == policy.pattern
    limits = {each["definition"].get("delivery-limit") for each in objects["Policy"]}
    assert limits == {50, -1, None}  # never RabbitMQ 4's own 20; streams have none


def test_an_object_that_somebody_removes_does_not_take_messages_along(objects):
    assert all(each["deleteIfEmpty"] for each in objects["Queue"])


def test_accounts_may_what_their_grant_says(topology, objects):
    permissions = {each["userReference"]["name"]: each["permissions"] for each in objects["Permission"]}
    assert set(permissions) == {f"svc-{name}" for name in topology.services()}
    for name in topology.services():
        grant = grants.service(topology, name)
        assert permissions[grant.account] == {
            "configure": grant.configure, "write": grant.write, "read": grant.read,
        }  # fmt: skip


def test_no_account_is_without_a_rule_on_a_topic_exchange(topology, objects):
    ruled = {
        (each["userReference"]["name"], each["permissions"]["exchange"]) for each in objects["TopicPermission"]
    }
    assert ruled == {
        (f"svc-{name}", exchange) for name in topology.services() for exchange in topology.topic_exchanges()
    }


def test_names_are_fit_for_kubernetes_and_unique(topology):
    names = [(each["kind"], each["metadata"]["name"]) for each in broker_objects(topology)]
    assert len(names) == len(set(names))
    assert all(name == name.lower() and "_" not in name and len(name) <= 253 for _, name in names)
