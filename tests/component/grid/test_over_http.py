"""The grid service as a process, called over HTTP; its broker is away, which it bears."""

import os

import pytest
import requests
from openapi_spec_validator import validate

from tests.fixtures.grid import GridProcess, files_of, tarred, zipped
from tests.fixtures.packs import COUNTY, EAST, GRIDS, LAT, LON, SIDE, WEST, small_pack
from tests.fixtures.waiting import until


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return files_of(small_pack(), tmp_path_factory.mktemp("packs") / "made")


@pytest.fixture(scope="module")
def grid(tmp_path_factory, files):
    process = GridProcess(tmp_path_factory.mktemp("grid")).start()
    process.first = process.send(zipped(files), region=COUNTY)
    yield process
    process.stop()


def test_a_pack_is_released_and_what_is_asked_at_once_is_answered_by_it(grid):
    answer = grid.first.json()
    assert grid.first.status_code == 201, answer
    assert (answer["county"], answer["new"], answer["counts"]["grid"]) == (COUNTY, True, 4)
    assert answer["warnings_found"] == len(answer["warnings"])
    assert grid.get(f"/v1/regions/{COUNTY}").json()["release"] == answer["release"]
    assert [one["release_id"] for one in grid.get("/v1/releases").json()["items"]] == [answer["release"]]


def test_the_same_pack_in_another_archive_is_unchanged(grid, files):
    again = grid.send(tarred({f"small/{name}": text for name, text in files.items()}), kind="application/gzip")
    assert (again.status_code, again.json()["new"]) == (200, False)
    assert again.json()["release"] == grid.first.json()["release"]


def test_a_bad_pack_is_refused_whole_with_file_row_and_remedy(grid, files):
    before = grid.get("/v1/releases").json()
    rows = files["regions.csv"].replace(f"{WEST}001,w1".encode(), b"12345,w1")
    answer = grid.send(zipped({**files, "regions.csv": rows, "teams.yaml": b"teams: 5"}))
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (422, "urn:lianfang:problem:invalid-pack")
    assert problem["errors_found"] == len(problem["errors"]) > 1
    code = next(each for each in problem["errors"] if each["file"] == "regions.csv")
    assert code["row"] == files["regions.csv"].decode().splitlines().index(f"{WEST}001,w1") + 1
    assert all(each["message"] and {"field", "remedy", "file", "row"} <= each.keys() for each in problem["errors"])
    assert grid.get("/v1/releases").json() == before


@pytest.mark.parametrize("roles", [["intake"], ["dispatcher", "viewer"], ["operator"]])
def test_only_the_role_registry_imports(grid, files, roles):
    assert grid.send(zipped(files), *roles).status_code == 403


def test_a_pack_of_another_county_is_refused(grid, tmp_path):
    before = grid.get("/v1/releases").json()
    other = files_of(small_pack("990103", lon=119.6), tmp_path / "other")
    assert grid.send(zipped(other), region=COUNTY).status_code == 403
    assert grid.send(zipped(other), region=f"{COUNTY}100").status_code == 403
    assert grid.get("/v1/releases").json() == before


def test_what_is_sent_is_bounded_and_of_the_declared_kind(grid, files):
    assert grid.send(b"{}", kind="application/json").status_code == 415
    assert grid.send(zipped(files), **{"Content-Encoding": "gzip"}).status_code == 415
    assert grid.send(b"").status_code == 400
    assert grid.send(b"no archive").status_code == 422
    too_large = requests.Request(
        "POST", f"{grid.url}/v1/packs", headers={**grid.headers("registry"), "Content-Type": "application/zip"}
    ).prepare()
    too_large.headers["Content-Length"] = str(64 * 1024 * 1024 + 1)
    assert requests.Session().send(too_large, timeout=60).status_code == 413


def test_a_chunked_upload_larger_than_a_json_body_passes(grid, files):
    padded = zipped({**files, "notes.bin": os.urandom(2 * 1024 * 1024)})
    pieces = (padded[start : start + 100_000] for start in range(0, len(padded), 100_000))
    assert grid.send(pieces).status_code == 200


def test_the_tree_is_read_page_by_page(grid):
    first = grid.get(f"/v1/regions/{COUNTY}/children", limit=1)
    assert [one["code"] for one in first.json()["items"]] == [WEST]
    rest = grid.get(first.json()["next"])
    assert [one["code"] for one in rest.json()["items"]] == [EAST]
    assert rest.json()["next"] is None
    assert grid.get(f"/v1/regions/{COUNTY}/children", cursor="x").status_code == 400
    assert [one["code"] for one in grid.get("/v1/regions").json()["items"]] == [COUNTY]


