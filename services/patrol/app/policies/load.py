"""From a policy document, whole or partial, to the domain's `Policy`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lianfang.policies.fields import DURATIONS
from lianfang.policies.shape import Loaded, Shape
from services.patrol.app.policies.schemas import PolicySchema
from services.patrol.domain.policy import CheckIn, Policy, Speed
from services.patrol.domain.rosters.problem import Limits, Night, Weights

DEFAULT_FILE = Path(__file__).parents[2] / "policy" / "default.yaml"


def default() -> Loaded[Policy]:
    """Return the rules that come with the platform."""
    return SHAPE.standard


def _policy(data: Mapping[str, Any], version: str) -> Policy:
    asks = data["asks"]
    return Policy(
        version=version,
        limits={force: Limits(**_plain(each)) for force, each in data["limits"].items()},
        accompanied=data["accompanied"]["forces"],
        night=Night(**_plain(data["night"])),
        weights=Weights(**_plain(data["weights"])),
        no_show_after=data["no_show"]["after"],
        reminders=tuple(data["reminders"]["before"]),
        ask_for=asks["open"],
        ask_for_begun=asks["begun"],
        asks_at_once=asks["at_once"],
        swap_needs_approval=data["swaps"]["approval"],
        fairness_period=data["fairness"]["period"],
        points_per_hour=data["points"]["per_hour"],
        check_in=CheckIn(**_plain(data["check_in"])),
        stop_minutes=tuple(data["stops"]["between"]),
        idle_minutes=data["idle"]["by_kind"],
        speeds={mode: Speed(**each) for mode, each in data["speeds"]["modes"].items()},
        rings=tuple(data["rings"]["within"]),
        horizon_frozen=data["frozen"]["horizon"],
        certificate_warning=data["certificates"]["warning"],
        sources=dict(_sources(data)),
    )


def _plain(section: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in section.items() if name != "source"}


def _sources(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return each section's source; those of limits by force."""
    found = [(name, part["source"]) for name, part in data.items() if name not in ("edition", "limits")]
    return found + [(f"limits.{force}", part["source"]) for force, part in data["limits"].items()]


SHAPE: Shape[Policy] = Shape(PolicySchema(), _policy, DEFAULT_FILE, units=DURATIONS)
