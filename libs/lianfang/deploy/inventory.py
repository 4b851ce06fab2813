"""What an overlay asks of a cluster: its workloads with pods, processor, memory and disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lianfang.deploy.rendered import Object

_UNITS = {"m": 0.001, "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40}
_GI = 2**30


@dataclass(frozen=True, slots=True)
class Workload:
    """Pods of one kind. pods: fewest and most; (0, 0) for a job, which runs now and then.

    cpu: cores that one pod asks for, and may use. memory: bytes, likewise. disk: bytes of one pod. scaler: what
    changes the number of pods, empty when nothing does.
    """

    kind: str
    name: str
    pods: tuple[int, int]
    cpu: tuple[float, float]
    memory: tuple[float, float]
    disk: float = 0
    scaler: str = ""


def quantity(text: str | float) -> float:
    """Return a quantity of Kubernetes (``250m``, ``2Gi``, ``"1"``) as a number. Raises ValueError for others."""
    words = str(text)
    for unit, factor in _UNITS.items():
        if words.endswith(unit):
            return float(words.removesuffix(unit)) * factor
    return float(words)


def workloads(objects: Iterable[Object]) -> Iterator[Workload]:
    """Yield what makes pods, those that operators make included, by how much memory they ask for."""
    known = list(objects)
    scalers = dict(_scalers(known))
    found = [made for each in known if (made := _workload(each, scalers))]
    yield from sorted(found, key=lambda each: (-each.pods[0] * each.memory[0], each.name))


def _scalers(objects: Iterable[Object]) -> Iterator[tuple[str, tuple[str, int, int]]]:
    for each in objects:
        spec = each.get("spec", {})
        if each["kind"] == "HorizontalPodAutoscaler":
            yield spec["scaleTargetRef"]["name"], ("HPA, processor", spec["minReplicas"], spec["maxReplicas"])
        elif each["kind"] == "ScaledObject":
            queues = ", ".join(trigger["metadata"]["queueName"] for trigger in spec["triggers"])
            asked = (f"KEDA, {queues}", spec["minReplicaCount"], spec["maxReplicaCount"])
            yield spec["scaleTargetRef"]["name"], asked


def _workload(each: Object, scalers: Mapping[str, tuple[str, int, int]]) -> Workload | None:
    kind, name, spec = each["kind"], each["metadata"]["name"], each.get("spec", {})
    if kind in ("Deployment", "StatefulSet"):
        fixed = spec.get("replicas", 1)
        scaler, fewest, most = scalers.get(name, ("", fixed, fixed))
        sizes = _sizes(spec["template"]["spec"]["containers"])
        return Workload(kind, name, (fewest, most), *sizes, _claimed(spec), scaler)
    if kind == "CronJob":
        pod = spec["jobTemplate"]["spec"]["template"]["spec"]
        return Workload(kind, name, (0, 0), *_sizes(pod["containers"]), scaler=f"at {spec['schedule']} UTC")
    if kind == "RabbitmqCluster":
        disk = quantity(spec["persistence"]["storage"])
        return Workload(kind, name, (spec["replicas"],) * 2, *_sizes([spec]), disk)
    if kind == "MongoDBCommunity":
        inner = spec["statefulSet"]["spec"]
        sizes = _sizes(inner["template"]["spec"]["containers"])
        return Workload(kind, name, (spec["members"],) * 2, *sizes, _claimed(inner))
    return None


def _sizes(containers: Iterable[Mapping[str, Any]]) -> tuple[tuple[float, float], tuple[float, float]]:
    sums = {
        (which, what): sum(quantity(each["resources"][which][what]) for each in containers)
        for which in ("requests", "limits")
        for what in ("cpu", "memory")
    }
    return (
        (sums["requests", "cpu"], sums["limits", "cpu"]),
        (sums["requests", "memory"], sums["limits", "memory"]),
    )


def _claimed(spec: Mapping[str, Any]) -> float:
    claims = spec.get("volumeClaimTemplates", ())
    return sum(quantity(each["spec"]["resources"]["requests"]["storage"]) for each in claims)


def table(found: Iterable[Workload]) -> Iterator[str]:
    """Yield the lines of a Markdown table of workloads, with the sums of what is always asked for."""
    rows = list(found)
    yield "| kind | name | pods | cpu: asks, may use | memory: asks, may use | disk | scaled by |"
    yield "|---|---|---|---|---|---|---|"
    for each in rows:
        fewest, most = each.pods
        pods = "job" if not most else str(fewest) if fewest == most else f"{fewest} to {most}"
        yield (
            f"| {each.kind} | {each.name} | {pods} | {each.cpu[0]:g}, {each.cpu[1]:g} | "
            f"{each.memory[0] / _GI:.2f}, {each.memory[1] / _GI:.2f} GiB | "
            f"{f'{each.disk / _GI:g} GiB' if each.disk else ''} | {each.scaler} |"
        )
    for word, which in (("at least", 0), ("at most", 1)):
        number = sum(each.pods[which] for each in rows)
        cpu = sum(each.pods[which] * each.cpu[0] for each in rows)
        memory = sum(each.pods[which] * each.memory[0] for each in rows) / _GI
        disk = sum(each.pods[which] * each.disk for each in rows) / _GI
        yield f"| together | {word} | {number} | asks {cpu:g} | asks {memory:.2f} GiB | {disk:g} GiB | |"
