"""The component `tracing`, put into an overlay: spans go to the collector, by settings that the services take."""

import os
import subprocess
from urllib.parse import urlsplit

import pytest
import yaml

from lianfang.ops.tracing import setting
from lianfang.runtime.config import Config
from tests.deploy.places import K8S, SERVICES, tool
from tests.deploy.rendering import objects, pod_of

pytestmark = pytest.mark.deploy


@pytest.fixture(scope="module", params=["dev", "prod"])
def rendered(request, tmp_path_factory):
    """Return the objects of an overlay with the component."""
    folder = tmp_path_factory.mktemp("traced").resolve()
    resources = [os.path.relpath(K8S / "overlays" / request.param, folder)]
    components = [os.path.relpath(K8S / "components/tracing", folder)]
    wanted = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "namespace": "lianfang"}
    (folder / "kustomization.yaml").write_text(
        yaml.safe_dump(wanted | {"resources": resources, "components": components})
    )
    done = subprocess.run(
        [tool("kustomize"), "build", str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def settings_of(rendered, service):
    """Return what a service's container has in its environment from config maps."""
    maps = {each["metadata"]["name"]: each["data"] for each in rendered if each["kind"] == "ConfigMap"}
    (workload,) = [
        each
        for each in rendered
        if each["kind"] in ("Deployment", "StatefulSet") and each["metadata"]["name"] == service
    ]
    (main,) = pod_of(workload)["spec"]["containers"]
    return {name: text for source in main["envFrom"] for name, text in maps[source["configMapRef"]["name"]].items()}


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_told_where_the_collector_is_and_keeps_what_it_was_told(rendered, service):
    told = settings_of(rendered, service)
    assert told["LIANFANG_TRACES"] == "otlp"
    assert setting.wrong(told["LIANFANG_TRACES"], told) == []
    assert told["LIANFANG_HTTP_PORT"] == "8080"
    ours = {name.removeprefix("LIANFANG_").lower() for name in told if name.startswith("LIANFANG_")}
    assert ours <= set(Config.__dataclass_fields__)


def test_services_may_reach_the_collector_that_they_are_told_of(rendered):
    (policy,) = [
        each for each in rendered if each["kind"] == "NetworkPolicy" and each["metadata"]["name"] == "traces"
    ]
    address = urlsplit(settings_of(rendered, "incident")["OTEL_EXPORTER_OTLP_ENDPOINT"])
    (egress,) = policy["spec"]["egress"]
    assert policy["spec"]["podSelector"]["matchLabels"] == {"app.kubernetes.io/component": "service"}
    (to,) = egress["to"]
    assert to["namespaceSelector"]["matchLabels"]["kubernetes.io/metadata.name"] == address.hostname.split(".")[1]
    assert egress["ports"] == [{"protocol": "TCP", "port": address.port}]


@pytest.mark.parametrize("overlay", ["dev", "ci", "prod"])
def test_it_is_off_where_nobody_asked_for_it(overlay):
    told = {name for each in objects(overlay, "ConfigMap") for name in each["data"]}
    assert [name for name in told if name.startswith(("OTEL_", "LIANFANG_TRACES"))] == []
