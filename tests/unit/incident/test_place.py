"""Every claim gives a place, and flags say how good it is."""

from __future__ import annotations

import pytest

from services.incident.app.routing_view import NOTHING
from services.incident.domain.place import Claim, find
from tests.fixtures.incident import (
    COUNTY,
    GRIDS,
    LAT,
    LEFT,
    LON,
    OTHER_COUNTY,
    OTHER_LON,
    SIDE,
    registry_of,
    small_pack,
)


@pytest.fixture(scope="module")
def registry():
    return registry_of(small_pack(), small_pack(OTHER_COUNTY, OTHER_LON))


def place(registry, **claim):
    return find(Claim(**{"region": COUNTY, "county": COUNTY, **claim}), registry)


def test_a_point_in_a_grid_is_that_grid(registry):
    found = place(registry, lon=LEFT[0], lat=LEFT[1])
    assert (found.region, found.method, found.flags, found.grid) == (GRIDS[0], "coordinates", (), GRIDS[0])


def test_a_point_on_a_shared_edge_is_always_the_same_grid_and_says_so(registry):
    found = place(registry, lon=round(LON + SIDE, 6), lat=LEFT[1])
    assert (found.region, found.flags) == (GRIDS[0], ("shared_edge",))


def test_a_point_just_outside_is_the_nearest_grids_affair(registry):
    found = place(registry, lon=LEFT[0], lat=LAT - 0.005)
    assert (found.region, found.flags) == (GRIDS[0], ("outside",))
    assert 400 < found.distance_m < 700


@pytest.mark.parametrize(("lon", "lat"), [(LON - 3, LAT - 1), (-179.9, -89.9), (500.0, 12.0), (1e308, -1e308)])
def test_a_point_in_the_sea_or_off_the_globe_is_the_callers_county(registry, lon, lat):
    found = place(registry, lon=lon, lat=lat)
    assert (found.region, found.lon, found.lat) == (COUNTY, lon, lat)
    assert set(found.flags) & {"outside", "unplaced"}


def test_a_point_in_another_county_is_over_the_border(registry):
    found = place(registry, lon=OTHER_LON + SIDE / 2, lat=LEFT[1])
    assert (found.county, found.flags) == (OTHER_COUNTY, ("over_border",))


def test_a_code_is_taken_at_whatever_level_it_is(registry):
    assert place(registry, grid=GRIDS[2]).region == GRIDS[2]
    assert place(registry, grid=GRIDS[2][:9]).region == GRIDS[2][:9]


@pytest.mark.parametrize(
    ("code", "region", "flag"),
    [
        (f"{GRIDS[0][:12]}1099", GRIDS[0][:12], "unknown_grid"),
        (f"{COUNTY}9990011001", COUNTY, "unknown_grid"),
        ("3504291000011001", "350429", "over_border"),
        ("no code", COUNTY, "unplaced"),
        ("1234", COUNTY, "unplaced"),
    ],
)
def test_an_unknown_code_is_the_nearest_region_that_is_known(registry, code, region, flag):
    found = place(registry, grid=code)
    assert found.region == region
    assert flag in found.flags


def test_a_text_is_placed_by_a_name_that_is_in_it(registry):
    found = place(registry, text="behind the mill of w1, by the bridge")
    assert (found.region, found.method, found.flags) == (GRIDS[0][:12], "text", ("by_name",))


@pytest.mark.parametrize("text", ["somewhere", "w1 or e1, who knows"])
def test_a_text_that_names_no_region_or_several_is_the_callers(registry, text):
    assert place(registry, text=text).flags == ("unplaced",)


def test_a_caller_who_says_nothing_is_where_it_belongs(registry):
    found = place(registry, region=GRIDS[3])
    assert (found.region, found.method, found.flags) == (GRIDS[3], "none", ("unplaced",))


def test_an_empty_replica_keeps_the_point_and_takes_the_county():
    found = place(NOTHING, lon=LEFT[0], lat=LEFT[1])
    assert (found.region, found.lon, found.flags) == (COUNTY, LEFT[0], ("unplaced",))
