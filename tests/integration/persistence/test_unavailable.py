"""A store that can't answer says so, in bounded time, and works again once it can."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lianfang.persistence import open_store
from lianfang.persistence.sqlite.adapter import SqliteStore
from lianfang.persistence.store import Collection, Index, Insert, Store, StoreUnavailable
from tests.integration.persistence.backends import ENVIRONMENT, free_port, wire_server

THINGS = Collection("things", (Index("n", "n"),))


def every_call(store: Store) -> list[Callable[[], object]]:
    return [
        lambda: store.declare(THINGS),
        lambda: store.insert("things", {"id": "z"}),
        lambda: store.get("things", "z"),
        lambda: store.replace("things", {"id": "z"}, 1),
        lambda: store.delete("things", "z", 1),
        lambda: store.find("things"),
        lambda: store.count("things"),
        lambda: store.bulk([Insert("things", {"id": "z"})]),
        store.ping,
    ]


def all_unavailable(store: Store) -> bool:
    """Make all calls at once: each waits for a server."""

    def refused(call: Callable[[], object]) -> bool:
        with pytest.raises(StoreUnavailable):
            call()
        return True

    calls = every_call(store)
    with ThreadPoolExecutor(len(calls)) as pool:
        return all(list(pool.map(refused, calls)))


def test_a_path_that_is_no_file_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    store = SqliteStore(tmp_path / "store.db")
    store._declared.add([THINGS])
    for call in every_call(store):
        with pytest.raises(StoreUnavailable, match=r"store\.db"):
            call()


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "store.db").write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreUnavailable, match="not a database"):
        SqliteStore(tmp_path / "store.db").declare(THINGS)


def test_a_lock_held_too_long_is_unavailable_and_reads_go_on(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db", patience=0.3)
    store.declare(THINGS)
    store.insert("things", {"id": "a"})
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match=r"locked for 0\.3 s"):
        store.insert("things", {"id": "b"})
    with pytest.raises(StoreUnavailable, match="locked"):
        store.ping()
    assert store.get("things", "a") == {"id": "a", "revision": 1}
    other.execute("ROLLBACK")
    store.insert("things", {"id": "b"})
    assert store.count("things") == 2


def test_a_short_lock_of_another_process_is_waited_for(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    store.declare(THINGS)
    other = sqlite3.connect(tmp_path / "store.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.4, lambda: other.execute("ROLLBACK"))
    release.start()
    assert store.insert("things", {"id": "a"})["revision"] == 1
    release.join()


_FULL = """
import resource, signal, sys
from lianfang.persistence import open_store
from lianfang.persistence.store import Collection, StoreUnavailable
store = open_store(sys.argv[1])
store.declare(Collection("things"))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
written, refusals, n = [], 0, 0
while refusals < 20:
    n += 1
    try:
        store.insert("things", {"id": str(n), "text": "x" * 5_000})
        written.append(str(n))
    except StoreUnavailable:
        refusals += 1
    if n > 2_000:
        sys.exit("nothing stopped the writes")
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.insert("things", {"id": "room again"})
store.ping()
print(*written)
"""


def test_a_disk_that_takes_no_more_is_unavailable_and_recovers_without_loss(tmp_path: Path) -> None:
    uri = f"sqlite://{tmp_path / 'store.db'}"
    run = subprocess.run(
        [sys.executable, "-c", _FULL, uri], capture_output=True, text=True, env=ENVIRONMENT, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    store = open_store(uri)
    store.declare(THINGS)
    written = run.stdout.split()
    assert len(written) > 10
    assert [id for id in [*written, "room again"] if store.get("things", id) is None] == []


def test_a_closed_store_is_unavailable(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "store.db")
    store.declare(THINGS)
    store.close()
    for call in every_call(store):
        with pytest.raises(StoreUnavailable, match="closed"):
            call()


def test_the_file_is_the_owners_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "store.db").declare(THINGS)
    assert (tmp_path / "store.db").stat().st_mode & 0o077 == 0


def test_a_server_that_never_was_is_unavailable_within_the_time_of_the_uri() -> None:
    store = open_store(f"mongodb://127.0.0.1:{free_port()}/things?serverSelectionTimeoutMS=100")
    store._declared.add([THINGS])  # type: ignore[attr-defined]
    started = time.monotonic()
    assert all_unavailable(store)
    assert time.monotonic() - started < 25  # less than one call waits when the time of the URI is not kept
    store.close()


def test_a_server_that_dies_makes_its_store_unavailable(tmp_path: Path) -> None:
    with wire_server(tmp_path) as (port, server):
        store = open_store(f"mongodb://127.0.0.1:{port}/things?serverSelectionTimeoutMS=200")
        store.declare(THINGS)
        store.insert("things", {"id": "a"})
        server.kill()
        server.wait()
        assert all_unavailable(store)
        store.close()
