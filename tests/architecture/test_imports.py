"""The rules of dependency: who may import whom."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT, imports, python

PATCHERS = {"nameko", "eventlet"}
PATCHED_LIBS = {"messaging", "web", "runtime"}


def top(module: str) -> str:
    return module.partition(".")[0]


def test_import_contracts_of_pyproject_hold():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=100
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_domain_imports_the_standard_library_and_itself_only():
    strangers = [
        str(each)
        for path in python("services")
        if "domain" in path.parts
        for each in imports(path)
        if top(each.module) not in sys.stdlib_module_names
        and not each.module.startswith(".".join(path.parts[: path.parts.index("domain") + 1]))
    ]
    assert strangers == []


def test_domain_neither_reads_clocks_nor_does_io():
    impure = {"time", "random", "secrets", "socket", "sqlite3", "subprocess", "threading", "urllib.request", "os"}
    found = [
        str(each)
        for path in python("services")
        if "domain" in path.parts
        for each in imports(path)
        if each.module in impure
    ]
    assert found == []


def may_patch(path: Path) -> bool:
    """Tell whether nameko and eventlet are at home in a file."""
    if path.parts[0] == "services":
        return "entrypoints" in path.parts or path.name == "__main__.py"
    return path.parts[:2] == ("libs", "lianfang") and path.parts[2] in PATCHED_LIBS


def test_nameko_and_eventlet_stay_where_they_belong():
    found = [
        str(each)
        for path in python("services", "libs")
        if not may_patch(path)
        for each in imports(path)
        if top(each.module) in PATCHERS
    ]
    assert found == []


def test_services_never_import_each_other():
    found = [
        str(each)
        for path in python("services")
        if len(path.parts) > 2
        for each in imports(path)
        if top(each.module) == "services" and each.module.split(".")[1:2] != [path.parts[1]]
    ]
    assert found == []


def test_libraries_never_import_services_or_tests():
    found = [
        str(each)
        for path in python("libs")
        for each in imports(path)
        if top(each.module) in {"services", "tests", "bench"}
    ]
    assert found == []


def test_district_sdk_needs_pika_and_nothing_else():
    found = [
        str(each)
        for path in python("libs")
        if path.parts[1] == "lianfang_district"
        for each in imports(path)
        if top(each.module) not in {*sys.stdlib_module_names, "pika", "lianfang_district"}
        and "tests" not in path.parts
    ]
    assert found == []


def test_the_rules_see_the_code():
    assert {"libs/lianfang/messaging/envelope.py"} <= {str(path) for path in python("libs")}
    assert len(list(imports(Path("libs/lianfang/messaging/envelope.py")))) > 3
