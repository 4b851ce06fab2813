"""GCJ-02 is undone exactly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianfang.regions.datum import gcj02_to_wgs84, to_wgs84, wgs84_to_gcj02
from lianfang.regions.geometry import haversine_m

in_china = st.tuples(st.floats(75.0, 134.0), st.floats(18.0, 53.0))


@given(in_china)
def test_there_and_back_is_the_same_place_within_a_millimetre(point):
    lon, lat = gcj02_to_wgs84(*wgs84_to_gcj02(*point))
    assert haversine_m(*point, lon, lat) < 0.001


@given(in_china)
def test_the_shift_is_of_the_size_known_for_gcj02(point):
    assert 1 < haversine_m(*point, *wgs84_to_gcj02(*point)) < 1500


@pytest.mark.parametrize(
    ("wgs", "gcj"),
    [  # the test vectors of eviltransform: Shanghai, Shenzhen, Beijing
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_published_pairs_of_the_two_datums_agree(wgs, gcj):
    assert haversine_m(*wgs84_to_gcj02(*wgs), *gcj) < 0.01


@given(st.floats(-179, 60), st.floats(-80, 80))
def test_outside_china_nothing_is_shifted(lon, lat):
    assert wgs84_to_gcj02(lon, lat) == (lon, lat) == gcj02_to_wgs84(lon, lat)


def test_cgcs2000_is_taken_as_wgs84_and_unknown_datums_are_refused():
    assert to_wgs84(119.5, 27.4, "cgcs2000") == (119.5, 27.4)
    with pytest.raises(ValueError, match="bd09"):
        to_wgs84(119.5, 27.4, "bd09")
