"""What the model takes for granted about people and their police, each with where it comes from.

Nothing here was measured by us; every number can be set on the command line: ``--assume calls=2``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Rates are per year, day, week or hour as SOURCES says; each is a number ≥ 0, most are > 0."""

    calls: float = 0.9
    others: float = 0.33
    peak_hour: float = 0.1
    storm: float = 7.3
    commands: float = 5.0
    people_per_grid: float = 200.0
    visits: float = 5.0
    hazards: float = 0.5
    disputes: float = 20.0
    steps: float = 15.0
    on_duty: float = 0.7
    duty_hours: float = 6.5
    marks: float = 4.0
    teams: float = 40.0
    shops: float = 200.0
    log_days: float = 30.0
    years: float = 3.0
    busy: float = 0.6
    replicas: float = 3.0

    @classmethod
    def with_changes(cls, changes: Mapping[str, float]) -> Assumptions:
        """Return the defaults but for these. Raises ValueError that names what is unknown or out of range."""
        names = [each.name for each in fields(cls)]
        for name, value in changes.items():
            if name not in names:
                raise ValueError(f"--assume {name}: there is no such assumption; there is: {', '.join(names)}")
            if not _LEAST.get(name, 0.0) <= value <= _MOST.get(name, 1e9):
                raise ValueError(
                    f"--assume {name}={value:g}: must be {_LEAST.get(name, 0.0):g} to {_MOST.get(name, 1e9):g}"
                )
        return replace(cls(), **changes)


_LEAST = {"people_per_grid": 1.0, "busy": 0.05, "storm": 1.0, "replicas": 1.0, "log_days": 1.0}
_MOST = {"busy": 1.0, "peak_hour": 1.0, "replicas": 9.0}

SOURCES: Mapping[str, tuple[str, str]] = {
    "calls": (
        "110 calls per 1,000 people and day",
        "徐州 2017: 2.8 million calls among 8.8 million people are 0.88 (人民网, 2018-01-12); 广东 2020: 32.36 "
        "million among 126 million are 0.70 (广州日报, 2021-01-06). Half of them need no police, and are taken all "
        "the same",
    ),
    "others": ("reports of grid assistants and shops for each call", "寿宁's made-up day: 80 and 20 to 300 calls"),
    "peak_hour": (
        "share of a day in its busiest hour",
        "assumed; 0.075 in 寿宁's made-up day, which has 24 unlike hours",
    ),
    "storm": (
        "calls of the worst day to those of a busy one",
        "Monroe County, NY (0.75 million people), windstorm of 2017-03-08: 11,463 calls in a day, the next highest "
        "of four years 1,560 (Democrat and Chronicle); Miami-Dade in hurricane Irma: three times (FCC, 2017). "
        "A festival is taken for no worse",
    ),
    "commands": (
        "commands of a team for each task",
        "receipt, 签收, on the way, on scene, done: the protocol's own",
    ),
    "people_per_grid": (
        "people in a grid",
        "assumed, on the dense side: 寿宁 has 1,327 grids, 200 each would be 265,000 people; 浙江 2020 had 61,000 "
        "for 64.6 million, 1,059 each, with 330,000 grid workers, 196 each (中新网, 2020-11-24)",
    ),
    "visits": (
        "visits to households in a grid, a week",
        "assumed: one each working day; 汉阴's officers make ≥ 30 a week",
    ),
    "hazards": ("hazards found in a grid, a week", "assumed"),
    "disputes": (
        "disputes per 1,000 people and year",
        "徐州 2017: 164,000 dispute calls are 18.7; 浙江's county centres 2020: 275,000 in nine months are 5.7",
    ),
    "steps": (
        "actions on a case over HTTP",
        "assumed: the play of 寿宁's 387 disputes goes from notice to call-back",
    ),
    "on_duty": (
        "crews on patrol per 1,000 people in the busiest hour",
        "南昌's 西湖, some 450,000 people: 168 points, a third of 238 lines each night, 22 stations, two crews "
        "each; by the scenario's rosters",
    ),
    "duty_hours": (
        "hours that such a crew is out a day, in the mean",
        "the same: points and lines 4 hours, stations 24",
    ),
    "marks": (
        "visits at marks by one of them, an hour",
        "assumed: one each quarter of an hour. Nobody's position is tracked between",
    ),
    "teams": ("teams per million people, a queue each", "寿宁: 20 teams; 40 is 20 for half a million people"),
    "shops": (
        "shops in 三户联防 per million people, a queue each",
        "assumed: two streets like 船山路 (104 shops) for a million people",
    ),
    "log_days": (
        "days that the event log and the stores' published events are kept",
        "topology.yaml, LIANFANG_RETENTION_DAYS",
    ),
    "years": ("years that stores and facts are kept on line", "assumed; nothing deletes them"),
    "busy": ("share of a core at which a process is taken for full", "the autoscaler's target: see below"),
    "replicas": ("copies of each queue, log and store", "quorum queues, streams and replica sets of three"),
}
"""Name -> what it is, and where it comes from."""


def parse(words: Sequence[str]) -> dict[str, float]:
    """Read ``name=number`` words. Raises ValueError with the remedy."""
    found: dict[str, Any] = {}
    for word in words:
        name, equals, value = word.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            raise ValueError(f"--assume {word}: must be name=number, such as calls=2") from None
        if not equals:
            raise ValueError(f"--assume {word}: must be name=number, such as calls=2")
    return found
