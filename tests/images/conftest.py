"""The platform out of its images: a broker, provisioned by the image `tools`, and the five services."""

import json

import pytest

from tests.images.containers import BROKER, Containers
from tests.images.podman import HOME, podman


@pytest.fixture(scope="session")
def shown():
    """What a run has to show, by name; kept in var/images/run.json for docs/images-shown.md."""
    told: dict[str, object] = {}
    yield told
    if told:
        (HOME / "run.json").write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n")


@pytest.fixture(scope="module")
def platform(tmp_path_factory, shown):
    containers = Containers(tmp_path_factory.mktemp("platform"))
    try:
        containers.start_broker()
        asked = ("dpkg-query", "-W", "-f=${Version}", "rabbitmq-server")
        shown["broker"] = f"RabbitMQ {podman('exec', containers.name('bus'), *asked)} of Debian {BROKER}"
        containers.tools("-m", "lianfang.runtime.provisioning", options=("--entrypoint=/opt/lianfang/bin/python",))
        shown["ready_s"] = containers.start_services()
        containers.tools("pack", "import", "/scenarios/shouning/pack")
        yield containers
    finally:
        containers.end()
