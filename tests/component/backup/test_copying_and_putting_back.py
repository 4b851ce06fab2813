"""A backup of stores: whole as of one moment while they are written to, refused when damaged, put back whole."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import Collection
from lianfang.runtime.backup import manifest
from lianfang.runtime.backup.making import make
from lianfang.runtime.backup.restoring import check, restore
from lianfang.runtime.operating.failure import BadInput, Failure
from lianfang.runtime.operating.target import Target

PAIRS = Collection("pairs")


def silent(_line: str) -> None:
    return None


def target_of(folder: Path) -> Target:
    return Target({"LIANFANG_GRID_STORE_URI": f"sqlite://{folder / 'grid.db'}"})


def numbers(path: Path) -> list[int]:
    with closing(SqliteStore(path)) as store:
        store.declare(PAIRS)
        return sorted(document["number"] for document in store.find("pairs", limit=1000).documents)


def written(path: Path, *of: int) -> None:
    with closing(SqliteStore(path)) as store:
        store.declare(PAIRS)
        for number in of:
            store.insert("pairs", {"id": str(number), "number": number})


@pytest.fixture
def copied(tmp_path) -> Path:
    written(tmp_path / "grid.db", 1, 2)
    return make(target_of(tmp_path), tmp_path / "backups", ["grid"], silent)


def test_a_copy_made_while_it_is_written_to_is_the_store_as_of_one_moment(tmp_path):
    written(tmp_path / "grid.db")
    ending = threading.Event()

    def write() -> None:
        """Two rows in each transaction: no copy may ever hold one without the other."""
        with closing(sqlite3.connect(tmp_path / "grid.db", isolation_level=None, timeout=5)) as db:
            for number in range(0, 100_000, 2):
                if ending.is_set():
                    return
                db.execute("BEGIN IMMEDIATE")
                rows = [(str(each), f'{{"id": "{each}", "number": {each}}}') for each in (number, number + 1)]
                db.executemany("INSERT INTO doc_pairs VALUES (?, 1, ?)", rows)
                db.execute("COMMIT")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        folder = make(target_of(tmp_path), tmp_path / "backups", ["grid"], silent)
    finally:
        ending.set()
        thread.join()
    found = manifest.read(folder)
    check(folder, found)
    with closing(sqlite3.connect(folder / "grid.db")) as db:
        (count,) = db.execute("SELECT count(*) FROM doc_pairs").fetchone()
    assert count % 2 == 0
    assert found.part("grid").count == count


def test_a_backup_is_there_whole_or_not_at_all_and_only_its_owner_reads_it(tmp_path, copied):
    assert {path.name for path in copied.iterdir()} == {"grid.db", "manifest.json"}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (copied, *copied.iterdir()))
    with pytest.raises(Failure, match="is not there"):
        make(target_of(tmp_path / "elsewhere"), tmp_path / "others", ["grid"], silent)
    assert not list((tmp_path / "others").iterdir())


def test_what_is_put_back_is_what_was_copied_and_what_was_there_is_kept_aside(tmp_path, copied):
    written(tmp_path / "grid.db", 3)
    with pytest.raises(Failure, match="--replace"):
        restore(target_of(tmp_path), copied, manifest.read(copied), ["grid"], silent)
    assert numbers(tmp_path / "grid.db") == [1, 2, 3]
    done = restore(target_of(tmp_path), copied, manifest.read(copied), ["grid"], silent, replace=True)
    assert numbers(tmp_path / "grid.db") == [1, 2]
    assert numbers(Path(done.moved["grid"])) == [1, 2, 3]


def test_a_damaged_or_missing_file_is_told_before_anything_is_written(tmp_path, copied):
    data = bytearray((copied / "grid.db").read_bytes())
    data[-1] ^= 1
    (copied / "grid.db").write_bytes(data)
    with pytest.raises(Failure, match="its hash differs"):
        check(copied, manifest.read(copied))
    (copied / "grid.db").unlink()
    with pytest.raises(Failure, match="is missing"):
        check(copied, manifest.read(copied))


@pytest.mark.parametrize(
    ("text", "why"), [("{}", "damaged"), ("nonsense", "damaged"), (None, "no backup"), ('{"format": 2}', "damaged")]
)
def test_a_folder_that_is_no_backup_is_told_as_such(tmp_path, text, why):
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(BadInput, match=why):
        manifest.read(tmp_path)


def test_a_mongodb_store_is_left_to_its_own_tools(tmp_path):
    with pytest.raises(BadInput, match="mongodump"):
        make(Target({"LIANFANG_GRID_STORE_URI": "mongodb://h/grid"}), tmp_path, ["grid"], silent)


def test_a_store_whose_service_answers_is_not_touched(tmp_path, copied):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        busy = Target({**target_of(tmp_path).values, "LIANFANG_GRID_URL": url})
        with pytest.raises(Failure, match="end it first"):
            restore(busy, copied, manifest.read(copied), ["grid"], silent, replace=True)
    assert numbers(tmp_path / "grid.db") == [1, 2]
