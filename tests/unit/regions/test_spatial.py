"""From a point to its grid: always one, always the same, flagged when it is only the nearest."""

from random import Random

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.regions.geometry import distance_m
from lianfang.regions.spatial import BadPoint, GridIndex

COLUMNS, ROWS = 7, 5
WEST, SOUTH = 119.3, 27.2


def _voronoi():
    """A coverage with slanted edges, where floating-point points hardly ever lie exactly on an edge."""
    random = Random(7)
    seeds = shapely.MultiPoint([(WEST + random.random() / 10, SOUTH + random.random() / 10) for _ in range(60)])
    frame = shapely.box(WEST, SOUTH, WEST + 0.1, SOUTH + 0.1)
    cells = shapely.intersection(shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=frame)), frame)
    return [(f"9901021000011{n:03d}", cell) for n, cell in enumerate(cells, 1)]


CELLS = _voronoi()
INDEX = GridIndex(CELLS)
EDGES = [
    (edge, sorted((a, b)))
    for n, (a, left) in enumerate(CELLS)
    for b, right in CELLS[n + 1 :]
    if (edge := left.intersection(right)).length > 1e-4
]


@given(st.sampled_from(EDGES), st.floats(0.05, 0.95))
def test_a_point_on_a_shared_edge_gives_the_smallest_code_of_those_that_share_it(edge, along):
    line, sharers = edge
    point = line.interpolate(along, normalized=True)
    located = INDEX.locate(point.x, point.y)
    assert located.inside
    assert located.grid == sharers[0] == located.shared[0]
    assert list(located.shared) == sharers


@given(st.sampled_from(EDGES), st.floats(0, 1), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_answer_does_not_depend_on_the_order_the_grids_were_given_in(edge, along, random):
    shuffled = list(CELLS)
    random.shuffle(shuffled)
    point = edge[0].interpolate(along, normalized=True)
    assert GridIndex(shuffled).locate(point.x, point.y) == INDEX.locate(point.x, point.y)


@given(st.floats(0, 0.1), st.floats(0, 0.1))
def test_every_point_of_the_covered_area_is_inside_a_grid_that_holds_it(east, north):
    located = INDEX.locate(WEST + east, SOUTH + north)
    assert located.inside
    assert located.distance_m == 0
    cell = dict(CELLS)[located.grid]
    assert cell.distance(shapely.Point(WEST + east, SOUTH + north)) < 2e-7


@given(st.floats(-0.3, 0.4), st.floats(-0.3, 0.4))
def test_outside_the_nearest_in_metres_is_taken_and_flagged(east, north):
    lon, lat = WEST + east, SOUTH + north
    located = INDEX.locate(lon, lat)
    if located.inside:
        return
    by_hand = min(distance_m(lon, lat, cell) for _, cell in CELLS)
    assert located.distance_m == pytest.approx(by_hand, abs=0.002)
    assert distance_m(lon, lat, dict(CELLS)[located.grid]) == pytest.approx(by_hand, abs=0.002)
    assert located.shared == ()


def test_nearest_is_by_metres_not_by_degrees_where_a_degree_of_longitude_is_short():
    east = ("9901021000011001", shapely.box(10.10, 60.0, 10.11, 60.01))  # 0.10° east at 60°N: 5.6 km
    south = ("9901021000011002", shapely.box(10.0, 59.90, 10.01, 59.92))  # 0.08° south: 8.9 km
    located = GridIndex([east, south]).locate(10.0, 60.0)
    assert located.grid == east[0]
    assert located.distance_m == pytest.approx(5560, rel=0.01)


def test_a_point_far_away_gets_the_order_of_magnitude_at_once():
    located = INDEX.locate(122.5, 26.5)
    assert not located.inside
    assert 280_000 < located.distance_m < 340_000


def test_village_and_township_come_with_the_grid():
    located = INDEX.locate(WEST + 0.05, SOUTH + 0.05)
    assert (located.village, located.township) == ("990102100001", "990102100")


def test_an_empty_index_knows_no_place():
    assert GridIndex([]).locate(119.5, 27.4) is None


@pytest.mark.parametrize(
    ("lon", "lat"), [(float("nan"), 1), (1, float("inf")), (181, 0), (0, -90.1), (27.4, 119.5)]
)
def test_numbers_off_the_globe_are_refused(lon, lat):
    with pytest.raises(BadPoint, match="longitude"):
        INDEX.locate(lon, lat)


def test_polygons_can_be_had_back_by_code():
    code, cell = CELLS[10]
    assert INDEX.polygon_of(code).equals(cell)
    with pytest.raises(KeyError):
        INDEX.polygon_of("9901021000019999")
