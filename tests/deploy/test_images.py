"""The Dockerfile and what it builds from: locked, non-root, only what a service needs."""

import re
import subprocess

import pytest
from packaging.utils import canonicalize_name

from tests.deploy.import_closure import needed
from tests.deploy.places import DEPLOY, ROOT, SERVICES, tool

DOCKERFILE = DEPLOY / "docker/Dockerfile"
PIN = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.M)
# What would double an image, and who needs it.
HEAVY = {
    "ortools": {"patrol"},
    "duckdb": {"analytics"},
    "typst": {"mediation", "analytics"},
    "scipy": {"analytics"},
}


def pins(name):
    return dict(PIN.findall((ROOT / f"requirements/{name}.lock").read_text()))


@pytest.mark.parametrize("image", [*SERVICES, "tools"])
def test_an_image_holds_the_versions_that_were_tested(image):
    tested = PIN.findall((ROOT / "requirements/dev.lock").read_text())
    assert set(pins(f"images/{image}").items()) <= set(tested)
    assert {"nameko", "pymongo"} <= set(pins(f"images/{image}"))


@pytest.mark.parametrize("image", [*SERVICES, "tools"])
def test_an_image_holds_the_heavy_packages_of_its_service_only(image):
    held = {name for name in HEAVY if name in pins(f"images/{image}")}
    assert held == {name for name, needed in HEAVY.items() if image in needed}


@pytest.mark.parametrize("image", [*SERVICES, "tools"])
def test_an_image_holds_all_that_its_program_imports(image):
    if image == "tools":
        starts = ["lianfang.runtime.cli", "lianfang.runtime.cli.app", "lianfang.runtime.provisioning"]
    else:
        files = (ROOT / "services" / image).rglob("*.py")
        starts = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files]
    wanted = needed(*starts)
    held = {canonicalize_name(name) for name in pins(f"images/{image}")}
    if image == "tools":
        assert "lianfang_district /code/code/" in DOCKERFILE.read_text()
        held.add("lianfang-district")
    assert {name: why for name, why in wanted.items() if name not in held} == {}
    assert wanted


def test_every_lock_is_by_hash():
    for path in (ROOT / "requirements/images").glob("*.lock"):
        for pin in re.split(r"\n(?=[a-z0-9])", path.read_text().strip()):
            assert "--hash=sha256:" in pin, f"{path.name}: {pin.splitlines()[0]}"


def test_the_image_runs_as_nobody_in_particular_and_installs_only_what_is_locked():
    text = DOCKERFILE.read_text()
    assert re.search(r"^USER 10001:10001$", text, re.M)
    assert "--require-hashes" in text
    assert ":latest" not in text
    assert [line for line in text.splitlines() if line.startswith("FROM ")] == [
        "FROM ${BASE} AS packages",
        "FROM packages AS code",
        "FROM ${BASE}",
    ]


def test_nothing_of_the_project_is_sent_to_the_builder_but_what_is_copied():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    allowed = {line[1:] for line in lines if line.startswith("!")}
    copied = re.findall(r"^COPY (?!--from)(\S+?)/? ", DOCKERFILE.read_text(), re.M)
    assert "*" in lines
    assert allowed == set(copied)


@pytest.mark.deploy
def test_hadolint_has_nothing_to_say():
    done = subprocess.run(
        [tool("hadolint"), str(DOCKERFILE)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout
