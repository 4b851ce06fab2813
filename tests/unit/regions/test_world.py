"""The read model: what intake asks while a call is on the line."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lianfang.regions.model import Condition, Rule, ZonePolicy
from lianfang.regions.pack.items import to_items
from lianfang.regions.world import COUNTY as BY_COUNTY
from lianfang.regions.world import NEIGHBOUR_ZONE, OWN_ZONE, World
from tests.fixtures.packs import COUNTY, EAST, GRIDS, LAT, LON, SIDE, START, WEST, small_pack

DAY = date(2024, 6, 1)


def world_of(pack):
    return World.from_items(to_items(pack))


def asked(world, place, capability, **more):
    return [(c.team.full_id, c.reason) for c in world.teams_for(place, capability, DAY, **more)]


def test_teams_are_asked_in_the_order_own_zone_neighbours_county(world):
    assert asked(world, GRIDS[0], "patrol") == [
        ("990102.left.traffic", OWN_ZONE),
        ("990102.right.traffic", NEIGHBOUR_ZONE),
        ("990102.county.patrol", BY_COUNTY),
    ]
    assert asked(world, EAST, "patrol")[0] == ("990102.right.traffic", OWN_ZONE)


def test_a_lower_tier_is_asked_first(pack):
    teams = [replace(team, tier=2) if (team.zone, team.id) == ("left", "traffic") else team for team in pack.teams]
    second = replace(teams[1], id="walkers", capabilities=("patrol",))
    world = world_of(replace(pack, teams=(*teams, second)))
    assert [name for name, _ in asked(world, WEST, "patrol")][:2] == ["990102.left.walkers", "990102.left.traffic"]


def test_a_capability_nobody_has_is_replaced_by_its_first_fallback_that_somebody_has(pack):
    world = world_of(
        replace(pack, teams=tuple(team for team in pack.teams if "mediation" not in team.capabilities))
    )
    choices = world.teams_for(WEST, "mediation", DAY)  # community went with the same team, so: command
    assert {choice.capability for choice in choices} == {"command"}
    assert world.teams_for(WEST, "no-such", DAY) == []


def test_teams_of_an_accused_unit_are_left_out(world):
    assert asked(world, WEST, "case", avoid_units=["left-station"]) == [
        ("990102.right.case", NEIGHBOUR_ZONE),
        ("990102.county.case", BY_COUNTY),
    ]


def test_at_county_level_the_county_is_asked(world):
    assert asked(world, COUNTY, "command") == [("990102.county.command", BY_COUNTY)]


def test_a_place_nobody_knows_gets_empty_answers_and_never_an_error(world):
    elsewhere = "3504291000011001"
    for known in (world, World()):
        assert known.teams_for(elsewhere, "command", DAY) == []
        assert known.zone_of(elsewhere, DAY) is None
        assert known.grid(elsewhere) is None
        assert known.deadline(elsewhere, 1, None) is None
        assert known.rules_for(category="100000", priority=1, place=elsewhere, source="call") == []
        assert known.response_class(elsewhere) == "rural"
        assert not known.is_emergency(category="100000", priority=1, place=elsewhere, source="call")
        assert not known.community_may_be_alone(elsewhere, DAY)
    assert World().locate(LON, LAT) is None
    assert World().ring_of(LON, LAT) is None
    assert World().category("100000") is None
    assert len(World().tree) == 0


def test_zones_hold_from_their_first_day_until_the_day_before_their_last(pack):
    change = date(2025, 1, 1)
    left, right = pack.zones
    merged = replace(left, start=change, townships=(WEST, EAST))
    world = world_of(replace(pack, zones=(replace(left, until=change), merged, replace(right, until=change))))
    assert world.zone_of(GRIDS[3], change - timedelta(days=1)).zone == "right"
    assert world.zone_of(GRIDS[3], change).zone == "left"
    assert world.zone_of(GRIDS[3], START - timedelta(days=1)) is None
    after = world.teams_for(GRIDS[3], "case", change)
    assert [c.team.full_id for c in after] == ["990102.left.case", "990102.county.case"]  # "right" is no more


def test_the_other_shops_of_the_group_are_its_partners(world):
    assert [shop.full_id for shop in world.partners_of("990102.left.shop-002")] == [
        "990102.left.shop-001",
        "990102.left.shop-003",
    ]
    assert world.group_of("990102.left.shop-002").id == "group-01"
    assert world.partners_of("990102.left.shop-099") == []
    assert world.shop("990102.left.shop-001").grid == GRIDS[0]
    assert world.shop("350924.left.shop-001") is None


def test_the_smallest_ring_around_a_point_counts(pack):
    wide = replace(pack.rings[0], id="wide", ring=5, radius_m=5000.0)
    world = world_of(replace(pack, rings=(wide, *pack.rings)))
    assert world.ring_of(LON + 0.005, LAT + 0.005).ring == 1
    assert world.ring_of(LON + 0.03, LAT + 0.005).ring == 5
    assert world.ring_of(LON + 0.5, LAT) is None


def test_deadlines_come_from_the_ring_or_else_from_the_response_class(world):
    assert world.deadline(GRIDS[0], 1, 1).arrive_s == 60
    assert world.deadline(GRIDS[0], 1, None).arrive_s == 300  # urban
    assert world.deadline(GRIDS[3], 1, None).arrive_s is None  # rural: as soon as possible


def test_a_wider_place_has_the_response_class_of_most_of_its_grids(world):
    assert world.response_class(WEST) == "urban"
    assert world.response_class(f"{EAST}001") == "rural"
    assert world.response_class(f"{WEST}777") == "rural"


def test_rules_add_up_in_order_until_one_stops(world):
    def rules(category, source="call"):
        return [one.id for one in world.rules_for(category=category, priority=2, place=GRIDS[0], source=source)]

    assert rules("950100") == ["complaint"]
    assert rules("100401") == ["command-room", "crime", "crime-urgent"]
    assert rules("200303", source="shop") == ["command-room", "order", "order-urgent", "dispute", "shop-alert"]


@pytest.mark.parametrize(
    ("changes", "holds"),
    [
        ({}, True),
        ({"category": "300000"}, False),
        ({"priority": 3}, False),
        ({"place": EAST}, False),
        ({"source": "grid"}, False),
    ],
)
def test_a_condition_holds_when_all_that_it_asks_is_met(changes, holds):
    condition = Condition(("10", "2001"), (1, 2), (WEST,), ("call",))
    asked_for = {"category": "200100", "priority": 1, "place": GRIDS[0], "source": "call"}
    assert condition.holds(**{**asked_for, **changes}) is holds
    assert Rule("all", ("command",)).when.holds(**{**asked_for, **changes})


def test_emergencies_and_who_may_meet_them_alone_are_the_countys_data(pack, world):
    assert world.is_emergency(category="100100", priority=1, place=GRIDS[0], source="call")
    assert not world.is_emergency(category="100100", priority=3, place=GRIDS[0], source="call")
    assert not world.community_may_be_alone(GRIDS[0], DAY)
    left = replace(pack.zones[0], policy=ZonePolicy(community_only_responder=True))
    assert world_of(replace(pack, zones=(left, pack.zones[1]))).community_may_be_alone(GRIDS[0], DAY)


def test_several_counties_live_side_by_side_and_a_new_release_replaces_only_its_own(pack, world):
    other = small_pack("990103", lon=LON + 4 * SIDE)
    both = world.with_items(to_items(other))
    assert both.locate(LON + 4.5 * SIDE, LAT + 0.005).grid.startswith("990103")
    assert both.locate(LON + 0.5 * SIDE, LAT + 0.005).grid == GRIDS[0]
    edge = both.locate(LON + 4 * SIDE, LAT + 0.005)  # the border of the two counties
    assert edge.grid == GRIDS[3]
    assert len(edge.shared) == 2
    renewed = both.with_items(to_items(replace(pack, grids=pack.grids[:3])))
    assert renewed.grid(GRIDS[3]) is None
    assert renewed.grid(GRIDS[3].replace(COUNTY, "990103", 1)) is not None
    assert both.grid(GRIDS[3]) is not None  # the old World stays as it was


def test_grids_without_a_geometry_work_by_code(pack):
    world = world_of(replace(pack, grids=tuple(replace(grid, geometry=None) for grid in pack.grids)))
    assert world.grid(GRIDS[0]).response_class == "urban"
    assert world.tree.name(GRIDS[0]) == "grid 0"
    assert world.locate(LON, LAT) is None


def test_items_of_a_kind_this_version_does_not_know_are_passed_over(pack):
    later = [*to_items(pack), {"kind": "drone", "county": COUNTY, "code": "d1"}]
    assert World.from_items(later).team("990102.left.case").kind == "case"


def test_a_release_without_its_routing_is_refused(pack):
    with pytest.raises(ValueError, match="'routing'"):
        World.from_items(item for item in to_items(pack) if item["kind"] != "routing")


def test_categories_are_the_countys_own_table(world):
    assert world.category("100401", COUNTY).priority == 2
    assert world.category("100401").name == "入室盗窃"
    assert world.category("777777", COUNTY) is None


def test_the_middle_of_a_place_is_in_its_grid_or_the_mean_of_its_grids(world):
    lon, lat = world.middle_of(GRIDS[0])
    assert (lon, lat) == pytest.approx((LON + SIDE / 2, LAT + SIDE / 2))
    assert world.middle_of(WEST) == pytest.approx((LON + SIDE, lat))
    assert world.middle_of(GRIDS[2][:12]) == pytest.approx((LON + 3 * SIDE, lat))
    assert world.middle_of(COUNTY) == pytest.approx((LON + 2 * SIDE, lat))


def test_where_no_grid_is_drawn_there_is_no_middle(pack):
    drawn = tuple(replace(grid, geometry=None) if grid.code.startswith(EAST) else grid for grid in pack.grids)
    world = world_of(replace(pack, grids=drawn))
    for place in (EAST, GRIDS[2], f"{COUNTY}999", "111111", "", "99"):
        assert world.middle_of(place) is None
    assert world.middle_of(COUNTY) == world.middle_of(WEST)
