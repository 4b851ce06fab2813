"""What an image holds, and what it must not."""

import json
import subprocess

import pytest

from tests.images.limits import LIMITS_MB, MB
from tests.images.podman import IMAGES, SERVICES, SITE, holds, inspected, podman, reference

pytestmark = pytest.mark.images
IMPORT_ALL = """
import importlib, pkgutil, sys
import lianfang.runtime.patch
for start in sys.argv[1:]:
    package = importlib.import_module(start)
    for each in pkgutil.walk_packages(package.__path__, start + "."):
        if not each.name.endswith("__main__"):
            importlib.import_module(each.name)
print("imported", len(sys.modules))
"""


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_is_not_larger_than_was_said(image):
    assert 50 * MB < inspected(image)["Size"] <= LIMITS_MB[image] * MB


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_says_what_it_is(image):
    labels = inspected(image)["Labels"]
    said = {key.removeprefix("org.opencontainers.image."): value for key, value in labels.items()}
    assert said["title"] == f"lianfang-{image}"
    assert said["description"] == f"Lianfang 联防: {image}"
    assert said["version"] == "0.1.0"
    known = subprocess.run(["git", "cat-file", "-t", said["revision"]], capture_output=True, text=True, check=False)
    assert known.stdout.strip() == "commit", known.stderr
    assert said["licenses"] == "Apache-2.0"


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_starts_as_nobody_in_particular_and_has_a_health_check(image):
    config = inspected(image)["Config"]
    assert config["User"] == "10001:10001"
    assert config["Entrypoint"] == ["/opt/lianfang/bin/start"]
    assert inspected(image)["Healthcheck"]["Test"] == ["CMD", "/opt/lianfang/bin/probe"]


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_can_neither_build_nor_install(image):
    tools = ("gcc*", "cc", "make", "pip*", "git")
    assert [each for tool in tools for each in holds(image, f"usr/bin/{tool}")] == []
    assert holds(image, "opt/lianfang/bin/pip*") == []
    assert holds(image, f"{SITE}/pip*") == holds(image, f"{SITE}/setuptools*") == []
    assert holds(image, "usr/lib/python3.11/ensurepip") == []
    assert holds(image, f"{SITE}/nameko") == [f"{SITE}/nameko"]


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_holds_its_own_service_only(image):
    code = "opt/lianfang/code"
    own = [f"{code}/services/{image}"] if image in SERVICES else []
    assert [each for each in holds(image, f"{code}/services/*/") if "__pycache__" not in each] == own
    sdk = holds(image, f"{code}/lianfang_district")
    assert bool(sdk) == (image == "tools")


@pytest.mark.parametrize("image", IMAGES)
def test_all_of_our_code_in_an_image_finds_what_it_imports(image):
    own = ["lianfang.messaging", f"services.{image}"] if image in SERVICES else ["lianfang.runtime.cli"]
    run = podman(
        "run", "--rm", "--pull=never", "--read-only", "--cap-drop=all", "--entrypoint=/opt/lianfang/bin/python",
        reference(image), "-c", IMPORT_ALL, *own,
    )  # fmt: skip
    assert int(run.split()[-1]) > 300


@pytest.mark.parametrize("image", ["mediation", "analytics"])
def test_who_prints_has_the_fonts(image):
    fonts = holds(image, "usr/share/fonts/opentype/noto/*.ttc")
    assert len(fonts) == 4
    assert holds("incident", "usr/share/fonts") == []


def test_what_is_said_of_the_base_is_so():
    named = json.loads(podman("image", "inspect", "docker.io/library/debian:bookworm-slim"))[0]
    assert named["Size"] < 100 * MB
    assert inspected("incident")["RootFS"]["Layers"][0] == named["RootFS"]["Layers"][0]
