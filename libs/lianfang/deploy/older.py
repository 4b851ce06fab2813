"""Rendered manifests as Kubernetes 1.20 takes them, for a dry run against a real API server of that age.

``python -m lianfang.deploy.older < rendered.yaml > older.yaml``, for that check only: what is deployed stays as it
is. Groups that were beta then get their old name, fields that came later are taken out, and nothing else.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import yaml

Object = dict[str, Any]

RENAMED = {
    ("policy/v1", "PodDisruptionBudget"): "policy/v1beta1",  # v1 came with 1.21
    ("batch/v1", "CronJob"): "batch/v1beta1",  # 1.21
    ("autoscaling/v2", "HorizontalPodAutoscaler"): "autoscaling/v2beta2",  # 1.23; the same fields
}


def older(objects: Iterable[Object]) -> Iterator[Object]:
    """Yield copies of `objects` as 1.20 takes them; those that need no change are yielded as they are."""
    for each in objects:
        key = (each["apiVersion"], each["kind"])
        if key not in RENAMED and each["kind"] not in _TAKEN_OUT:
            yield each
            continue
        made = copy.deepcopy(each)
        made["apiVersion"] = RENAMED.get(key, each["apiVersion"])
        _TAKEN_OUT.get(each["kind"], _nothing)(made)
        yield made


_LATER = {
    "x-kubernetes-validations", "selectableFields",
    # How lists are merged, which judges nothing; their keys would want the defaults that are taken out.
    "x-kubernetes-list-type", "x-kubernetes-list-map-keys",
}  # fmt: skip


def definitions(objects: Iterable[Object]) -> Iterator[Object]:
    """Yield definitions of custom resources without the rules (CEL) and selectable fields that came after 1.20.

    Nor with empty texts as defaults: 1.20 reads such a default as null, which is no text, and refuses it.
    """
    for each in objects:
        made = _without(each, _LATER)
        kept = ("name", "annotations")  # labels may be a template of Helm's; a protected group wants its annotation
        made["metadata"] = {name: value for name, value in made["metadata"].items() if name in kept}
        yield made


def _nothing(_: Object) -> None:
    return


def _cron_job(job: Object) -> None:
    job["spec"].pop("timeZone", None)  # 1.27
    job["spec"]["jobTemplate"]["spec"].pop("ttlSecondsAfterFinished", None)  # 1.23


def _network_policy(policy: Object) -> None:
    for rule in (*policy["spec"].get("ingress", ()), *policy["spec"].get("egress", ())):
        for port in rule.get("ports", ()):
            port.pop("endPort", None)  # 1.25


_TAKEN_OUT: dict[str, Callable[[Object], None]] = {"CronJob": _cron_job, "NetworkPolicy": _network_policy}


def _without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        kept = {key: each for key, each in value.items() if key not in names and (key, each) != ("default", "")}
        return {key: _without(each, names) for key, each in kept.items()}
    return [_without(each, names) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    yaml.safe_dump_all(older(each for each in yaml.safe_load_all(sys.stdin) if each), sys.stdout, sort_keys=False)
