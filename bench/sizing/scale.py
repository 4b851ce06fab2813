"""How long a run is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How many of each are sent.

    settle_s, rest_s: before, and while, it is looked at what rest takes. counties: how many of 寿宁's size (1,327
    grids) one service is loaded with.
    """

    settle_s: float = 10
    rest_s: float = 30
    day: int = 400
    reports: int = 3_000
    commands: int = 1_000
    records: int = 2_000
    disputes: int = 2_000
    cases: int = 500
    patrol_events: int = 2_000
    visits: int = 400
    counties: tuple[int, ...] = (8, 76)
    queues: int = 1_000
    facts: int = 1_000_000


WHOLE = Scale()
QUICK = Scale(
    settle_s=2, rest_s=5, day=20, reports=100, commands=40, records=50, disputes=100, cases=20, patrol_events=100,
    visits=20, counties=(4,), queues=20, facts=100_000,
)  # fmt: skip
