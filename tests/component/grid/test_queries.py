"""What callers ask of the registry."""

import json
from datetime import date

import pytest

from lianfang.persistence.aggregate import Command
from lianfang.regions.spatial import BadPoint
from lianfang.regions.tree import UnknownRegion
from services.grid.app.registry import Registry
from tests.fixtures.packs import COUNTY, EAST, GRIDS, LAT, LON, SIDE, WEST, small_pack

DAY = date(2024, 6, 1)


@pytest.fixture
def loaded(import_pack, pack, registry):
    imported = import_pack.from_pack(pack, Command("c1"))
    registry.refresh()
    return imported


def test_a_region_comes_with_its_path_zone_and_release(queries, loaded):
    answer = queries.region(f"{WEST}001", DAY)
    assert [step["code"] for step in answer["path"]] == [COUNTY, WEST, f"{WEST}001"]
    assert (answer["level"], answer["zone"], answer["children"]) == ("village", "left", 2)
    assert answer["release"] == loaded.release_id


def test_the_tree_is_walked_from_the_counties_down(queries, loaded):
    assert [region["code"] for region in queries.children("")] == [COUNTY]
    assert [region["code"] for region in queries.children(COUNTY)] == [WEST, EAST]


def test_a_grid_comes_with_its_polygon_and_its_assistants_id(queries, loaded):
    answer = queries.grid(GRIDS[3], DAY)
    assert answer["assistant"] == f"assistant-{EAST}001-1002"
    assert answer["zone"] == "right"
    assert answer["geometry"]["type"] == "Polygon"


def test_a_point_is_located_up_to_its_zone(queries, loaded):
    answer = queries.locate(LON + 0.005, LAT + 0.005, DAY)
    assert answer["grid"]["code"] == GRIDS[0]
    assert (answer["village"]["name"], answer["township"]["name"], answer["zone"]) == ("w1", "west", "left")
    assert (answer["inside"], answer["distance_m"], answer["ring"]) == (True, 0, 1)


def test_a_point_outside_gets_the_nearest_grid_with_its_distance_flagged(queries, loaded):
    answer = queries.locate(LON + 5 * SIDE, LAT + 0.005, DAY)
    assert answer["grid"]["code"] == GRIDS[3]
    assert not answer["inside"]
    assert answer["distance_m"] == pytest.approx(988, rel=0.01)


def test_a_point_on_a_shared_edge_names_all_that_share_it(queries, loaded):
    answer = queries.locate(LON + 2 * SIDE, LAT + 0.005, DAY)
    assert answer["grid"]["code"] == GRIDS[1]
    assert answer["shared"] == [GRIDS[1], GRIDS[2]]


def test_teams_of_a_place_come_in_order_with_the_reason(queries, loaded):
    answer = queries.teams_at(GRIDS[3], "community", DAY)
    assert [(one["team"], one["reason"]) for one in answer] == [
        ("990102.right.community", "own_zone"),
        ("990102.left.community", "neighbour_zone"),
    ]


def test_what_is_unknown_is_an_error_that_names_it(queries, loaded):
    for ask in (lambda: queries.region("350924", DAY), lambda: queries.grid("3509241000011001", DAY)):
        with pytest.raises(UnknownRegion, match="350924"):
            ask()
    with pytest.raises(UnknownRegion):
        queries.teams_at("350924", "case", DAY)
    with pytest.raises(BadPoint):
        queries.locate(27.4, 119.5, DAY)


def test_before_any_release_nothing_is_known_and_nothing_fails(queries, registry):
    assert registry.refresh() == []
    assert queries.children("") == []
    assert queries.locate(LON, LAT, DAY) is None
    assert queries.releases() == []


def test_every_answer_is_json(queries, loaded):
    answers = [
        queries.region(COUNTY, DAY), queries.children(WEST), queries.grid(GRIDS[0], DAY),
        queries.locate(LON, LAT, DAY), queries.teams_at(WEST, "case", DAY), queries.releases(),
    ]  # fmt: skip
    assert json.loads(json.dumps(answers)) == answers


def test_another_process_changes_over_when_the_pointer_flips(storage, import_pack, registry, loaded):
    other = Registry(storage)
    assert other.refresh() == [COUNTY]
    assert other.refresh() == []
    import_pack.from_pack(small_pack(label="2"), Command("c2"))
    assert other.releases[COUNTY].label == "1"
    assert other.refresh() == [COUNTY]
    assert other.releases[COUNTY].label == "2"
