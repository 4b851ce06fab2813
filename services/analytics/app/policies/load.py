"""From a policy document, whole or partial, to the domain's `Policy`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lianfang.policies.fields import DURATIONS
from lianfang.policies.shape import Loaded, Shape
from services.analytics.app.policies.schemas import PolicySchema
from services.analytics.domain.policy import Policy
from services.analytics.domain.reviews.rules import ReviewRules, Trigger
from services.analytics.domain.scorecards.rules import (
    AppealRules,
    Bound,
    Check,
    FlagRules,
    Grade,
    Measure,
    ScoreRules,
)
from services.analytics.domain.wanted import Wanted

DEFAULT_FILE = Path(__file__).parents[2] / "policy" / "default.yaml"
GRADES = ("excellent", "good", "passed", "failed")
Data = Mapping[str, Any]


def default() -> Loaded[Policy]:
    """Return the rules that come with the platform."""
    return SHAPE.standard


def _policy(data: Data, version: str) -> Policy:
    return Policy(version, _scores(data), _reviews(data["reviews"]), {
        name: part["source"] for name, part in data.items() if name != "edition"
    })  # fmt: skip


def _scores(data: Data) -> ScoreRules:
    kinds = {"unit": "units", "person": "people"}
    return ScoreRules(
        measures={kind: _measures(data[section]["measures"]) for kind, section in kinds.items()},
        bounds={kind: _bounds(data["bounds"][section]) for kind, section in kinds.items()},
        unit_share=data["people"]["unit_share"],
        grades=tuple(Grade(word, **data["grades"][word]) for word in GRADES),
        appeals=AppealRules(data["appeals"]["within"], data["appeals"]["answer"]),
        flags=FlagRules(
            data["flags"]["alpha"], data["flags"]["least"],
            tuple(Check(word, **_wanting(each)) for word, each in sorted(data["flags"]["checks"].items())),
        ),
    )  # fmt: skip


def _measures(table: Data) -> tuple[Measure, ...]:
    return tuple(Measure(word, **_wanting(each)) for word, each in table.items() if each["weight"])


def _bounds(table: Data) -> tuple[Bound, ...]:
    return tuple(Bound(word, **_wanting(each)) for word, each in table.items())


def _reviews(data: Data) -> ReviewRules:
    return ReviewRules(
        triggers=tuple(
            Trigger(word, **{**_wanting(each), "closed_as": tuple(each["closed_as"])})
            for word, each in sorted(data["triggers"].items())
        ),
        unless=tuple(data["unless"]), known=_wanted(data["known"]), back=data["back"], level=data["level"],
        wait=data["wait"], answer=data["answer"],
    )  # fmt: skip


def _wanting(each: Data) -> dict[str, Any]:
    """Return a rule's fields, with what facts it wants as the domain knows it."""
    made = {name: _wanted(each[name]) for name in ("of", "among") if each.get(name)}
    return {**each, **made}


def _wanted(raw: Data) -> Wanted:
    return Wanted(tuple(raw["kinds"]), tuple(raw["words"]), tuple(raw["categories"]))


SHAPE: Shape[Policy] = Shape(PolicySchema(), _policy, DEFAULT_FILE, units=DURATIONS)
