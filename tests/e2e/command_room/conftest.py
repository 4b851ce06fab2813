"""The command room of the session's stack, with a county and two units on duty of its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lianfang.messaging.topology import apply, load
from lianfang.runtime.operating.loading import addresses, import_pack, wait_for_release
from tests.e2e.command_room.county import LON, ROOM, WEST, room_pack
from tests.e2e.command_room.desk import Desk
from tests.e2e.counties import written
from tests.e2e.patrol.station import Station, now, who
from tests.e2e.spine import Spine
from tests.fixtures.browser import Windows
from tests.fixtures.packs import LAT
from tests.fixtures.waiting import until

CARS = ("near", "far")
OFFICERS = tuple(f"room-officer-{n}" for n in range(1, 5))


@pytest.fixture(scope="session")
def county(spine: Spine, tmp_path_factory: pytest.TempPathFactory) -> Spine:
    """The stack, once it knows the county."""
    pack = room_pack()
    apply(load(teams=addresses(pack)), spine.target.management_uri, spine.target.vhost)
    release = import_pack(spine.target, written(pack, Path(tmp_path_factory.mktemp(ROOM))))
    wait_for_release(spine.target, ROOM, release)
    return spine


@pytest.fixture
def desk(county: Spine, windows: Windows) -> Desk:
    """An operator's desk."""
    return Desk(county, windows)


@pytest.fixture(scope="session")
def on_duty(county: Spine) -> tuple[str, ...]:
    """Two cars that are on duty now, the nearest to the west's first grid first."""
    station = Station(county, "cars", ROOM)
    begun = f"{now() - timedelta(minutes=1):%H:%M}"
    needs = [{"role": "officer", "count": 2, "forces": ["officer"], "required": True}]
    watch = {"kind": "watch", "start": begun, "end": begun, "needs": needs}
    posts = [_car(station, n) for n in range(len(CARS))]
    station.done("PUT", f"/v1/post-packs/{ROOM}", {"county": ROOM, "duties": {"watch": [watch]}, "posts": posts})
    station.bring(*OFFICERS)
    roster = station.plan(now(), seconds=5)
    assert station.publish(roster).ok
    for shift in station.open_shifts_of(roster, len(CARS)):
        post = next(each for each in posts if each["id"] == shift["post"])
        for officer in OFFICERS:
            _arrive(station, officer, shift, post)
    units = tuple(str(each["id"]) for each in posts)
    until(lambda: all(_available(station, each) for each in units), what="both units' duty")
    return units


def _car(station: Station, n: int) -> dict[str, Any]:
    lon, lat = round(LON + 0.005 + n * 0.01, 6), LAT + 0.005
    return {
        "id": f"{ROOM}.left.{CARS[n]}", "unit": station.unit, "team": f"{ROOM}.left.case", "name": CARS[n],
        "kind": "patrol_line", "mode": "car", "region": WEST, "lon": lon, "lat": lat,
        "capabilities": ["case", "patrol"], "marks": [{"id": "gate", "lon": lon, "lat": lat}], "duties": ["watch"],
    }  # fmt: skip


def _arrive(station: Station, officer: str, shift: dict[str, Any], post: dict[str, Any]) -> None:
    """Let somebody check in, if the shift is theirs."""
    said = {
        "id": uuid.uuid4().hex, "at": now().isoformat(), "mark": f"{post['id']}:gate", "lon": post["lon"],
        "lat": post["lat"], "accuracy": 5, "shift": shift["id"],
    }  # fmt: skip
    if any(place["person"] == who(officer) for place in shift["places"]):
        station.me(officer, "POST", "/v1/check-ins", said)


def _available(station: Station, unit: str) -> bool:
    answer = station.send("GET", f"/v1/units/{unit}", None, "dispatcher")
    return bool(answer.ok and answer.json()["state"] == "available")


@pytest.fixture
def calls(desk: Desk) -> Iterator[list[dict[str, Any]]]:
    """Incidents of a test, to be put in here; they are closed at its end."""
    reported: list[dict[str, Any]] = []
    yield reported
    desk.close(*reported)
