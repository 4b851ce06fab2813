"""From a policy document, whole or partial, to the domain's `Policy`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from lianfang import datafile
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

DEFAULT = "default"
DEFAULT_FILE = Path(__file__).parents[2] / "policy" / "default.yaml"
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A policy and the whole document it was made from."""

    policy: Policy
    document: Document


def load_file(path: Path = DEFAULT_FILE) -> Loaded:
    """Load the rules of a file as the default. Raises datafile.NotValid with line and remedy of each fault."""
    file = datafile.read(path)
    loaded = datafile.load(_schema(), file.data, file)
    return Loaded(_policy(loaded, version_of(DEFAULT, loaded["edition"], file.data)), file.data)


@cache
def default() -> Loaded:
    """Return the rules that come with the platform."""
    return load_file()


def build(document: Mapping[str, Any], version: str) -> Policy:
    """Make a policy of a whole document. Raises datafile.NotValid with every wrong field and its remedy."""
    return _policy(datafile.load(_schema(), document), version)


def merge(base: Any, over: Any) -> Any:
    """Return `base` with `over` laid on it: mappings are merged, everything else is replaced, and so are terms.

    A term is replaced whole, source included: a county's own number does not come from the default's law.
    """
    if not isinstance(base, Mapping) or not isinstance(over, Mapping) or any(unit in over for unit in UNITS):
        return over
    return {**base, **{name: merge(base.get(name), value) for name, value in over.items()}}


def version_of(owner: str, number: int, document: Mapping[str, Any]) -> str:
    """Return ``<county or default>-<n>-<hash8>``."""
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{owner}-{number}-{hashlib.sha256(canonical.encode()).hexdigest()[:8]}"


def of_county(loaded: Loaded, county: str) -> Policy:
    """Return the policy with the county's own prefix of case numbers, its code when it has no short name."""
    prefix = loaded.document["numbering"]["prefixes"].get(county, county)
    return replace(loaded.policy, numbering={**loaded.policy.numbering, "prefix": prefix})


@cache
def _schema() -> PolicySchema:
    return PolicySchema()


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
        colours={name: Colour(**_tupled(each)) for name, each in data["colours"].items()},
        terms=data["terms"],
        again=data["again"],
        escalation=tuple(data["escalation"]),
        bodies=_named(Body, data["bodies"]),
        routes=_named(Route, data["routes"]),
        confirmation=Confirmation(**_tupled(data["confirmation"])),
        reopen_within=data["reopen_within"],
        linking=data["linking"],
        suggestion=_tupled(data["suggestion"]),
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
    return {id: kind(id=id, **_tupled(each)) for id, each in records.items()}


def _tupled(value: Any) -> Any:
    """Return lists as tuples, at every depth."""
    if isinstance(value, list):
        return tuple(_tupled(part) for part in value)
    return {name: _tupled(part) for name, part in value.items()} if isinstance(value, dict) else value
