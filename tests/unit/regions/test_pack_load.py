"""Reading a pack: all that is wrong is said at once, with file, line, field and remedy."""

import json

import pytest
import shapely

from lianfang.regions.datum import wgs84_to_gcj02
from lianfang.regions.pack import PackError, load
from lianfang.regions.pack.load import FILES
from lianfang.regions.pack.write import write


def problems_of(folder):
    with pytest.raises(PackError) as error:
        load(folder)
    return error.value.problems


def test_what_was_written_is_read_back_the_same(folder, pack):
    assert load(folder) == pack


def test_writing_twice_gives_the_same_bytes(folder, pack, tmp_path):
    write(pack, tmp_path / "again")
    for name in FILES:
        assert (tmp_path / "again" / name).read_bytes() == (folder / name).read_bytes()


def test_every_missing_file_is_named(tmp_path):
    assert {problem.file for problem in problems_of(tmp_path)} == set(FILES)


def test_a_path_that_is_no_folder_is_said(tmp_path):
    (problem,) = problems_of(tmp_path / "nowhere")
    assert "is no folder" in str(problem)


@pytest.mark.parametrize(
    ("name", "old", "new", "field", "says"),
    [
        ("pack.yaml", "county: '990102'", "county: 990102", "county", 'in quotes, "990102"'),
        ("pack.yaml", "datum: wgs84", "datum: bd09", "datum", "bd09 is unknown; use one of: wgs84"),
        ("pack.yaml", "effective: 2024-01-01", "effective: soon", "effective", "2024-01-31"),
        ("zones.yaml", "zone: left", "zone: Left Bank", "zone", "lower-case word"),
        ("zones.yaml", "townships: ['990102100']", "townships: ['990102']", "townships.0", "township (9 digits)"),
        ("zones.yaml", "name: 'Left '", "name: 'Left '\n  nome: x", "nome", "is unknown (check its spelling"),
        ("teams.yaml", "capabilities: [case]", "capabilities: case", "capabilities", "no list"),
        ("teams.yaml", "tier: 1", "tier: first", "tier", "no whole number"),
        ("stations.yaml", "lat: 27.4", "lat: 127.4", "lat", "27.4"),
        ("regions.csv", "990102100,west", "99010210,west", "code", "8 digits"),
        ("regions.csv", "990102100,west", "990102100,", "name", "empty"),
        ("categories.csv", "100000,刑事警情,Crime,2", "10000,刑事警情,Crime,2", "code", "six-digit"),
        ("routing.yaml", "priorities: [1, 2]", "priorities: [0]", "rules.4.when.priorities.0", "1, 2, 3, 4"),
        ("deadlines.yaml", "acknowledge_s: 20", "acknowledge_s: 0", "table.0.acknowledge_s", "1"),
        ("grids.geojson", "assistant-990102100001-1001", "王小明", "assistant", "never a person's name"),
        ("grids.geojson", '"type":"Polygon"', '"type":"LineString"', "geometry", "Polygon"),
    ],
)
def test_a_wrong_field_is_named_with_its_line_and_the_remedy(edit, name, old, new, field, says):
    (problem,) = problems_of(edit(name, old, new))
    assert (problem.file, problem.field) == (name, field)
    assert problem.line > 0
    assert says in str(problem) or field == "lat"


def test_all_problems_of_all_files_are_collected(edit):
    edit("zones.yaml", "zone: left", "zone: LEFT")
    edit("teams.yaml", "kind: case", "kind: ''")
    folder = edit("regions.csv", "990102101,east", "x,east")
    assert {problem.file for problem in problems_of(folder)} == {"zones.yaml", "teams.yaml", "regions.csv"}


def test_the_line_is_the_one_of_the_record(edit, folder):
    (problem,) = problems_of(edit("zones.yaml", "zone: right", "zone: RIGHT"))
    assert (
        "RIGHT" in (edit("zones.yaml", "RIGHT", "RIGHT") / "zones.yaml").read_text().splitlines()[problem.line - 1]
    )


def test_broken_syntax_is_said_per_file(folder):
    (folder / "zones.yaml").write_text("zones: [")
    (folder / "grids.geojson").write_text("{")
    (folder / "regions.csv").write_bytes("code,name\n990102,县".encode("gbk"))
    (folder / "categories.csv").write_text("code;name\n")
    (folder / "teams.yaml").write_text("teams:\n- {id: a, id: b}\n")
    found = {problem.file: str(problem) for problem in problems_of(folder)}
    assert "no YAML" in found["zones.yaml"]
    assert "no JSON" in found["grids.geojson"]
    assert "UTF-8" in found["regions.csv"]
    assert "make it code,name,name_en,priority" in found["categories.csv"]
    assert "given twice" in found["teams.yaml"]


def test_a_file_with_a_byte_order_mark_is_read(folder, pack):
    text = (folder / "regions.csv").read_bytes()
    (folder / "regions.csv").write_bytes(b"\xef\xbb\xbf" + text)
    assert load(folder).regions == pack.regions


def test_a_gcj02_pack_is_converted_and_keeps_its_datum_and_its_common_borders(folder, pack, edit):
    document = json.loads((folder / "grids.geojson").read_text())
    for feature in document["features"]:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[list(wgs84_to_gcj02(*point)) for point in ring]]
    (folder / "grids.geojson").write_text(json.dumps(document))
    loaded = load(edit("pack.yaml", "datum: wgs84", "datum: gcj02"))
    assert loaded.county.datum == "gcj02"
    for mine, original in zip(loaded.grids, pack.grids, strict=True):
        for a, b in zip(mine.geometry["coordinates"][0], original.geometry["coordinates"][0], strict=True):
            assert a == pytest.approx(b, abs=2e-7)
    assert shapely.coverage_is_valid([shapely.geometry.shape(grid.geometry) for grid in loaded.grids])
