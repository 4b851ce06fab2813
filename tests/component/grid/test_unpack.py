"""An archive gives the files of a pack under our own names, within bounds, or is refused."""

import io
import stat
import zipfile

import pytest

from lianfang.regions.pack import PackError, load
from services.grid.judging import unpack as module
from services.grid.judging.unpack import unpack
from tests.fixtures.grid import files_of, tarred, zipped


@pytest.fixture
def files(pack, tmp_path):
    return files_of(pack, tmp_path / "made")


@pytest.fixture
def unpacked(tmp_path):
    """Unpack into a folder of its own, and return that folder."""
    target = tmp_path / "unpacked" / "here"
    target.mkdir(parents=True)

    def run(archive):
        unpack(io.BytesIO(archive), target)
        return target

    return run


@pytest.mark.parametrize("packed", [zipped, tarred])
@pytest.mark.parametrize("home", ["", "county/", "./"])
def test_a_pack_comes_out_as_it_went_in(packed, home, files, unpacked, pack):
    assert load(unpacked(packed({f"{home}{name}": content for name, content in files.items()}))) == pack


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_what_belongs_to_no_pack_is_left_out(packed, files, unpacked):
    strange = {"README.md": b"hello", "__MACOSX/pack.yaml": b"finder", "deep/down/pack.yaml": b"x", "run.sh": b"rm"}
    folder = unpacked(packed({**files, **strange}))
    assert {path.name for path in folder.iterdir()} == set(files)
    assert (folder / "pack.yaml").read_bytes() == files["pack.yaml"]


@pytest.mark.parametrize("packed", [zipped, tarred])
@pytest.mark.parametrize("name", ["../pack.yaml", "a/../../pack.yaml", "/pack.yaml", "..\\pack.yaml"])
def test_a_name_that_points_out_of_the_archive_is_refused(packed, name, unpacked, tmp_path):
    with pytest.raises(PackError, match="points out"):
        unpacked(packed({name: b"x"}))
    assert not list(tmp_path.rglob("*.yaml"))


def test_a_link_in_a_tar_is_refused(unpacked):
    with pytest.raises(PackError, match="is a link"):
        unpacked(tarred({"pack.yaml": None}))


def test_a_link_in_a_zip_is_refused(unpacked):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("pack.yaml")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(PackError, match="is a link"):
        unpacked(out.getvalue())


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_a_bomb_is_refused_before_it_is_written(packed, unpacked, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "UNPACKED_LIMIT", 1_000_000)
    with pytest.raises(PackError, match="more than 1000000 bytes"):
        unpacked(packed({"unknown.bin": bytes(900_000), "grids.geojson": bytes(900_000)}))
    assert not list(tmp_path.rglob("*.geojson"))


def test_a_zip_that_lies_about_a_size_yields_no_more_than_it_said(unpacked, tmp_path):
    honest = zipped({"grids.geojson": bytes(5_000_000)})
    said, lie = (5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    assert honest.count(said) == 2
    with pytest.raises(PackError):
        unpacked(honest.replace(said, lie))
    assert all(path.stat().st_size <= 10 for path in tmp_path.rglob("*.geojson"))


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_too_many_entries_are_refused(packed, unpacked):
    with pytest.raises(PackError, match="more than 200 entries"):
        unpacked(packed({f"{number}.txt": b"" for number in range(300)}))


def test_a_file_that_is_there_twice_or_elsewhere_is_refused(files, unpacked):
    with pytest.raises(PackError, match="twice"):
        unpacked(zipped({**files, "other/pack.yaml": b"x"}))
    scattered = {f"{number}/{name}": content for number, (name, content) in enumerate(files.items())}
    with pytest.raises(PackError, match="several folders"):
        unpacked(zipped(scattered))


@pytest.mark.parametrize("archive", [b"", b"hello", b"PK\x03\x04broken", b"\x1f\x8bbroken"])
def test_what_is_no_archive_is_refused_with_a_remedy(archive, unpacked):
    with pytest.raises(PackError) as refused:
        unpacked(archive)
    assert refused.value.problems[0].remedy


@pytest.mark.parametrize("packed", [zipped, tarred])
def test_an_archive_that_breaks_off_is_refused(packed, files, unpacked):
    whole = packed(files)
    with pytest.raises(PackError, match=r"can't be read|breaks off"):
        unpacked(whole[: len(whole) // 2])
