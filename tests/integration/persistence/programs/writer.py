"""Inserts, reads and replaces without end and prints each write once it is acknowledged. usage: writer.py URI"""

from __future__ import annotations

import itertools
import sys

from lianfang.persistence import open_store
from lianfang.persistence.store import Collection, Index


def main(uri: str) -> None:
    store = open_store(uri)
    store.declare(Collection("log", (Index("tag", "tags", many=True),)))
    for n in itertools.count():
        store.insert("log", {"id": f"{n}", "tags": [f"t{n % 7}"], "text": "值班" * 200})
        print(f"{n} 1", flush=True)
        store.get("log", f"{n}")
        store.replace("log", {"id": f"{n}", "tags": [f"t{n % 5}"], "text": "出警" * 200}, 1)
        print(f"{n} 2", flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
