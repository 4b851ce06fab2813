"""What the code imports is declared, what is declared has a reason, and what is locked satisfies it."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source_tree import ROOT, imports, python, text

OURS = {"lianfang", "lianfang-district"}


@pytest.fixture(scope="module")
def groups():
    """Requirements of the platform by group; the floor is the group "floor"."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    listed = {"floor": project["dependencies"], **project["optional-dependencies"]}
    return {group: [Requirement(line) for line in lines] for group, lines in listed.items()}


def names(requirements):
    return {canonicalize_name(each.name) for each in requirements} - OURS


def foreign_imports(*roots, district=False):
    """Yield each import of somebody else's package with the distributions that may provide it."""
    owners = packages_distributions()
    for path in python(*roots):
        if ("lianfang_district" in path.parts) is not district:
            continue
        for each in imports(path):
            top = each.module.partition(".")[0]
            if top not in {
                *sys.stdlib_module_names,
                "lianfang",
                "lianfang_district",
                "services",
                "tests",
                "bench",
                "scenarios",
            }:
                yield each, {canonicalize_name(name) for name in owners.get(top, [top])}


def test_what_runs_imports_only_what_it_declares(groups):
    declared = set().union(*(names(lines) for group, lines in groups.items() if group != "dev"))
    found = [str(each) for each, owners in foreign_imports("services", "libs") if not owners & declared]
    assert found == []


def test_what_tests_import_is_declared(groups):
    declared = set().union(*(names(lines) for lines in groups.values())) | {"packaging"}  # pytest needs it
    found = [str(each) for each, owners in foreign_imports("tests", "bench") if not owners & declared]
    assert found == []


def test_every_dependency_has_its_reason(groups):
    page = (ROOT / "docs/decisions/0002-dependencies.md").read_text()
    explained = {canonicalize_name(name) for name in re.findall(r"`([A-Za-z0-9._-]+)`", page)}
    assert set().union(*(names(lines) for lines in groups.values())) - explained == set()


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_lock_satisfies_what_is_declared(groups, lock):
    pins = re.findall(r"^([\w.-]+)==([\w.]+)", text(ROOT / f"requirements/{lock}.lock"), re.M)
    locked = {}
    for name, version in pins:
        locked.setdefault(canonicalize_name(name), []).append(version)
    wrong = [
        str(each)
        for group, lines in groups.items()
        if lock == "dev" or group != "dev"
        for each in lines
        if canonicalize_name(each.name) not in OURS
        and not any(version in each.specifier for version in locked.get(canonicalize_name(each.name), []))
    ]
    assert wrong == []
