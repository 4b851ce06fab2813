"""What only production has: autoscaling, routes, policies, TLS, secrets from a vault."""

import pytest

from tests.deploy.places import SERVICES
from tests.deploy.rendering import objects, one, pod_labels, selects

pytestmark = pytest.mark.deploy


def policies_over(overlay, labels):
    return [each for each in objects(overlay, "NetworkPolicy") if selects(each["spec"]["podSelector"], labels)]


@pytest.mark.parametrize("overlay", ["ci", "prod"])
def test_every_pod_is_shut_off_and_then_let_what_it_needs(overlay):
    (shut,) = [each for each in objects(overlay, "NetworkPolicy") if each["metadata"]["name"] == "deny-all"]
    assert shut["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    for name, labels in pod_labels(overlay).items():
        over = {each["metadata"]["name"] for each in policies_over(overlay, labels)}
        assert over - {"deny-all", "dns"}, f"{name} has no policy of its own"


def test_services_may_open_broker_store_and_identity_provider_and_nothing_else():
    for name in SERVICES:
        labels = {"app.kubernetes.io/name": name, "app.kubernetes.io/component": "service"}
        ports = set()
        for policy in policies_over("prod", labels):
            for rule in policy["spec"].get("egress", ()):
                assert rule["to"], policy["metadata"]["name"]
                ports |= {port["port"] for port in rule["ports"]}
        watching = {"ops", 15671, 15672} if name == "analytics" else set()
        assert ports == {53, 5671, 5672, 27017, 443, 8443} | watching


def test_the_command_room_may_look_at_the_brokers_queues():
    secret = one("prod", "ExternalSecret", "analytics")["spec"]["target"]["template"]["data"]
    address = secret["bus-management-uri"]
    assert address.startswith("https://svc-analytics:")
    assert address.endswith("@bus:15671?cacertfile=/run/tls/ca.crt")
    assert one("prod", "User", "svc-analytics")["spec"]["tags"] == ["monitoring"]
    analytics = {"app.kubernetes.io/name": "analytics", "app.kubernetes.io/component": "service"}
    let_in = [
        rule["ports"] for rule in one("prod", "NetworkPolicy", "bus")["spec"]["ingress"]
        for peer in rule["from"] if "podSelector" in peer and selects(peer["podSelector"], analytics)
    ]  # fmt: skip
    assert 15671 in {port["port"] for ports in let_in for port in ports}


def test_a_workload_is_scaled_by_one_scaler_or_none_and_carries_no_number_of_its_own():
    scaled = [
        each["spec"]["scaleTargetRef"]["name"]
        for each in objects("prod", "HorizontalPodAutoscaler", "ScaledObject")
    ]
    assert sorted(scaled) == sorted(set(scaled)) == ["grid", "incident", "mediation", "patrol"]
    for each in objects("prod", "Deployment"):
        assert "replicas" not in each["spec"]


def test_scalers_watch_queues_of_the_service_that_they_scale():
    queues = {each["spec"]["name"] for each in objects("prod", "Queue")}
    for each in objects("prod", "ScaledObject"):
        for trigger in each["spec"]["triggers"]:
            queue = trigger["metadata"]["queueName"]
            assert queue in queues
            assert queue.startswith(f"{each['metadata']['name']}.")


def test_routes_lead_from_the_gateway_to_the_http_ports():
    (gateway,) = objects("prod", "Gateway")
    listeners = {each["name"] for each in gateway["spec"]["listeners"]}
    for each in objects("prod", "HTTPRoute"):
        for parent in each["spec"]["parentRefs"]:
            assert parent["name"] == gateway["metadata"]["name"]
            assert parent["sectionName"] in listeners
        for backend in (backend for rule in each["spec"]["rules"] for backend in rule.get("backendRefs", ())):
            ports = {
                port["port"]: port["name"] for port in one("prod", "Service", backend["name"])["spec"]["ports"]
            }
            assert ports[backend["port"]] == "http"


def test_pages_call_the_hosts_that_are_routed():
    routed = {host for each in objects("prod", "HTTPRoute") for host in each["spec"].get("hostnames", ())}
    (room,) = [each["data"] for each in objects("prod", "ConfigMap") if "LIANFANG_PEERS" in each["data"]]
    peers = dict(pair.split("=", 1) for pair in room["LIANFANG_PEERS"].split(","))
    assert set(peers) == set(SERVICES)
    assert {address.removeprefix("https://") for address in peers.values()} == routed


def test_the_broker_has_three_nodes_pauses_a_minority_and_keeps_room_on_its_disk():
    spec = one("prod", "RabbitmqCluster", "bus")["spec"]
    assert spec["replicas"] == 3
    settings = dict(
        line.split(" = ") for line in spec["rabbitmq"]["additionalConfig"].splitlines() if line and line[0] != "#"
    )
    assert settings["cluster_partition_handling"] == "pause_minority"
    assert settings["default_queue_type"] == "quorum"
    assert settings["queue_leader_locator"] == "balanced"
    assert settings["disk_free_limit.absolute"] == "6GB"
    assert spec["tls"] == {"secretName": "bus-tls", "disableNonTLSListeners": True}


def test_nobody_talks_to_broker_or_store_in_the_clear():
    for name in SERVICES:
        secret = one("prod", "ExternalSecret", name)["spec"]["target"]["template"]["data"]
        assert secret["bus-uri"].startswith("amqps://svc-")
        assert "tls=true" in secret["store-uri"]
    assert one("prod", "MongoDBCommunity", "store")["spec"]["security"]["tls"]["enabled"] is True


def test_no_secret_is_written_into_the_manifests():
    assert objects("prod", "Secret") == []
