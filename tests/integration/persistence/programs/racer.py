"""Adds 1 to a counter document N times by compare-and-set; prints how many of its writes were acknowledged.

usage: racer.py URI N
"""

from __future__ import annotations

import sys

from lianfang.persistence import open_store
from lianfang.persistence.store import AlreadyExists, Collection, Conflict


def main(uri: str, times: int) -> None:
    store = open_store(uri)
    store.declare(Collection("counters"))
    try:
        store.insert("counters", {"id": "c", "n": 0})
    except AlreadyExists:
        print("second", flush=True)
    else:
        print("first", flush=True)
    sys.stdin.readline()
    won = 0
    while won < times:
        document = store.get("counters", "c")
        assert document is not None
        try:
            store.replace("counters", {"id": "c", "n": document["n"] + 1}, document["revision"])
        except Conflict:
            continue
        won += 1
    print(won, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
