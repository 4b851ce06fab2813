"""Compose: everything is there, reachable from this machine only, and configured as a service reads it."""

import pytest
import yaml

from lianfang.runtime.config import Config
from tests.deploy.places import DEPLOY, SERVICES

COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def test_all_services_and_what_they_stand_on_are_there():
    assert set(COMPOSE["services"]) == {*SERVICES, "bus", "store", "provision", "prometheus", "grafana"}


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_ports_are_open_on_loopback_only_and_images_have_a_version(name):
    service = COMPOSE["services"][name]
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))
    version = service["image"].rpartition(":")[2]
    assert version not in (service["image"], "latest")
    for volume in service.get("volumes", ()):
        source = volume.partition(":")[0]
        assert source in COMPOSE["volumes"] or (DEPLOY / source).exists(), volume


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_starts_with_what_it_is_given(name, monkeypatch):
    service = COMPOSE["services"][name]
    for variable, value in service["environment"].items():
        assert variable.removeprefix("LIANFANG_").lower() in Config.__dataclass_fields__
        monkeypatch.setenv(variable, value)
    config = Config.from_environment(name)
    assert config.bus_uri.startswith(f"amqp://svc-{name}:")
    assert config.store_uri.endswith(f"/{name}?replicaSet=store")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]


def test_every_service_gets_its_account():
    given = COMPOSE["services"]["provision"]["environment"]["LIANFANG_ACCOUNTS"]
    assert {pair.partition("=")[0] for pair in given.split(",")} == set(SERVICES)


def test_prometheus_asks_each_service_and_the_broker():
    jobs = yaml.safe_load((DEPLOY / "compose/prometheus/prometheus.yml").read_text())["scrape_configs"]
    targets = {target for job in jobs for each in job["static_configs"] for target in each["targets"]}
    assert targets == {*(f"{name}:9090" for name in SERVICES), "bus:15692"}
