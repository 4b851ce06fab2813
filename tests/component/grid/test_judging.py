"""A pack is judged in a process of its own, with the same result as here."""

import os
import shutil
import sys
import tempfile

import pytest

from services.grid.app.prepare import prepare
from services.grid.judging import child
from services.grid.judging.child import judged
from services.grid.judging.finding import SHOWN, NotValid
from tests.fixtures.grid import files_of, zipped


@pytest.fixture
def files(pack, tmp_path):
    return files_of(pack, tmp_path / "made")


@pytest.fixture
def on_disk(tmp_path):
    """An archive as an open file."""
    opened = []

    def write(archive):
        path = tmp_path / "archive"
        path.write_bytes(archive)
        opened.append(path.open("rb"))
        return opened[-1]

    yield write
    for file in opened:
        file.close()


def test_the_pages_are_those_of_the_pack_as_often_as_they_are_asked_for(files, on_disk, pack):
    here = prepare(pack)
    with judged(on_disk(zipped(files))) as made:
        assert (made.county, made.label, made.content_hash) == (here.county, here.label, here.content_hash)
        assert made.counts == here.counts
        assert list(made.pages) == list(made.pages) == list(here.pages)
        assert made.warned == len(made.warnings)


def test_many_errors_are_counted_and_the_first_hundred_told(files, on_disk):
    files["regions.csv"] += b"".join(b"99010%d,x\n" % number for number in range(1000, 1500))
    with pytest.raises(NotValid) as refused, judged(on_disk(zipped(files))):
        pass
    assert refused.value.found >= 500
    assert len(refused.value.problems) == SHOWN


def test_a_process_that_takes_too_long_is_ended_and_leaves_nothing(files, on_disk, monkeypatch, tmp_path):
    monkeypatch.setattr(child, "PATIENCE_S", 0.01)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    os.mkdir(tmp_path / "temporary")
    with pytest.raises(NotValid) as refused, judged(on_disk(zipped(files))):
        pass
    assert "too long" in refused.value.problems[0].what
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_process_that_breaks_down_is_no_verdict_on_the_pack(files, on_disk, monkeypatch):
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(RuntimeError, match="ended with 1"), judged(on_disk(zipped(files))):
        pass
