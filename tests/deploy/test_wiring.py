"""What names something else names something that is there: selectors, ports, secrets, config maps, targets."""

import pytest

from tests.deploy.places import OVERLAYS, SERVICES
from tests.deploy.rendering import OPERATED, containers, objects, one, pod_labels, selects, workloads

pytestmark = [pytest.mark.deploy, pytest.mark.parametrize("overlay", OVERLAYS)]
OPERATED_SECRETS = {"bus-tls", "store-tls"}


def taken(overlay, selector):
    return [name for name, labels in pod_labels(overlay).items() if selects(selector, labels)]


def made_secrets(overlay):
    """Return the keys of every secret that the overlay makes, by its name."""
    plain = {each["metadata"]["name"]: set(each["data"]) for each in objects(overlay, "Secret")}
    external = {
        each["spec"]["target"]["name"]: set(each["spec"]["target"]["template"]["data"])
        for each in objects(overlay, "ExternalSecret")
    }
    certificates = {
        each["spec"]["secretName"]: {"ca.crt", "tls.crt", "tls.key"} for each in objects(overlay, "Certificate")
    }
    return plain | external | certificates


def test_workloads_select_their_own_pods_and_no_others(overlay):
    for name, each, pod in workloads(overlay):
        if each["kind"] == "CronJob":
            continue
        assert selects(each["spec"]["selector"], pod["metadata"]["labels"]), name
        assert taken(overlay, each["spec"]["selector"]) == [name]


def test_services_lead_to_one_workload_and_to_ports_that_it_has(overlay):
    pods = {name: pod for name, _, pod in workloads(overlay)}
    for each in objects(overlay, "Service"):
        (name,) = taken(overlay, {"matchLabels": each["spec"]["selector"]})
        ports = {port["name"] for container in containers(pods[name]) for port in container.get("ports", ())}
        assert {port["targetPort"] for port in each["spec"]["ports"]} <= ports


def test_every_workload_has_one_disruption_budget(overlay):
    budgets = [each["spec"]["selector"] for each in objects(overlay, "PodDisruptionBudget")]
    for name, labels in pod_labels(overlay).items():
        assert sum(selects(selector, labels) for selector in budgets) == 1, name
    assert all(taken(overlay, selector) for selector in budgets), "a budget over nothing"


def test_no_running_copy_is_interrupted_by_draining_a_node(overlay):
    # https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors: over pods
    # of jobs only a whole minAvailable works.
    jobs = objects(overlay, "CronJob")
    spec = one(overlay, "PodDisruptionBudget", "maintenance")["spec"]
    assert spec["minAvailable"] == len(jobs)
    assert {each["spec"]["concurrencyPolicy"] for each in jobs} == {"Forbid"}


def test_configuration_and_secrets_that_are_mounted_exist_with_the_keys_asked_for(overlay):
    maps = {each["metadata"]["name"] for each in objects(overlay, "ConfigMap")}
    secrets = made_secrets(overlay)
    for name, _, pod in workloads(overlay):
        for container in containers(pod):
            for source in container.get("envFrom", ()):
                assert source["configMapRef"]["name"] in maps, name
            assert not [each for each in container.get("env", ()) if "valueFrom" in each], (
                f"{name}: secrets are files"
            )
        for volume in pod["spec"]["volumes"]:
            if wanted := volume.get("secret"):
                keys = {item["key"] for item in wanted.get("items", ())}
                assert keys <= secrets[wanted["secretName"]], f"{name}: {wanted['secretName']}"


def test_custom_resources_name_secrets_that_exist(overlay):
    secrets = made_secrets(overlay)
    for each in objects(overlay, "User"):
        assert {"username", "password"} <= secrets[each["spec"]["importCredentialsSecret"]["name"]]
    for user in one(overlay, "MongoDBCommunity", "store")["spec"]["users"]:
        wanted = user["passwordSecretRef"]
        assert wanted["key"] in secrets[wanted["name"]], user["name"]
    for each in objects(overlay, "TriggerAuthentication"):
        for wanted in each["spec"]["secretTargetRef"]:
            assert wanted["key"] in secrets[wanted["name"]]


def test_broker_objects_belong_to_the_cluster_and_permissions_to_users(overlay):
    (cluster,) = objects(overlay, "RabbitmqCluster")
    users = {each["metadata"]["name"] for each in objects(overlay, "User")}
    for each in objects(overlay, "Vhost", "Exchange", "Queue", "Binding", "Policy", "User", "Permission"):
        assert each["spec"]["rabbitmqClusterReference"]["name"] == cluster["metadata"]["name"]
    for each in objects(overlay, "Permission", "TopicPermission"):
        assert each["spec"]["userReference"]["name"] in users


def test_each_service_has_a_database_of_its_own_in_the_store(overlay):
    store = one(overlay, "MongoDBCommunity", "store")
    roles = {user["name"]: user["roles"] for user in store["spec"]["users"]}
    for name in SERVICES:
        assert roles[f"svc-{name}"] == [{"name": "readWrite", "db": name}]


def test_what_operators_make_is_selected_by_labels_that_they_give(overlay):
    broker = one(overlay, "RabbitmqCluster", "bus")["spec"]
    (term,) = broker["affinity"]["podAntiAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
    assert selects(term["labelSelector"], OPERATED["bus"])
    assert broker["override"]["statefulSet"]["spec"]["template"]["spec"]["priorityClassName"] == "lianfang-data"


def test_monitors_select_pods_and_scrape_ports_that_they_have(overlay):
    ports = {"services": {"ops"}, "bus": {"prometheus", "prometheus-tls"}}
    for each in objects(overlay, "PodMonitor"):
        assert taken(overlay, each["spec"]["selector"])
        scraped = {endpoint["port"] for endpoint in each["spec"]["podMetricsEndpoints"]}
        assert scraped <= ports[each["metadata"]["name"]]
