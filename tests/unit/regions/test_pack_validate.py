"""Judging a pack: what forbids an import, what a person should look at."""

from dataclasses import replace
from datetime import date

import pytest
import shapely

from lianfang.regions.geometry import areas_m2, polygon
from lianfang.regions.model import Deadlines, Rule, ShopGroup, Zone
from lianfang.regions.pack import PackError, require_valid, validate
from tests.fixtures.packs import COUNTY, EAST, GRIDS, LAT, LON, SIDE, START, WEST, square


def with_geometry(pack, number, geometry):
    grids = list(pack.grids)
    grids[number] = replace(grids[number], geometry=geometry)
    return replace(pack, grids=tuple(grids))


def errors(pack):
    return [str(problem) for problem in validate(pack).errors]


def warnings(pack):
    return [str(problem) for problem in validate(pack).warnings]


def test_a_sound_pack_has_nothing_to_report(pack):
    report = validate(pack)
    assert report.errors == []
    assert report.warnings == []


def test_an_overlap_is_measured_and_names_both_grids(pack):
    wide = square(0)
    wide["coordinates"][0][1][0] = wide["coordinates"][0][2][0] = LON + SIDE + 0.001
    (error,) = validate(with_geometry(pack, 0, wide)).errors
    assert error.codes == GRIDS[:2]
    assert error.area_m2 == pytest.approx(float(areas_m2(shapely.box(LON, LAT, LON + 0.001, LAT + SIDE))), rel=1e-6)


def test_a_grid_inside_another_is_an_overlap(pack):
    assert any("overlap" in text for text in errors(with_geometry(pack, 1, square(0))))


def test_an_overlap_below_a_square_metre_is_a_warning(pack):
    wide = square(0)
    wide["coordinates"][0][1][0] += 1e-8
    report = validate(with_geometry(pack, 0, wide))
    assert report.ok
    assert report.warnings[0].area_m2 < 1


def test_a_gap_is_measured_and_names_the_grids_around_it(pack):
    shape = polygon(square(1))
    hole = shapely.box(LON + 1.2 * SIDE, LAT + 0.2 * SIDE, LON + 1.4 * SIDE, LAT + 0.4 * SIDE)
    report = validate(with_geometry(pack, 1, shapely.geometry.mapping(shape - hole)))
    (gap,) = report.warnings
    assert report.ok
    assert gap.codes == (GRIDS[1],)
    assert gap.area_m2 == pytest.approx(float(areas_m2(hole)), rel=1e-6)


def test_borders_that_skip_a_neighbours_vertex_are_a_warning(pack):
    bent = square(0)
    bent["coordinates"][0].insert(2, [LON + SIDE, LAT + SIDE / 3])
    assert any("snap the polygons" in text for text in warnings(with_geometry(pack, 0, bent)))


def test_a_polygon_that_crosses_itself_is_refused(pack):
    bow = square(0)
    bow["coordinates"][0][1], bow["coordinates"][0][2] = bow["coordinates"][0][2], bow["coordinates"][0][1]
    assert any("Self-intersection" in text for text in errors(with_geometry(pack, 0, bow)))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (f"{WEST}9991001", "under no known village"),
        (f"{WEST}0012001", "kind 2"),
        (GRIDS[1], "given 2 times"),
    ],
)
def test_a_grid_must_hang_under_a_village_be_of_the_kind_grid_and_be_unique(pack, code, says):
    grids = (replace(pack.grids[0], code=code), *pack.grids[1:])
    assert any(says in text for text in errors(replace(pack, grids=grids, shops=(), groups=())))


def test_two_grids_of_one_assistant_are_a_warning(pack):
    grids = (replace(pack.grids[0], assistant=pack.grids[1].assistant), *pack.grids[1:])
    assert any("serves 2 grids" in text for text in warnings(replace(pack, grids=grids)))


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        ((f"{WEST}", "again"), "given 2 times"),
        (("350924100", "鳌阳镇"), "not of the county"),
        (("990102999001", "lost"), "its parent 990102999 is not listed"),
    ],
)
def test_regions_must_form_one_tree(pack, extra, says):
    assert any(says in text for text in errors(replace(pack, regions=(*pack.regions, extra))))


def test_the_county_itself_must_be_listed(pack):
    assert any("itself" in text for text in errors(replace(pack, regions=pack.regions[1:])))


def test_a_township_in_no_zone_or_in_two_on_some_day_is_refused(pack):
    left, right = pack.zones
    ended = replace(right, until=date(2025, 1, 1))
    late = Zone("right", "Right", (WEST, EAST), date(2025, 6, 1), county=COUNTY)
    found = errors(replace(pack, zones=(left, ended, late)))
    assert any(f"{EAST} is in no zone on 2025-01-01" in text for text in found)
    assert any(f"{WEST} is in left and right on 2025-06-01" in text for text in found)


