"""The counties under test: 寿宁, and two small ones whose deadlines and queues tests have for themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from lianfang.regions.model import Deadline, Deadlines
from lianfang.regions.pack import Pack
from lianfang.regions.pack.write import write
from tests.fixtures.packs import small_pack

SHOUNING = Path(__file__).parents[2] / "scenarios" / "shouning"
HASTY, STEADY = "990102", "990103"
"""Hasty: a task must be acknowledged within 2 s. Steady: nobody but the test reads its teams' queues."""


def hasty_pack(acknowledge_s: int = 2) -> Pack:
    """The small county with short deadlines everywhere; arriving has none."""
    rings = [{"ring": 1}, {"ring": 3}, {"ring": 5}]
    where = rings + [{"response_class": w} for w in ("urban", "suburban", "rural")]
    table = tuple(Deadline(priority, acknowledge_s, **place) for place in where for priority in (1, 2, 3, 4))
    return replace(small_pack(HASTY), deadlines=Deadlines("1", table))


def steady_pack() -> Pack:
    """Another small county, a degree further east."""
    return small_pack(STEADY, lon=120.5)


def written(pack: Pack, folder: Path) -> Path:
    """Write a pack and return its folder."""
    write(pack, folder)
    return folder
