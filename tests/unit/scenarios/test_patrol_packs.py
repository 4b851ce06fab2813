"""The packs of posts that come with the scenarios: valid, and true to the published numbers."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from shapely.geometry import Point, Polygon

from lianfang.lunar import lunar_day
from lianfang.regions.datum import to_wgs84
from scenarios.nanchang import generate, places
from services.patrol.app.policies.load import SHAPE
from services.patrol.app.posts.build import manned, markets, occasions
from services.patrol.app.posts.importing import read_calendar, read_pack
from services.patrol.domain.demand import slots
from services.patrol.domain.demand.calendar import Calendar
from tests.fixtures.patrol_posts import WORKDAYS, ZONE

SCENARIOS = Path(generate.__file__).parents[1]
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
FENCES = Path(os.environ.get("LIANFANG_DATA", Path(__file__).parents[4] / "shared" / "data")) / "admin"


class Scenario:
    """A county's posts and days, read from its files."""

    def __init__(self, name: str, county: str) -> None:
        folder = SCENARIOS / name / "patrol"
        days = read_calendar(folder / "calendar.yaml", county) if (folder / "calendar.yaml").exists() else None
        self.pack = read_pack(folder / "posts.yaml", days)
        told = days or {"markets": [], "events": []}
        self.calendar = Calendar(WORKDAYS.is_working, lunar_day, markets(told), occasions(told))
        self.posts = manned(self.pack)

    def slots(self, id: str, first: date, last: date):
        it = self.posts[id]
        return slots(it.post, it.patterns, self.calendar, first, last, ZONE)


@pytest.fixture(scope="module")
def nanchang():
    return Scenario("nanchang", "360103")


def test_every_command_room_has_its_five_each_day():
    county = Scenario("shouning", "350924")
    assert len(county.posts) == 4
    for id in county.posts:
        month = county.slots(id, date(2026, 3, 1), date(2026, 3, 31))
        assert len(month) == 31
        for one, following in pairwise(month):
            assert one.end == following.start
            roles = Counter({need.role: need.count for need in one.needs})
            assert roles == {"leader": 1, "specialist": 1, "legal": 1, "auxiliary": 2}


def test_every_night_of_the_year_another_team_sends_four_clerks_with_an_officer_and_an_auxiliary(nanchang):
    nights = nanchang.slots("360103.chuanshan.night-patrol", *YEAR)
    assert len(nights) == 365
    sent: Counter[str] = Counter()
    for night in nights:
        assert night.end - night.start == timedelta(hours=4)
        assert [need.role for need in night.needs] == ["officer", "auxiliary", *["volunteer"] * 4]
        sent.update(next(iter(need.groups)) for need in night.needs[2:])
    assert len(sent) == 24
    assert set(sent.values()) == {60, 61}
    assert not {frozenset(a.needs[2].groups) for a in nights[:6]} & {
        frozenset(a.needs[3].groups) for a in nights[:6]
    }


def test_nanchang_has_its_stations_points_and_lines(nanchang):
    assert Counter(it.post.kind for it in nanchang.posts.values()) == {
        "street_station": places.STATIONS, "deterrence_point": places.POINTS, "patrol_line": places.LINES,
        "volunteer_patrol": 1,
    }  # fmt: skip
    assert (places.STATIONS, places.POINTS, places.LINES) == (22, 168, 238)
    assert nanchang.pack["synthetic"] is True
    units = {it.post.unit for it in nanchang.posts.values()}
    assert len(units) == 23
    assert all(3 <= len(it.post.marks) <= 5 for it in nanchang.posts.values() if it.post.kind == "patrol_line")


def test_the_file_is_what_the_generator_writes():
    written = (SCENARIOS / "nanchang" / "patrol" / "posts.yaml").read_text(encoding="utf-8")
    assert generate.pack() == written


@pytest.mark.parametrize(("name", "county"), [("nanchang", "360103"), ("taining", "350429")])
def test_made_up_places_lie_in_the_county(name, county, nanchang):
    path = FENCES / f"fence-{county}.geojson"
    if not path.exists():
        pytest.skip(f"{path.name} is not here: set LIANFANG_DATA to a folder that has admin/")
    ring = json.loads(path.read_text())["coordinates"][0]
    fence = Polygon([to_wgs84(lon, lat, "gcj02") for lon, lat in ring])
    posts = (nanchang if name == "nanchang" else Scenario(name, county)).posts.values()
    points = [mark.place for it in posts for mark in it.post.marks]
    assert points
    assert all(fence.contains(Point(point)) for point in points)


def test_the_rural_post_has_weeks_without_a_gap_and_a_second_officer_on_market_days():
    county = Scenario("taining", "350429")
    found = county.slots("350429.zhukou.shangqing-post", *YEAR)
    weeks = [slot for slot in found if slot.kind == "week"]
    assert len(weeks) == 52
    assert all(one.end == following.start for one, following in pairwise(weeks))
    market = [slot.start.astimezone(ZONE).date() for slot in found if slot.kind == "market"]
    assert {lunar_day(day).day % 10 for day in market} == {2, 5, 8}
    assert date(2026, 2, 18) not in market
    assert all("household_registration" in s.needs[0].skills for s in found if s.kind == "market")


def test_a_week_at_the_post_keeps_to_taining_s_own_limits():
    partial = yaml.safe_load((SCENARIOS / "taining" / "patrol" / "policy.yaml").read_text(encoding="utf-8"))
    policy = SHAPE.build(SHAPE.laid_over(SHAPE.standard, partial), "test")
    limits = policy.limits["officer"]
    assert (limits.longest, limits.week_minutes) == (7 * 24 * 60, 7 * 24 * 60)
    assert policy.limits["volunteer"] == SHAPE.standard.policy.limits["volunteer"]