def test_zones_may_change_on_a_day(pack):
    left, right = pack.zones
    change = date(2025, 1, 1)
    zones = (
        replace(left, until=change),
        replace(left, start=change, townships=(WEST, EAST)),
        replace(right, until=change),
    )
    assert errors(replace(pack, zones=zones)) == []


@pytest.mark.parametrize(("zone", "team"), [("left", "command"), ("county", "command"), ("county", "supervision")])
def test_a_zone_without_command_or_a_county_without_command_or_supervision_is_refused(pack, zone, team):
    teams = tuple(one for one in pack.teams if (one.zone, one.id) != (zone, team))
    assert any(f"no team with the capability {team}" in text for text in errors(replace(pack, teams=teams)))


def test_a_capability_that_is_not_in_the_catalogue_is_refused(pack):
    teams = (replace(pack.teams[0], capabilities=("command", "magic")), *pack.teams[1:])
    assert any("'magic' is unknown" in text for text in errors(replace(pack, teams=teams)))


def test_a_capability_nobody_provides_needs_a_fallback_that_somebody_does(pack):
    no_case = tuple(team for team in pack.teams if "case" not in team.capabilities)
    assert errors(replace(pack, teams=no_case)) == []  # case falls back to patrol
    catalogue = tuple(
        replace(one, fallbacks=()) if one.name == "case" else one for one in pack.routing.capabilities
    )
    bare = replace(pack, teams=no_case, routing=replace(pack.routing, capabilities=catalogue))
    assert any("nobody provides 'case'" in text for text in errors(bare))


def test_complaints_that_reach_anybody_but_supervision_are_refused(pack):
    rules = tuple(rule for rule in pack.routing.rules if rule.id != "complaint")
    assert any(
        "complaints (95)" in text for text in errors(replace(pack, routing=replace(pack.routing, rules=rules)))
    )
    local = Rule("local", ("patrol",), replace(pack.routing.rules[0].when, categories=(), places=(WEST,)))
    first = replace(pack.routing, rules=(local, *pack.routing.rules))
    assert any("complaints (95)" in text for text in errors(replace(pack, routing=first)))


def test_every_class_needs_its_generic_category(pack):
    categories = tuple(each for each in pack.categories if each.code != "990000")
    assert any("add 990000" in text for text in errors(replace(pack, categories=categories)))


def test_an_incomplete_deadline_table_is_refused_row_by_row(pack):
    table = pack.deadlines.table
    found = errors(replace(pack, deadlines=Deadlines("1", table[1:-1])))
    assert sum("has 0 rows" in text for text in found) == 2
    assert any("has 2 rows" in text for text in errors(replace(pack, deadlines=Deadlines("1", (*table, table[0])))))


def test_group_sizes_other_than_three_are_warned_of_and_others_than_two_to_four_refused(pack):
    def grouped(*shops):
        return replace(pack, groups=(ShopGroup("group-01", "g", shops, START, county=COUNTY),))

    assert any("normally 3" in text for text in warnings(grouped("shop-001", "shop-002")))
    assert any("has 1 shops" in text for text in errors(grouped("shop-001")))
    assert any("'shop-009' is unknown" in text for text in errors(grouped("shop-001", "shop-002", "shop-009")))


def test_shops_of_a_group_that_lie_apart_are_a_warning(pack):
    shops = (replace(pack.shops[0], lon=LON + 0.009), *pack.shops[1:])
    assert any("m apart" in text for text in warnings(replace(pack, shops=shops)))


def test_a_shop_in_an_unknown_grid_or_the_wrong_zone_is_refused(pack):
    def first(**changes):
        return errors(replace(pack, shops=(replace(pack.shops[0], **changes), *pack.shops[1:])))

    assert any("is unknown" in text for text in first(grid=f"{WEST}0011999"))
    assert any("is in left" in text for text in first(zone="right"))


def test_an_item_too_large_for_a_message_is_refused(pack):
    ring = [[LON + SIDE * n / 9000, LAT] for n in range(9000)] + [
        [LON + SIDE, LAT + SIDE],
        [LON, LAT + SIDE],
        [LON, LAT],
    ]
    long = with_geometry(pack, 0, {"type": "Polygon", "coordinates": [ring]})
    assert any("simplify its geometry" in text for text in errors(long))


def test_requiring_validity_raises_all_errors_together(pack):
    with pytest.raises(PackError) as error:
        require_valid(replace(pack, teams=(), categories=()))
    assert len(error.value.problems) > 10
