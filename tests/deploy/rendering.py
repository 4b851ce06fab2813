"""The overlays as kustomize renders them, and ways to look at what came out."""

import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import yaml

from tests.deploy.places import K8S, tool

Object = dict[str, Any]


@cache
def text(overlay: str) -> str:
    """Return an overlay as rendered."""
    done = subprocess.run(
        [tool("kustomize"), "build", str(K8S / "overlays" / overlay)], capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def _parsed(overlay: str) -> tuple[Object, ...]:
    return tuple(yaml.load_all(text(overlay), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def objects(overlay: str, *kinds: str) -> list[Object]:
    """Return the objects of an overlay, of these kinds or all."""
    return [each for each in _parsed(overlay) if not kinds or each["kind"] in kinds]


def one(overlay: str, kind: str, name: str) -> Object:
    """Return the object of that kind and name."""
    (found,) = [each for each in objects(overlay, kind) if each["metadata"]["name"] == name]
    return found


def pod_of(each: Object) -> Object | None:
    """Return the pod template that an object carries, None when it carries none."""
    spec = each.get("spec", {})
    if each["kind"] == "CronJob":
        return spec["jobTemplate"]["spec"]["template"]
    return spec["template"] if each["kind"] in ("Deployment", "StatefulSet", "DaemonSet", "Job") else None


def workloads(overlay: str) -> Iterator[tuple[str, Object, Object]]:
    """Yield kind/name, the object, and its pod template, for everything of ours that makes pods."""
    for each in objects(overlay):
        if (pod := pod_of(each)) is not None:
            yield f"{each['kind']}/{each['metadata']['name']}", each, pod


def containers(pod: Object) -> list[Object]:
    """Return all containers of a pod template."""
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


# What operators make of our custom resources: the labels of the pods, as their documentation gives them.
OPERATED = {
    "bus": {"app.kubernetes.io/name": "bus", "app.kubernetes.io/component": "rabbitmq"},
    "store": {"app": "store-svc"},
}


def pod_labels(overlay: str) -> dict[str, Mapping[str, str]]:
    """Return the labels of the pods of every workload, those of the operators' among them."""
    ours = {name: pod["metadata"]["labels"] for name, _, pod in workloads(overlay)}
    return ours | {f"operated/{name}": labels for name, labels in OPERATED.items()}


def selects(selector: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """Return whether a label selector takes these labels; of expressions only `In` is known."""
    for each in selector.get("matchExpressions", ()):
        assert each["operator"] == "In"
        if labels.get(each["key"]) not in each["values"]:
            return False
    return all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
