"""Disputes of a history: registered, mediated, and settled, or failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from lianfang.runtime.history.stage import Stage, moment

_TERM = timedelta(days=30)


def disputes(line: Mapping[str, Any], stage: Stage) -> None:
    """Tell a line's disputes of both years; counts: accepted, settled: of these."""
    for column, year in enumerate(stage.years):
        number = line["counts"][column]
        settled = set(stage.random.sample(range(number), line["settled"][column]))
        for count, at in enumerate(stage.moments(year, number)):
            _one(line, stage, stage.teller.id(line["id"], year, count), at, count in settled)


def _one(line: Mapping[str, Any], stage: Stage, id: str, at: datetime, settled: bool) -> None:
    random, place = stage.random, stage.place(line["zone"])
    case = stage.teller.about(id)
    about: dict[str, Any] = {
        "case_id": id, "category": random.choice(line["categories"]), "sealed": False,
        "source": random.choices(list(line["sources"]), list(line["sources"].values()))[0], "confirmation": "none",
        "risk": random.choices(("blue", "yellow", "orange"), (7, 2, 1))[0],
        "owner": stage.team(place, line["team"]), "round": 0, "region": place.region,
    }  # fmt: skip
    due = {"next_due": moment(at + _TERM)}

    def step(name: str, after: timedelta, state: str, **more: Any) -> None:
        nonlocal at
        at += after
        case.tell(f"mediation.{name}", at, place.region, {**about, "state": state, **more})

    step("case_opened", timedelta(), "registered", county=stage.county, **due)
    step("triaged", timedelta(hours=random.uniform(0.2, 20)), "triaged", mode="people", **due)
    about["round"] = 1
    talked = timedelta(days=random.uniform(0.5, 12))
    if not settled:
        step("failed", talked, "failed", outcome="failed", routes=["court"], **due)
        step("closed", timedelta(days=random.uniform(7, 30)), "closed", outcome="failed")
        return
    step("agreed", talked, "agreed", form="written", perform_by=moment(at + _TERM), **due)
    step("closed", timedelta(days=random.uniform(3, 30)), "closed", outcome="settled")
    step("settled", timedelta(), "closed")
