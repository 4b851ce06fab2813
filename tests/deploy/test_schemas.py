"""Everything rendered is what its kind allows, Kubernetes' own and custom ones; an unknown kind is an error."""

import subprocess

import jsonschema
import pytest
import yaml

from tests.deploy.crd_schema import schemas, strict
from tests.deploy.places import OVERLAYS, tool
from tests.deploy.rendering import objects

pytestmark = pytest.mark.deploy
OURS = {
    "", "apps", "batch", "policy", "autoscaling", "networking.k8s.io", "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
}  # fmt: skip
KUBERNETES = "1.31"


def group(each):
    version = each["apiVersion"]
    return version.rpartition("/")[0]


def faults(path):
    """Return what kubernetes-validate finds; it says that it does not know a kind, but calls that a success."""
    command = [tool("kubernetes-validate"), "--strict", "-k", KUBERNETES, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if " passed for resource " not in line]


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kubernetes_own_kinds_are_strictly_valid(overlay, tmp_path):
    rendered = tmp_path / f"{overlay}.yaml"
    rendered.write_text(yaml.safe_dump_all([each for each in objects(overlay) if group(each) in OURS]))
    assert faults(rendered) == []


@pytest.mark.parametrize("overlay", OVERLAYS)
def test_custom_resources_are_what_their_definitions_allow(overlay):
    for each in objects(overlay):
        if group(each) in OURS:
            continue
        key = (each["apiVersion"], each["kind"])
        assert key in schemas(), f"{key}: nobody defines this kind"
        wrong = [
            f"{each['kind']} {each['metadata']['name']}: {'.'.join(map(str, error.path))}: {error.message}"
            for error in jsonschema.Draft7Validator(schemas()[key]).iter_errors(each)
        ]
        assert wrong == []


def test_a_misspelt_field_and_a_wrong_type_are_found():
    schema = strict({
        "type": "object",
        "properties": {"replicas": {"type": "integer"}, "any": {"x-kubernetes-preserve-unknown-fields": True},
                       "size": {"type": "string", "x-kubernetes-int-or-string": True}},
    })  # fmt: skip
    valid = jsonschema.Draft7Validator(schema).is_valid
    assert valid({"replicas": 3, "any": {"thing": 1}, "size": 5})
    assert not valid({"replica": 3})
    assert not valid({"replicas": "3"})


@pytest.mark.parametrize(("text", "said"), [
    ("apiVersion: apps/v1\nkind: Deploymint\nmetadata: {name: x}\n", "Couldn't find schema for kind Deploymint"),
    ("apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {prots: []}\n", "prots"),
])  # fmt: skip
def test_a_kind_and_a_field_that_kubernetes_does_not_have_are_found(tmp_path, text, said):
    unknown = tmp_path / "unknown.yaml"
    unknown.write_text(text)
    assert said in "\n".join(faults(unknown))
