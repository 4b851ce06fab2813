"""A real API server refuses what is wrong, and the dry run says which object it was and why: `make dry-run`."""

import copy
import os
from typing import Any

import pytest

from lianfang.deploy.api_server import server
from lianfang.deploy.dry_run import load_definitions, tried
from lianfang.deploy.rendered import Object
from tests.deploy.rendering import objects, one

pytestmark = [
    pytest.mark.deploy,
    pytest.mark.skipif(
        "LIANFANG_KUBECONFIG" not in os.environ, reason="wants an API server: LIANFANG_KUBECONFIG, see make dry-run"
    ),
]


@pytest.fixture(scope="module")
def api():
    with server(os.environ) as found:
        yield found


def broken(kind: str, name: str, *path: str | int, value: object) -> Object:
    """Return an object of production with one field changed."""
    made = copy.deepcopy(one("prod", kind, name))
    *way, last = path
    inside: Any = made
    for word in way:
        inside = inside[word]
    inside[last] = value
    return made


CASES = {
    "a field that Kubernetes does not have": (("Deployment", "grid", "spec", "replica"), 3, "replica"),
    "a selector that does not match its template": (
        ("Deployment", "grid", "spec", "selector", "matchLabels", "app.kubernetes.io/name"), "other", "selector",
    ),
    "a port that is none": (("Service", "grid", "spec", "ports", 0, "port"), 70000, "port"),
    "a volume that nobody declares": (
        ("Deployment", "grid", "spec", "template", "spec", "volumes"), [], "volumeMounts",
    ),
    "a custom resource of a wrong type": (("RabbitmqCluster", "bus", "spec", "replicas"), "three", "replicas"),
    "a custom resource with a misspelt field": (("Certificate", "bus", "spec", "dnsName"), ["bus"], "dnsName"),
    "a kind that nobody defines": (("Certificate", "bus", "kind"), "Certifikate", "Certifikate"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_refused_on_one_line_that_names_it(api, capsys, case):
    (kind, name, *path), value, why = CASES[case]
    wrong = broken(kind, name, *path, value=value)
    assert tried(api, {"prod": [*objects("prod", "Namespace"), wrong]}) == 1
    told = capsys.readouterr()
    (line,) = told.err.splitlines()
    assert line.startswith(f"refused: prod: {wrong['kind']} {name}: ")
    assert why in line
    assert "prod: 1 of 2 objects accepted" in told.out


def test_nothing_that_is_only_tried_stays(api):
    load_definitions(api, old=True)
    assert api.try_out([*objects("prod", "Namespace"), *objects("prod", "Service")]) == {}
    assert api.objects("services", "lianfang") == []
