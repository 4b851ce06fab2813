"""The kinds of planning jobs, by name: each takes a payload and returns a result, both JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

Json = dict[str, Any]


def nothing(_told: Mapping[str, object]) -> None:
    """Tell nobody."""


def never() -> bool:
    """Nobody calls it off."""
    return False


@dataclass(frozen=True, slots=True)
class Report:
    """What a job tells while it runs, and whether it is to stop and give its best so far."""

    progress: Callable[[dict[str, object]], None] = nothing
    cancelled: Callable[[], bool] = never


Kind = Callable[[Json, Report], Json]


def _later(module: str, name: str) -> Kind:
    """Import a kind when it is asked for: one job needs one solver, not all of them."""

    def run(payload: Json, report: Report) -> Json:
        return cast("Json", getattr(import_module(module), name)(payload, report))

    return run


KINDS: dict[str, Kind] = {
    "roster": _later("services.patrol.planning.rosters.jobs", "roster"),
    "repair": _later("services.patrol.planning.rosters.jobs", "mended"),
    "patrol_plan": _later("services.patrol.planning.routes.jobs", "patrol_plan"),
    "siting": _later("services.patrol.planning.siting.jobs", "siting"),
}
"""A kind's word -> what runs it."""
