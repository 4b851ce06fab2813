"""From a policy document, whole or partial, to the domain's `Policy`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from marshmallow import Schema, fields
from marshmallow.validate import Length

from lianfang.policies.fields import DURATIONS, DurationField, table, text, whole, word, words
from lianfang.policies.shape import Shape
from services.grid.domain.policy import PERIODS, HazardClass, Policy, VisitRule
from services.grid.domain.records.visit import ROLES

DEFAULT_FILE = Path(__file__).parents[2] / "policy" / "default.yaml"
_SOME = Length(1, 50, error="is empty or too long; give 1 to 50 words")


class _Sourced(Schema):
    source = text(required=True)


class _Class(Schema):
    within = DurationField(required=True)
    items = words(load_default=[])


class _Hazards(_Sourced):
    kinds = table(fields.Nested(_Class), required=True)
    bodies = words(required=True)


class _Places(_Sourced):
    grades = table(fields.List(word(), validate=_SOME), required=True)


class _VisitRule(Schema):
    least = whole(1, 1440, required=True)
    on_fraud = whole(0, 1440, required=True)


class _Visits(_Sourced):
    roles = fields.Nested(
        Schema.from_dict({role: fields.Nested(_VisitRule, required=True) for role in ROLES}), required=True
    )


class _Duties(_Sourced):
    words = table(word(*PERIODS), required=True)


class _Records(_Sourced):
    offline = DurationField(required=True)


class PolicySchema(Schema):
    """The whole document, as merged. Unknown names are refused: they are mostly misspelt ones."""

    edition = whole(1, 100_000, required=True)
    hazards = fields.Nested(_Hazards, required=True)
    places = fields.Nested(_Places, required=True)
    visits = fields.Nested(_Visits, required=True)
    duties = fields.Nested(_Duties, required=True)
    records = fields.Nested(_Records, required=True)


def _policy(data: Mapping[str, Any], version: str) -> Policy:
    hazards = data["hazards"]
    return Policy(
        version=version,
        hazards={
            kind: HazardClass(each["within"], tuple(each["items"])) for kind, each in hazards["kinds"].items()
        },
        bodies=tuple(hazards["bodies"]),
        grades={kind: tuple(grades) for kind, grades in data["places"]["grades"].items()},
        visits={role: VisitRule(rule["least"], rule["on_fraud"]) for role, rule in data["visits"]["roles"].items()},
        duties=data["duties"]["words"],
        offline=data["records"]["offline"],
        sources={name: part["source"] for name, part in data.items() if name != "edition"},
    )


SHAPE: Shape[Policy] = Shape(PolicySchema(), _policy, DEFAULT_FILE, units=DURATIONS)
