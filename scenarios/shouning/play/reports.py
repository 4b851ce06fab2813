"""How a dispute is told to the services: the bodies of what is sent when it comes to notice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from scenarios.shouning.play.clock import slot_after

Json = dict[str, Any]
Dispute = Mapping[str, Any]
FILE = Path(__file__).parent.parent / "mediation" / "disputes.jsonl"
OVER_THE_BUS = frozenset({"incident", "grid_report"})
"""Sources that are reported to the incident service; mediation hears of them on the bus only."""


def read_disputes(limit: int | None = None) -> list[Json]:
    """Return the disputes in order of time, or `limit` of them, spread over the time."""
    disputes = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    if limit is None or limit >= len(disputes):
        return disputes
    return [disputes[position * len(disputes) // limit] for position in range(limit)]


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a dispute. ref: its own name. source: how it comes."""

    at: datetime
    ref: str
    source: str


def reports_of(dispute: Dispute) -> list[Report]:
    """Return the reports of a dispute in their order: the first, and the second where it is reported again."""
    first = Report(datetime.fromisoformat(dispute["at"]), dispute["id"], dispute["source"])
    again = dispute["behaviour"].get("again")
    if not again:
        return [first]
    at = slot_after(first.at + timedelta(days=again["after_days"]))
    return [first, Report(at, f"{dispute['id']}-again", again["source"])]


def incident_body(dispute: Dispute, source: str) -> Json:
    """Return a 110 call or a grid assistant's report, as the intake takes it."""
    return {
        "source": "grid" if source == "grid_report" else "call", "category": dispute["category"],
        "place": dispute["place"], "description": dispute["text"], "reporter": _reporter(dispute),
    }  # fmt: skip


def case_body(dispute: Dispute, report: Report, parties: list[Json]) -> Json:
    """Return a dispute found by a visit, on patrol …, as mediation takes it."""
    return {
        "source": report.source, "ref": report.ref, "parties": parties, "signals": dispute["signals"],
        "people": len(parties), **_about(dispute),
    }  # fmt: skip


def record_body(dispute: Dispute) -> Json:
    """Return the fathers' old quarrel, as it stands in the paper ledger."""
    old = dispute["old"]
    people = [{name: said for name, said in each.items() if name != "of"} for each in old["parties"]]
    return {
        "ref": f"ledger-{dispute['id']}", "happened_on": old["happened_on"], "parties": people,
        **_about(dispute), "relation": "land",
    }  # fmt: skip


def parties_of(dispute: Dispute) -> list[Json]:
    """Return who quarrels, each with the father that an old quarrel is known of."""
    fathers = {each["of"]: _person(each) for each in dispute.get("old", {}).get("parties", ())}
    return [
        {**each, "kin": [{"kind": "father", "person": fathers[each["ref"]]}]} if each["ref"] in fathers else each
        for each in dispute["parties"]
    ]  # fmt: skip


def _about(dispute: Dispute) -> Json:
    return {name: dispute[name] for name in ("category", "relation", "place", "text")}


def _person(said: Json) -> Json:
    return {name: value for name, value in said.items() if name not in ("of", "ref", "side", "role")}


def _reporter(dispute: Dispute) -> Json:
    first = dispute["parties"][0]
    return {"name": first["name"], "phone": first["phone"], "address": first["household"]}
