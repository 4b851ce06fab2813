"""Stations of the session's stack."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.e2e.counties import STEADY
from tests.e2e.patrol.station import GRID, PLACE, SECONDS, TEAM, Station, now
from tests.e2e.spine import Spine

WORDS = ("live", "dying", "racing", "named", "sent")
"""A unit for each test file or promise: posts of a county are put whole, so all are put at once."""


def post(word: str) -> dict:
    """Return a car's post; its watch goes around the clock and began a minute ago."""
    return {
        "id": f"{STEADY}.left.{word}-car", "unit": f"{STEADY}.left.{word}", "team": TEAM, "name": "演练巡逻车",
        "kind": "patrol_line", "mode": "car", "region": GRID, "lon": PLACE[0], "lat": PLACE[1],
        "capabilities": ["case", "patrol"], "marks": [{"id": "gate", "lon": PLACE[0], "lat": PLACE[1]}],
        "duties": ["watch"],
    }  # fmt: skip


@pytest.fixture(scope="session")
def station(spine: Spine) -> Callable[[str], Station]:
    """Return a station by its word; rules are quick, posts are there, people are each test's own."""
    first = Station(spine, WORDS[0])
    begun = f"{now() - timedelta(minutes=1):%H:%M}"
    first.done("PUT", f"/v1/policies/{STEADY}", {"policy": SECONDS})
    needs = [{"role": "officer", "count": 2, "forces": ["officer"], "required": True}]
    watch = {"kind": "watch", "start": begun, "end": begun, "needs": needs}
    pack = {"county": STEADY, "duties": {"watch": [watch]}, "posts": [post(word) for word in WORDS]}
    first.done("PUT", f"/v1/post-packs/{STEADY}", pack)
    return lambda word: Station(spine, word)
