"""Areas are true square metres, distances metres."""

import pytest
import shapely

from lianfang.regions.geometry import BadGeometry, areas_m2, distance_m, geojson_of, haversine_m, polygon


def box(west, south, east, north):
    return shapely.box(west, south, east, north)


def test_the_whole_globe_has_the_area_of_the_wgs84_ellipsoid():
    assert areas_m2(box(-180, -90, 180, 90)) == pytest.approx(510_065_621_724_089, rel=1e-6)


def test_areas_shrink_with_latitude_as_they_should():
    at_equator, at_sixty = areas_m2([box(0, 0, 1, 1), box(0, 60, 1, 61)])
    assert at_equator == pytest.approx(12_308_778_361, rel=1e-4)  # a degree cell, WGS 84
    assert at_sixty / at_equator == pytest.approx(0.495, abs=0.005)


def test_distance_to_a_polygon_is_in_metres_in_both_directions():
    square = box(119.5, 27.4, 119.6, 27.5)
    assert distance_m(119.55, 27.39, square) == pytest.approx(haversine_m(119.55, 27.39, 119.55, 27.4), rel=1e-6)
    assert distance_m(119.61, 27.45, square) == pytest.approx(haversine_m(119.61, 27.45, 119.6, 27.45), rel=1e-6)
    assert distance_m(119.55, 27.45, square) == 0


@pytest.mark.parametrize(
    ("geojson", "says"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "Polygon"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}, "can't be read"),
        ({"type": "Polygon", "coordinates": "here"}, "can't be read"),
        ({"type": "Polygon"}, "can't be read"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        ({"type": "Polygon", "coordinates": [[[500, 0], [501, 0], [501, 1], [500, 0]]]}, "degrees"),
    ],
)
def test_what_is_no_polygon_on_the_globe_is_refused(geojson, says):
    with pytest.raises(BadGeometry, match=says):
        polygon(geojson)


def test_geojson_comes_back_as_plain_rounded_lists():
    shape = geojson_of(shapely.Polygon([(0.123456789, 0), (1, 0), (1, 1)]), 5)
    assert shape["coordinates"][0][0] == [0.12346, 0.0]
    assert polygon(shape).is_valid
