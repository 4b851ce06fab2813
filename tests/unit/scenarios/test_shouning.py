"""The scenario 寿宁: real names and codes, 1,327 made-up grids, a day with its awkward moments."""

import csv
import json
from collections import Counter
from pathlib import Path
from random import Random

import numpy as np
import pytest
import shapely

from lianfang.regions.codes import Level, level_of, parent_of
from lianfang.regions.datum import gcj02_to_wgs84
from lianfang.regions.geometry import areas_m2, polygon
from lianfang.regions.pack import load, validate
from lianfang.regions.pack.items import to_items
from lianfang.regions.pack.load import FILES
from lianfang.regions.world import World
from scenarios.shouning import generate
from scenarios.shouning.awkward import AWKWARD
from scenarios.shouning.day import CALLS, GRID_REPORTS, SHOP_ALERTS, reports
from tests.fixtures.data import data_file

FOLDER = Path(generate.__file__).parent


@pytest.fixture(scope="module")
def pack():
    return load(FOLDER / "pack")


@pytest.fixture(scope="module")
def world(pack):
    return World.from_items(to_items(pack))


@pytest.fixture(scope="module")
def day():
    return [json.loads(line) for line in (FOLDER / "day.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_pack_is_sound(pack):
    report = validate(pack)
    assert report.errors == []
    assert report.warnings == []


def test_it_has_the_counts_the_county_published(pack):
    levels = Counter(level_of(code) for code, _ in pack.regions)
    assert levels == {Level.COUNTY: 1, Level.TOWNSHIP: 14, Level.VILLAGE: 205}
    assert len(pack.grids) == 1327
    assert len({grid.assistant for grid in pack.grids}) == 1327
    assert {parent_of(grid.code) for grid in pack.grids} == {c for c, _ in pack.regions if len(c) == 12}
    assert sorted(len(zone.townships) for zone in pack.zones) == [3, 3, 4, 4]
    assert [len(group.shops) for group in pack.groups] == [3, 3, 3, 3]


def test_the_grids_cover_the_countys_area_without_overlap_or_gap_and_say_they_are_made_up(pack):
    polygons = [polygon(grid.geometry) for grid in pack.grids]
    assert shapely.coverage_is_valid(polygons)
    union = shapely.coverage_union_all(polygons)
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0
    assert areas_m2(union) / 1e6 == pytest.approx(1440, abs=1)
    assert all(grid.synthetic for grid in pack.grids)
    assert (FOLDER / "pack" / "grids.geojson").stat().st_size < 1.5e6


def test_each_zone_has_a_command_room_and_three_teams_and_the_county_its_own(pack):
    teams = {team.full_id for team in pack.teams}
    for zone in ("aoyang", "nanyang", "xiadang", "xietan"):
        assert {f"350924.{zone}.{team}" for team in ("command", "case", "traffic", "community")} <= teams
    assert {"350924.county.command", "350924.county.supervision"} <= teams
    provided = {capability for team in pack.teams for capability in team.capabilities}
    assert {"fire-liaison", "mediation", "patrol"} <= provided


def test_the_committed_files_are_what_the_generator_makes(tmp_path):
    generate.main(tmp_path)
    for name in FILES:
        made, kept = ((folder / "pack" / name).read_text(encoding="utf-8") for folder in (tmp_path, FOLDER))
        assert made == kept, f"{name} differs: run python -m scenarios.shouning.generate"
    assert (tmp_path / "day.jsonl").read_text("utf-8") == (FOLDER / "day.jsonl").read_text("utf-8")


def test_names_and_codes_are_those_of_the_national_list(pack):
    with data_file("admin/divisions_5level_2016.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"].startswith("350924")]
    digits = {"county": 6, "town": 9, "village": 12}
    listed = {row["code"].replace("350924202", "350924107", 1)[: digits[row["level"]]]: row["name"] for row in rows}
    names = dict(pack.regions)
    assert names.keys() == listed.keys()
    for code, name in listed.items():
        if code != "350924107":  # 清源乡 became 清源镇 in 2017
            assert name.removesuffix("委会").removesuffix("居") == names[code]


def test_the_towns_are_those_of_the_2023_list(pack):
    with data_file("admin/streets-4counties.csv").open(encoding="utf-8") as file:
        towns = {row["code"]: row["name"] for row in csv.DictReader(file) if row["code"].startswith("350924")}
    assert towns == {code: name for code, name in pack.regions if len(code) == 9}


def test_the_outline_is_our_own_but_lies_where_the_county_does(pack):
    fence = shapely.from_geojson(data_file("admin/fence-350924.geojson").read_text())
    real = shapely.transform(fence, lambda xy: np.array([gcj02_to_wgs84(x, y) for x, y in xy]))
    ours = shapely.coverage_union_all([polygon(grid.geometry) for grid in pack.grids])
    common = areas_m2(real & ours) / areas_m2(real | ours)
    assert 0.65 < common < 0.9  # near it, and no copy of it


def test_the_day_has_its_calls_grid_reports_and_alerts_in_order_of_time(day):
    assert Counter(report["source"] for report in day) == {"call": CALLS, "grid": GRID_REPORTS, "shop": SHOP_ALERTS}
    times = [report["at"] for report in day]
    assert times == sorted(times)
    assert times[0] >= 0
    assert times[-1] < 86_400
    assert len({report["id"] for report in day}) == len(day)


def test_the_day_is_the_same_for_the_same_seed_and_another_for_another(pack):
    assert reports(pack, Random(5)) == reports(pack, Random(5))
    assert reports(pack, Random(5)) != reports(pack, Random(6))


def test_the_day_holds_every_awkward_report(day, world):
    odd = {report["awkward"]: report for report in day if "awkward" in report}
    assert set(odd) == {case["awkward"] for case in AWKWARD}
    assert world.category(odd["unknown category"]["category"]) is None
    for case in ("over the border", "just over the border", "at sea"):
        assert not world.locate(*odd[case]["place"].values()).inside
    assert world.grid(odd["unknown grid"]["place"]["grid"]) is None
    units = {unit for team in world.counties["350924"].teams.values() for unit in team.units}
    complaints = [report for report in day if report["category"].startswith("95")]
    assert all(report["accused"][0] in units for report in complaints)
    assert len(complaints) == 2


def test_ordinary_reports_lie_inside_and_are_of_known_categories(day, world):
    for report in day:
        if "awkward" in report:
            continue
        place = report["place"]
        assert world.category(report["category"]) is not None
        if "lon" in place:
            assert world.locate(place["lon"], place["lat"]).inside
        elif "grid" in place:
            assert world.grid(place["grid"]) is not None
        else:
            assert world.tree.named(place["text"])


def test_alerts_come_from_shops_that_have_partners(day, world):
    for report in day:
        if report["source"] == "shop":
            assert len(world.partners_of(report["shop"])) == 2
