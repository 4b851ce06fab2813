"""The demo's oracle and the incident service read the same rules: over the whole day of 寿宁 they agree."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from lianfang.regions.pack import Pack, load
from lianfang.regions.pack.items import to_items
from lianfang.regions.world import World
from lianfang.runtime.demo.oracle import Oracle
from services.incident.app.routing_view import RoutingView
from services.incident.domain.intake import Report, assess
from services.incident.domain.place import Claim

SCENARIO = Path(__file__).parents[3] / "scenarios" / "shouning"
DAY = date(2025, 3, 1)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(SCENARIO / "pack")


@pytest.fixture(scope="module")
def reports() -> list[dict]:
    return [json.loads(line) for line in (SCENARIO / "day.jsonl").read_text("utf-8").splitlines()]


def as_report(raw: dict) -> Report:
    place = raw["place"]
    claim = Claim(
        "350924", "350924", place.get("lon"), place.get("lat"), place.get("grid", ""), place.get("text", "")
    )
    accused = tuple(raw.get("accused", ()))
    return Report(
        raw["source"], raw["category"], claim, "demo", raw.get("priority"), raw.get("shop", ""), accused
    )  # fmt: skip


def test_oracle_and_service_agree_on_every_report_of_the_day(pack: Pack, reports: list[dict]) -> None:
    registry = RoutingView(World.from_items(to_items(pack)), {"350924": "r1"})
    oracle = Oracle(pack, DAY)
    differences = {}
    for raw in reports:
        routed = assess(as_report(raw), DAY, registry).plan.teams
        if (expected := oracle.teams(raw)) != routed:
            differences[raw["id"]] = (sorted(expected), sorted(routed))
    assert differences == {}


def test_every_report_has_somebody_and_complaints_only_supervision(pack: Pack, reports: list[dict]) -> None:
    oracle = Oracle(pack, DAY)
    for raw in reports:
        teams = oracle.teams(raw)
        if raw["category"].startswith("95"):
            assert teams == {"350924.county.supervision"}
        else:
            assert any(team.endswith(".command") for team in teams), raw["id"]