def test_a_grid_and_its_region(grid):
    answer = grid.get(f"/v1/grids/{GRIDS[0]}", within=WEST).json()
    assert (answer["zone"], answer["geometry"]["type"]) == ("left", "Polygon")
    region = grid.get(f"/v1/regions/{WEST}001").json()
    assert [one["code"] for one in region["path"]] == [COUNTY, WEST, f"{WEST}001"]


def test_a_point_is_located(grid):
    answer = grid.get("/v1/locate", lon=LON + SIDE / 2, lat=LAT + SIDE / 2).json()
    assert (answer["grid"]["code"], answer["inside"], answer["distance_m"]) == (GRIDS[0], True, 0)
    assert (answer["village"]["code"], answer["township"]["code"]) == (f"{WEST}001", WEST)
    assert (answer["zone"], answer["shared"]) == ("left", [])
    far = grid.get("/v1/locate", lon=LON - SIDE, lat=LAT).json()
    assert not far["inside"]
    assert far["distance_m"] > 900


def test_teams_come_in_order_with_reasons_by_code_or_point(grid):
    by_code = grid.get("/v1/teams", region=GRIDS[3], capability="community").json()
    assert [one["reason"] for one in by_code["items"]] == ["own_zone", "neighbour_zone"]
    point = {"lon": LON + 3.5 * SIDE, "lat": LAT + SIDE / 2}
    assert grid.get("/v1/teams", **point, capability="community").json() == by_code


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/v1/regions/123", {}, 404), ("/v1/regions/350924", {}, 404), ("/v1/grids/x", {}, 404),
        ("/v1/locate", {"lon": 119.5}, 400), ("/v1/locate", {"lon": 27, "lat": 119.5}, 400),
        ("/v1/locate", {"lon": "nan", "lat": 1}, 400), ("/v1/teams", {"capability": "case"}, 400),
        ("/v1/teams", {"region": COUNTY, "lon": 1, "lat": 1, "capability": "case"}, 400),
        ("/v1/teams", {"lon": 1, "capability": "case"}, 400),
        ("/v1/teams", {"region": "350924", "capability": "case"}, 404),
    ],
)  # fmt: skip
def test_what_can_t_be_answered_is_a_problem(grid, path, query, status):
    answer = grid.get(path, **query)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        (f"/v1/regions/{COUNTY}", {}), (f"/v1/regions/{EAST}", {}), (f"/v1/regions/{EAST}/children", {}),
        (f"/v1/grids/{GRIDS[3]}", {}), ("/v1/locate", {"lon": LON + 3.5 * SIDE, "lat": LAT + SIDE / 2}),
        ("/v1/teams", {"region": EAST, "capability": "case"}),
        ("/v1/teams", {"lon": LON + 3.5 * SIDE, "lat": LAT + SIDE / 2, "capability": "case"}),
    ],
)  # fmt: skip
def test_a_caller_sees_its_own_region_only(grid, path, query):
    assert grid.get(path, within=WEST, **query).status_code == 403


def test_lists_hold_what_touches_the_caller_s_region(grid):
    for path in ("/v1/regions", "/v1/releases"):
        assert len(grid.get(path, within=WEST).json()["items"]) == 1, path
        assert grid.get(path, within="350924").json()["items"] == [], path


def test_the_openapi_document_is_valid_and_says_what_is_uploaded(grid):
    document = requests.get(f"{grid.url}/openapi.json", timeout=60).json()
    validate(document)
    body = document["paths"]["/v1/packs"]["post"]["requestBody"]["content"]
    assert set(body) >= {"application/zip", "application/gzip"}
    assert {
        "/v1/regions", "/v1/regions/{code}", "/v1/regions/{code}/children", "/v1/grids/{code}", "/v1/locate",
        "/v1/teams", "/v1/releases",
    } <= document["paths"].keys()  # fmt: skip


def test_another_process_on_the_same_store_follows_within_seconds(grid, tmp_path):
    other = GridProcess(tmp_path, LIANFANG_STORE_URI=grid.environment["LIANFANG_STORE_URI"]).start()
    try:
        pack = small_pack("990104", lon=119.8)
        release = grid.send(zipped(files_of(pack, tmp_path / "more"))).json()["release"]
        until(lambda: other.get("/v1/regions/990104").json().get("release") == release)
    finally:
        assert other.stop() == 0
