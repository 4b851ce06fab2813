"""What holds for any report whatever."""

from __future__ import annotations

import pytest
from hypothesis import given

import lianfang.contracts.incident  # noqa: F401 - the contracts of the events
from lianfang.contracts.registry import contract_of
from services.incident.app.routing_view import NOTHING
from services.incident.domain.teams import is_accused
from tests.unit.incident.histories import KNOWN, REGISTRIES, reports, taken


@pytest.mark.parametrize("registry", REGISTRIES, ids=["known", "empty"])
class TestAnyReport:
    @given(report=reports())
    def test_it_is_accepted_with_a_task_and_one_per_team(self, registry, report):
        incident, facts = taken(report, registry)
        asked = [task.team for task in incident.tasks]
        assert asked
        assert len(asked) == len(set(asked))
        assert incident.state == "dispatched"
        requests = [fact for fact in facts if fact.name == "task_requested"]
        assert [f"{fact.region}.{fact.addressee}" for fact in requests] == asked

    @given(report=reports())
    def test_nobody_accused_is_asked(self, registry, report):
        incident, _ = taken(report, registry)
        for task in incident.tasks:
            known = registry.world.team(task.team)
            units, station = (known.units, known.station) if known else ((), "")
            assert task.role == "aid" or not is_accused(task.team, units, station, report.accused)

    @given(report=reports())
    def test_a_complaint_is_one_teams_alone_and_all_it_says_is_restricted(self, registry, report):
        incident, facts = taken(report, registry)
        restricted = [contract_of(fact.type).restricted(fact.data) for fact in facts]
        if incident.category.startswith("95"):
            assert [task.role for task in incident.tasks] == ["supervise"]
        if incident.category[:2] in ("90", "95") or incident.duress:
            assert all(restricted)
        else:
            assert not any(restricted)

    @given(report=reports())
    def test_its_events_keep_their_contracts_and_concern_the_callers_county(self, registry, report):
        incident, facts = taken(report, registry)
        for fact in facts:
            contract_of(fact.type).check(fact.data)
        (reported,) = [fact for fact in facts if fact.name == "reported"]
        assert reported.region.startswith(incident.county)
        assert reported.data["tasks"] == len(incident.tasks)
        handed = [fact.region for fact in facts if fact.name == "handed_over"]
        assert handed == ([incident.place.region] if incident.place.county != incident.county else [])

    @given(report=reports())
    def test_the_same_report_is_routed_the_same(self, registry, report):
        assert taken(report, registry) == taken(report, registry)


def test_the_registries_differ_in_what_they_know():
    assert KNOWN.releases
    assert not NOTHING.releases
