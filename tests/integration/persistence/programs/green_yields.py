"""Under eventlet: while a write waits for another process's lock, greenlets go on; then many race. usage: … PATH"""

import warnings

warnings.simplefilter("ignore")

import eventlet  # noqa: E402

eventlet.monkey_patch()

import sqlite3  # noqa: E402
import sys  # noqa: E402
import threading  # noqa: E402
import time  # noqa: E402
from pathlib import Path  # noqa: E402

from lianfang.persistence.sqlite.adapter import SqliteStore  # noqa: E402
from lianfang.persistence.store import Collection, Conflict  # noqa: E402


def ticks_during_a_wait(path: Path) -> int:
    store = SqliteStore(path)
    store.declare(Collection("things"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ticks = 0
    writer = threading.Thread(target=lambda: store.insert("things", {"id": "a", "n": 0}))
    writer.start()
    while ticks < 40 and writer.is_alive():
        time.sleep(0.01)
        ticks += 1
    assert store.get("things", "a") is None
    other.execute("ROLLBACK")
    writer.join()
    assert store.get("things", "a") is not None
    store.close()
    return ticks


def race(path: Path, greenlets: int, times: int) -> int:
    store = SqliteStore(path)
    store.declare(Collection("things"))

    def add() -> None:
        won = 0
        while won < times:
            found = store.get("things", "a")
            assert found is not None
            time.sleep(0)
            try:
                store.replace("things", {"id": "a", "n": found["n"] + 1}, found["revision"])
            except Conflict:
                continue
            won += 1

    threads = [threading.Thread(target=add) for _ in range(greenlets)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = store.get("things", "a")
    assert found is not None
    return int(found["n"])


if __name__ == "__main__":
    file = Path(sys.argv[1])
    print(ticks_during_a_wait(file), race(file, 20, 10))
