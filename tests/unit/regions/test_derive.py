"""Any call log can be replayed: its own places become a county in which every one of its points has a grid."""

import csv
import gzip
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.regions.pack import load, validate
from lianfang.regions.pack.derive import NOWHERE, ColumnMapping, derive
from lianfang.regions.pack.items import to_items
from lianfang.regions.world import World
from tests.fixtures.data import data_file

COLUMNS = ColumnMapping("x", "y", "town")
places = st.lists(
    st.tuples(st.floats(-75.8, -74.9), st.floats(39.9, 40.5), st.sampled_from(["A", "B", "C D", "", "寿宁"])),
    min_size=1, max_size=60,
)  # fmt: skip


@given(places)
@settings(max_examples=10, deadline=None)
def test_every_point_lies_in_a_grid_of_a_valid_pack(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("derived")
    derive(({"x": str(x), "y": str(y), "town": town} for x, y, town in rows), COLUMNS, "990101", folder)
    pack = load(folder)
    assert validate(pack).errors == []
    world = World.from_items(to_items(pack))
    assert all(world.locate(x, y).inside for x, y, _ in rows)
    named = {name for code, name in pack.regions if len(code) == 9}
    assert named == {town or NOWHERE for _, _, town in rows}


def test_rows_without_a_position_are_passed_over(tmp_path):
    rows = [
        {"x": "", "y": "1"},
        {"x": "a", "y": "1"},
        {"x": "0", "y": "0"},
        {"x": "nan", "y": "1"},
        {"x": "200", "y": "1"},
    ]
    with pytest.raises(ValueError, match="no row has numbers"):
        derive(rows, COLUMNS, "990101", tmp_path)
    assert len(derive([*rows, {"x": "1", "y": "1"}], COLUMNS, "990101", tmp_path).grids) == 1


def test_the_same_log_gives_the_same_pack_in_any_order(tmp_path):
    random = Random(3)
    rows = [
        {"x": str(random.uniform(1, 2)), "y": str(random.uniform(1, 2)), "town": random.choice("ABC")}
        for _ in range(99)
    ]
    first = derive(rows, COLUMNS, "990101", tmp_path / "a")
    random.shuffle(rows)
    assert derive(rows, COLUMNS, "990101", tmp_path / "b") == first


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("calls/montgomery_pa_911.csv.gz", ColumnMapping("lng", "lat", "twp")),
        ("civic/boston_311.csv.gz", ColumnMapping("longitude", "latitude", "neighborhood")),
    ],
)
def test_real_logs_become_packs_that_hold_all_their_points(tmp_path, name, columns):
    with gzip.open(data_file(name), "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    pack = derive(rows, columns, "990101", tmp_path)
    world = World.from_items(to_items(pack))
    sample = [row for row in Random(1).sample(rows, 3000) if row[columns.lon] and row[columns.lat]]
    assert len(sample) > 2500
    assert all(world.locate(float(row[columns.lon]), float(row[columns.lat])).inside for row in sample)
