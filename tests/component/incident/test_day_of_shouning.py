"""The scenario's whole day: the service asks exactly whom an independent reading of the pack says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lianfang.regions.pack import load
from lianfang.runtime.demo.oracle import Oracle
from services.incident.app.report_incident import Said, report_of
from services.incident.domain.intake import assess
from services.incident.entrypoints.intake import said as said_of
from services.incident.entrypoints.schemas import ReportBody
from tests.fixtures.incident import DAY, intake, registry_of

SCENARIO = Path(__file__).parents[3] / "scenarios" / "shouning"


@pytest.fixture(scope="module")
def pack():
    return load(SCENARIO / "pack")


def test_every_report_of_the_day_is_routed_as_the_oracle_says(pack):
    registry, oracle = registry_of(pack), Oracle(pack, DAY)
    reports = [json.loads(line) for line in (SCENARIO / "day.jsonl").read_text("utf-8").splitlines()]
    assert reports
    wrong = {}
    for report in reports:
        fields = set(ReportBody().fields)
        said: Said = said_of(ReportBody().load({name: value for name, value in report.items() if name in fields}))
        found = assess(report_of(said, intake(pack.county.code), registry), DAY, registry).plan.teams
        if found != oracle.teams(report):
            wrong[report["id"]] = (report["category"], sorted(found), sorted(oracle.teams(report)))
    assert wrong == {}
