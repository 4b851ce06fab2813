"""What deploy/k8s asks for beside what was measured: requests, limits, and when the autoscaler adds a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.sizing.assumptions import Assumptions
from bench.sizing.costs import SERVICES, Costs
from bench.sizing.figures import Measured
from bench.sizing.limits import largest
from bench.sizing.show import Rows, number, people

K8S = Path(__file__).parents[2] / "deploy" / "k8s"
_UNITS = {"Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "m": 1e-3}


def quantity(text: str) -> float:
    """Read a quantity of Kubernetes: bytes, or cores. Raises ValueError."""
    for unit, factor in _UNITS.items():
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    return float(text)


@dataclass(frozen=True, slots=True)
class Asked:
    """Of one service. Memory in MiB, processor in cores."""

    request_mb: float
    limit_mb: float
    request_cores: float
    limit_cores: float


def asked_for(service: str) -> Asked:
    """Return what the base asks for a service's container. Raises OSError, KeyError."""
    file = K8S / "base" / "services" / service / "workload.yaml"
    (container,) = yaml.safe_load(file.read_text("utf-8"))["spec"]["template"]["spec"]["containers"]
    said = {
        (kind, name): quantity(str(value))
        for kind, its in container["resources"].items()
        for name, value in its.items()
    }
    return Asked(
        said["requests", "memory"] / 2**20, said["limits", "memory"] / 2**20, said["requests", "cpu"],
        said["limits", "cpu"],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """When another process is wanted. of: cpu, or a queue's name. at: cores, or messages for each process."""

    service: str
    of: str
    at: float
    most: int


def triggers() -> Iterator[Trigger]:
    """Yield what the component `autoscaling` says. Raises OSError, KeyError."""
    for service in SERVICES:
        file = K8S / "components" / "autoscaling" / f"{service}.yaml"
        if not file.exists():
            continue
        spec: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))["spec"]
        for metric in spec.get("metrics", ()):
            target = metric["resource"]["target"]["averageValue"]
            yield Trigger(service, "cpu", quantity(str(target)), spec["maxReplicas"])
        for trigger in spec.get("triggers", ()):
            said = trigger["metadata"]
            yield Trigger(service, said["queueName"], float(said["value"]), spec["maxReplicaCount"])


def work_ms(trigger: Trigger, costs: Costs) -> float:
    """Return what one of what arrives takes of a process: a message of the queue, or a call."""
    return {
        "mediation.incidents": costs.case_ms, "patrol.tasks": costs.unit_ms, "patrol.incidents": costs.count_ms,
        "incident": costs.report_ms, "grid": max(costs.visit_ms, costs.hazard_ms),
    }[trigger.service if trigger.of == "cpu" else trigger.of]  # fmt: skip


def trigger_rows(costs: Costs) -> Rows:
    """One line a trigger: what it means in the measured unit."""
    rows: Rows = [["service", "another process when", "which is", "at most"]]
    for each in triggers():
        cost = work_ms(each, costs)
        if each.of == "cpu":
            when = f"{number(each.at)} of a core in the mean"
            meaning = f"{number(each.at * 1e3 / cost)} calls a second in each, at {number(cost)} ms"
        else:
            when = f"{number(each.at)} wait in `{each.of}` for each"
            meaning = f"{number(each.at * cost / 1e3)} s of work, at {number(cost)} ms"
        rows.append([each.service, when, meaning, str(each.most)])
    return rows


def request_rows(measured: Measured, costs: Costs, it: Assumptions) -> Rows:
    """One line a service: what it was seen to use, and what the base asks for."""
    size = largest(it, costs)
    grown = size / it.people_per_grid * costs.grid_mb
    head = [
        "service", "MB at rest", "MB loaded", f"and the registry of {people(size)} people", "request, MB",
        "limit, MB", "cores at rest", "request", "limit",
    ]  # fmt: skip
    rows: Rows = [head]
    for name in SERVICES:
        said = asked_for(name)
        values = (
            measured[f"{name}.county_mb"], costs.base_mb[name], costs.base_mb[name] + grown, said.request_mb,
            said.limit_mb, measured[f"{name}.rest_cores"], said.request_cores, said.limit_cores,
        )  # fmt: skip
        rows.append([name, *(number(value) for value in values)])
    return rows
