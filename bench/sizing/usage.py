"""What processes use: processor time, memory, and what lies on the disk."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

MB = 2**20


@dataclass(frozen=True, slots=True)
class Usage:
    """Of a process with its children. cpu_s: seconds since it began; rss_mb, pss_mb: memory in MiB.

    PSS counts pages that several processes share by shares; that is what one more process really costs.
    """

    cpu_s: float
    rss_mb: float
    pss_mb: float


def stolen(before: Any, after: Any) -> float:
    """Return the share of all cores' time between two `psutil.cpu_times()` in which the host ran others; 0 to 1."""
    total = sum(after) - sum(before)
    return (getattr(after, "steal", 0.0) - getattr(before, "steal", 0.0)) / total if total else 0.0


def usage_of(pid: int) -> Usage:
    """Look at a process and its children."""
    process = psutil.Process(pid)
    cpu = rss = pss = 0.0
    for each in (process, *process.children(recursive=True)):
        try:
            times, memory = each.cpu_times(), each.memory_full_info()
        except psutil.NoSuchProcess:  # a child that ended meanwhile
            continue
        cpu += times.user + times.system
        rss += memory.rss / MB
        pss += memory.pss / MB
    return Usage(cpu, rss, pss)


def tables(database: Path) -> dict[str, int]:
    """Return the bytes that each table of an SQLite file takes, its indexes included."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as reader:
        owner = dict(reader.execute("SELECT name, tbl_name FROM sqlite_master"))
        sizes: defaultdict[str, int] = defaultdict(int)
        for name, size in reader.execute("SELECT name, SUM(pgsize) FROM dbstat GROUP BY name"):
            sizes[owner.get(name, name)] += size
    reader.close()
    return dict(sizes)


def folder_bytes(folder: Path) -> int:
    """Return how many bytes the files under a folder have."""
    return sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
