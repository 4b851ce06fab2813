"""A build that can't be right ends with a line that says why."""

import subprocess

import pytest

from tests.images.podman import ROOT, tried

pytestmark = [pytest.mark.images, pytest.mark.timeout(900)]


@pytest.mark.parametrize(("service", "shown"), [("nothing", "nothing"), ("", "(not set)")])
def test_an_unknown_service_is_refused_with_what_to_write(service, shown):
    done = tried(
        "build", "--format=docker", "--pull=never", "--network=host", f"--build-arg=SERVICE={service}",
        "--target=packages", "--file=deploy/docker/Dockerfile", ".", timeout=900,
    )  # fmt: skip
    assert done.returncode != 0
    assert (
        f"SERVICE={shown}: build with --build-arg SERVICE=, one of requirements/images/*.lock"
        in done.stdout + done.stderr
    )


def test_what_builds_all_images_says_which_name_is_wrong():
    done = subprocess.run(
        [ROOT / "scripts/image-build.sh", "nothing"], capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "images: nothing is no image; there are incident, grid, mediation, patrol, analytics, tools"
    )
