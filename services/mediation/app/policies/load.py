"""From a policy document, whole or partial, to the domain's `Policy`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lianfang.policies.shape import Loaded, Shape, tupled
from services.mediation.app.policies.fields import UNITS
from services.mediation.app.policies.schemas import PolicySchema
from services.mediation.domain.policy import (
    AgreementRules,
    Body,
    Colour,
    Confirmation,
    Exclusion,
    Grading,
    Mode,
    Policy,
    Route,
)

DEFAULT_FILE = Path(__file__).parents[2] / "policy" / "default.yaml"


def default() -> Loaded[Policy]:
    """Return the rules that come with the platform."""
    return SHAPE.standard


def of_county(loaded: Loaded[Policy], county: str) -> Policy:
    """Return the policy with the county's own prefix of case numbers, its code when it has no short name."""
    prefix = loaded.document["numbering"]["prefixes"].get(county, county)
    return replace(loaded.policy, numbering={**loaded.policy.numbering, "prefix": prefix})


def _policy(data: Mapping[str, Any], version: str) -> Policy:
    return Policy(
        version=version,
        dispute_categories=tuple(data["disputes"]["categories"]),
        guardian_age=data["guardian"]["age"],
        guardian_source=data["guardian"]["source"],
        modes=_named(Mode, data["modes"]),
        exclusions=_named(Exclusion, data["exclusions"]),
        agreement=AgreementRules(data["agreement"]["source"]),
        grading=_grading(data["grading"]),
        colours={name: Colour(**tupled(each)) for name, each in data["colours"].items()},
        terms=data["terms"],
        again=data["again"],
        escalation=tuple(data["escalation"]),
        bodies=_named(Body, data["bodies"]),
        routes=_named(Route, data["routes"]),
        confirmation=Confirmation(**tupled(data["confirmation"])),
        reopen_within=data["reopen_within"],
        linking=data["linking"],
        suggestion=tupled(data["suggestion"]),
        numbering={"prefix": "", "pattern": data["numbering"]["pattern"]},
        document_pattern=data["numbering"]["documents"]["pattern"],
        document_words=data["numbering"]["documents"]["words"],
    )


def _grading(data: Mapping[str, Any]) -> Grading:
    factors = data["factors"]
    return Grading(
        source=data["source"],
        signals=factors["signals"]["points"],
        relations=factors["relations"]["points"],
        repeat_call_points=factors["repeat_calls"]["points"],
        repeat_call_cap=factors["repeat_calls"]["cap"],
        failed_round_points=factors["failed_rounds"]["points"],
        broken_agreement_points=factors["broken_agreements"]["points"],
        reopened_points=factors["reopened"]["points"],
        grudge_years=factors["grudge_years"]["bands"],
        people=factors["people"]["bands"],
        thresholds=data["thresholds"],
    )


def _named(kind: type[Any], records: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return records by their ids, in the document's order."""
    return {id: kind(id=id, **tupled(each)) for id, each in records.items()}


SHAPE: Shape[Policy] = Shape(
    PolicySchema(), _policy, DEFAULT_FILE, units=UNITS, of_county=of_county,
    everywhere={"linking": "is the same for all counties: people move, and who is who is found across them"},
)  # fmt: skip
