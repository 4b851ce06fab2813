"""A service that follows the registry has the queue and the timers of it, and none of its ways in hides another."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from nameko.containers import ServiceContainer
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR
from nameko.timer import Timer

import lianfang.contracts.grid  # noqa: F401 - registers the contracts
from lianfang.messaging.envelope import Event
from lianfang.messaging.routing import COMMANDS, EVENTS
from lianfang.messaging.subscription import Permanent, Subscription
from lianfang.persistence.store import StoreUnavailable
from lianfang.runtime.following import following, patient, take_release
from tests.fixtures.packs import COUNTY, small_pack
from tests.fixtures.registry import follower, release

SERVICES = sorted(path.parts[-3] for path in Path("services").glob("*/entrypoints/service.py"))
*PAGES, PUBLISHED = (data for _, data in release(small_pack()))
ANSWER = {**PAGES[0], "request_id": "r"}


def container(name: str) -> ServiceContainer:
    return ServiceContainer(type("Service", (following(name),), {"name": name}), {})


@pytest.mark.parametrize("name", ["incident", "mediation"])
def test_nameko_finds_the_subscription_and_the_timers(name):
    found = container(name).entrypoints
    assert [each.queue for each in found if isinstance(each, Subscription)] == [f"{name}.releases"]
    timers = {(each.method_name, each.interval, each.eager) for each in found if isinstance(each, Timer)}
    assert timers == {
        ("follow_pointer", 1, False),
        ("ask_for_snapshot", 5, True),
        ("publish_audit_head", 60, False),
    }


@pytest.mark.parametrize("name", SERVICES)
def test_no_way_into_a_service_hides_another(name):
    module = importlib.import_module(f"services.{name}.entrypoints.service")
    (service,) = (each for each in vars(module).values() if getattr(each, "name", "") == name)
    defined = [
        (base.__name__, method)
        for base in service.__mro__
        for method, value in vars(base).items()
        if hasattr(value, ENTRYPOINT_EXTENSIONS_ATTR)
    ]
    names = [method for _, method in defined]
    assert names
    assert [each for each in defined if names.count(each[1]) > 1] == []


def said(type: str, data: dict, user_id: str, exchange: str):
    event = Event("e", type, "/services/grid", "", "2026-03-02T01:00:00+00:00", "", data)
    return event, SimpleNamespace(user_id=user_id, exchange=exchange)


def test_it_takes_pages_publications_and_its_own_snapshots(tmp_path):
    here, there = follower(tmp_path / "a.db"), follower(tmp_path / "b.db")
    for page in PAGES:
        take_release(here.receive, "mediation", *said("grid.release_page.v1", page, "svc-grid", EVENTS))
        answer = {**page, "request_id": "r"}
        take_release(there.receive, "incident", *said("incident.replica_page.v1", answer, "svc-grid", COMMANDS))
    assert here.current() == {}
    take_release(here.receive, "mediation", *said("grid.release_published.v1", PUBLISHED, "svc-grid", EVENTS))
    assert here.current() == there.current() == {COUNTY: PUBLISHED["release_id"]}


@pytest.mark.parametrize(
    ("type", "data", "user_id"),
    [
        ("incident.replica_page.v1", ANSWER, "team-990102.left.case"),
        ("incident.replica_page.v1", ANSWER, ""),
        ("grid.request_snapshot.v1", {"request_id": "r", "service": "incident", "county": ""}, "svc-grid"),
    ],
)
def test_what_others_say_on_commands_and_what_is_no_release_is_parked(tmp_path, type, data, user_id):
    here = follower(tmp_path / "a.db")
    with pytest.raises(Permanent):
        take_release(here.receive, "incident", *said(type, data, user_id, COMMANDS))
    assert here.current() == {}


def test_a_timer_waits_while_the_store_is_away(caplog):
    def tick(_service: object) -> None:
        raise StoreUnavailable("gone")

    patient(tick)(object())
    assert "timer tick waits for the store: gone" in caplog.text
