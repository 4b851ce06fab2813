"""What came of an incident: the whole of it, as often as it changes, open or closed; never of a duplicate."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.incident.app.codec import decode, encode
from services.incident.domain.closing import close
from services.incident.domain.findings import Findings, find
from services.incident.domain.intake import Report
from services.incident.domain.place import Claim
from services.incident.domain.task import Refused
from tests.fixtures.incident import COUNTY, LEFT, MORNING
from tests.unit.incident.histories import KNOWN, taken

FOUND = Findings("criminal", cleared=True, preventable=True, setting="street", lead="grid_information", injured=1)


@pytest.fixture
def incident():
    claim = Claim(COUNTY, COUNTY, *LEFT)
    report = Report(source="call", category="100200", claim=claim, opened_by="caller", sealed="token")
    return taken(report, KNOWN)[0]


def test_it_is_told_with_the_place_and_the_time_that_it_counts_at(incident):
    after, (fact,) = find(incident, FOUND, "dispatcher", MORNING)
    assert (fact.name, fact.region) == ("findings_recorded", incident.place.region)
    assert fact.data["opened_at"] == incident.opened_at.isoformat()
    assert (fact.data["filed"], fact.data["cleared"], fact.data["injured"], fact.data["deaths"]) == (
        "criminal", True, 1, 0
    )  # fmt: skip
    assert after.version == incident.version + 1
    assert decode(encode(after)) == after


def test_what_changes_is_told_anew_and_what_does_not_is_refused(incident):
    once, _ = find(incident, Findings("criminal"), "dispatcher", MORNING)
    with pytest.raises(Refused, match="already"):
        find(once, Findings("criminal"), "dispatcher", MORNING)
    again, (fact,) = find(once, Findings(), "dispatcher", MORNING)
    assert fact.data["filed"] == "none"
    assert again.findings == {}


def test_a_closed_incident_may_still_be_cleared_and_a_duplicate_has_none(incident):
    closed, _ = close(incident, "handled", "dispatcher", MORNING)
    assert find(closed, FOUND, "dispatcher", MORNING)[0].state == "closed"
    with pytest.raises(Refused, match="duplicate"):
        find(replace(closed, outcome="duplicate"), FOUND, "dispatcher", MORNING)


def test_words_that_were_not_told_are_not_in_the_event(incident):
    _, (fact,) = find(incident, Findings("administrative"), "dispatcher", MORNING)
    assert not {"setting", "lead"} & set(fact.data)
