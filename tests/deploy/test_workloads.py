"""Every pod that we describe may run under restricted pod security, is probed, sized, and let go in time."""

import re

import pytest

from lianfang.runtime.service import DRAIN_S
from tests.deploy.places import OVERLAYS, SERVICES
from tests.deploy.rendering import containers, objects, one, workloads

pytestmark = [pytest.mark.deploy, pytest.mark.parametrize("overlay", OVERLAYS)]


def services(overlay):
    return [one(overlay, "StatefulSet" if name == "analytics" else "Deployment", name) for name in SERVICES]


def test_the_namespace_refuses_pods_that_are_not_restricted(overlay):
    (namespace,) = objects(overlay, "Namespace")
    assert namespace["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    placed = {each["metadata"].get("namespace") for each in objects(overlay)}
    assert placed <= {namespace["metadata"]["name"], None}


def test_pods_are_restricted(overlay):
    for name, _, pod in workloads(overlay):
        security = pod["spec"]["securityContext"]
        assert security["runAsNonRoot"] is True, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod["spec"]), name
        assert not [volume for volume in pod["spec"]["volumes"] if "hostPath" in volume], name
        for container in containers(pod):
            own = container["securityContext"]
            assert own["allowPrivilegeEscalation"] is False, name
            assert own["readOnlyRootFilesystem"] is True, name
            assert own["capabilities"] == {"drop": ["ALL"]}, name
            assert "hostPort" not in str(container.get("ports", "")), name


def test_pods_carry_no_token_of_the_api_server(overlay):
    accounts = {each["metadata"]["name"]: each for each in objects(overlay, "ServiceAccount")}
    for name, _, pod in workloads(overlay):
        assert pod["spec"]["automountServiceAccountToken"] is False, name
        assert accounts[pod["spec"]["serviceAccountName"]]["automountServiceAccountToken"] is False, name
        assert pod["spec"]["enableServiceLinks"] is False, name


def test_each_service_has_an_account_of_its_own(overlay):
    used = [each["spec"]["template"]["spec"]["serviceAccountName"] for each in services(overlay)]
    assert used == list(SERVICES)


def test_every_container_is_sized(overlay):
    for name, _, pod in workloads(overlay):
        for container in containers(pod):
            assert set(container["resources"]["requests"]) >= {"cpu", "memory"}, name
            assert set(container["resources"]["limits"]) >= {"cpu", "memory"}, name


def test_only_tmp_and_declared_volumes_can_be_written(overlay):
    for name, _, pod in workloads(overlay):
        volumes = {each["name"]: each for each in pod["spec"]["volumes"]}
        for container in containers(pod):
            mounts = {each["mountPath"]: each for each in container["volumeMounts"]}
            assert "emptyDir" in volumes[mounts["/tmp"]["name"]], name
            for mount in mounts.values():
                if "secret" in volumes.get(mount["name"], {}):
                    assert mount["readOnly"] is True, f"{name}: {mount['mountPath']}"


def test_probes_ask_what_the_ops_server_answers(overlay):
    for each in services(overlay):
        (container,) = each["spec"]["template"]["spec"]["containers"]
        ports = {port["name"]: port["containerPort"] for port in container["ports"]}
        asked = {
            kind: (container[f"{kind}Probe"]["httpGet"]["path"], container[f"{kind}Probe"]["httpGet"]["port"])
            for kind in ("startup", "readiness", "liveness")
        }
        # /livez asks nobody: a broker or store that is away must not have healthy processes restarted.
        assert asked == {
            "startup": ("/readyz", "ops"), "readiness": ("/readyz/http", "ops"), "liveness": ("/livez", "ops"),
        }  # fmt: skip
        assert {"http", "ops"} == set(ports)


def test_a_pod_may_take_as_long_to_end_as_its_process_does(overlay):
    for each in services(overlay):
        spec = each["spec"]["template"]["spec"]
        pause = int(spec["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
        assert spec["terminationGracePeriodSeconds"] >= pause + DRAIN_S + 5


def test_a_rollout_never_takes_a_pod_before_another_is_ready(overlay):
    for each in objects(overlay, "Deployment"):
        assert each["spec"]["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}


def test_replicas_are_spread_and_ranked(overlay):
    classes = {each["metadata"]["name"] for each in objects(overlay, "PriorityClass")}
    for name, _, pod in workloads(overlay):
        assert pod["spec"]["priorityClassName"] in classes, name
    for each in services(overlay):
        spread = each["spec"]["template"]["spec"]["topologySpreadConstraints"]
        assert "kubernetes.io/hostname" in {constraint["topologyKey"] for constraint in spread}
        selector = each["spec"]["selector"]
        assert all(constraint["labelSelector"] == selector for constraint in spread)


def test_facts_have_one_owner_and_a_volume_that_outlives_it(overlay):
    analytics = one(overlay, "StatefulSet", "analytics")
    assert analytics["spec"]["replicas"] == 1
    (claim,) = analytics["spec"]["volumeClaimTemplates"]
    container = analytics["spec"]["template"]["spec"]["containers"][0]
    (mount,) = [each for each in container["volumeMounts"] if each["name"] == claim["metadata"]["name"]]
    folder = next(
        each["data"]["LIANFANG_ANALYTICS_DIR"]
        for each in objects(overlay, "ConfigMap")
        if "LIANFANG_ANALYTICS_DIR" in each["data"]
    )
    assert folder.startswith(f"{mount['mountPath']}/")


def test_images_are_named_to_the_last_bit(overlay):
    for name, _, pod in workloads(overlay):
        for container in containers(pod):
            image = container["image"]
            if overlay == "prod":
                assert re.fullmatch(r"registry\.example/[a-z/]+@sha256:[0-9a-f]{64}", image), f"{name}: {image}"
            else:
                assert re.search(r":[\w.-]+\Z", image), f"{name}: {image}"
                assert not image.endswith(":latest"), name
    broker = one(overlay, "RabbitmqCluster", "bus")["spec"]["image"]
    assert "@sha256:" in broker if overlay == "prod" else re.search(r":4\.", broker)
