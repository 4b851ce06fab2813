"""Incidents are counted once, without a person, and shown beside the tide that is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from services.patrol.domain.demand.history import Count, Work
from tests.fixtures.patrol_posts import COUNTY, GRID, POST, post_office, reported

FIRST, LAST = date(2026, 2, 1), date(2026, 3, 2)


def test_an_incident_is_counted_by_its_local_hour_once_however_often_it_comes(office):
    event = reported("2026-02-28T17:30:00+00:00", id="e-1")
    assert office.incident_hours.count(event)
    assert not office.incident_hours.count(event)
    office.incident_hours.count(reported("2026-02-28T16:00:00+00:00", category="200302"))
    history = office.incident_hours.of(COUNTY, FIRST, LAST)
    assert set(history.counts) == {
        Count(date(2026, 3, 1), 1, GRID, "10", 1), Count(date(2026, 3, 1), 0, GRID, "20", 1)
    }  # fmt: skip
    assert history.since == date(2026, 3, 1)


@pytest.mark.parametrize(
    "more", [{"category": "950000"}, {"category": "900000"}, {"duress": True}, {"region": "35"}]
)
def test_what_is_restricted_or_nowhere_leaves_no_trace(office, more):
    assert not office.incident_hours.count(reported("2026-02-28T17:30:00+00:00", **more))
    assert office.incident_hours.of("350429", FIRST, LAST).since is None


def test_a_county_does_not_see_another_s_counts(office):
    office.incident_hours.count(reported("2026-02-28T17:30:00+00:00", region="360103001010"))
    assert office.incident_hours.of(COUNTY, FIRST, LAST).counts == ()
    assert len(office.incident_hours.of("360103", FIRST, LAST).counts) == 1


def test_a_busy_day_stays_counted_right_over_several_processes(office, tmp_path):
    other = post_office(tmp_path / "patrol.db")
    events = [reported(f"2026-02-28T0{n % 10}:10:00+00:00", id=f"e-{n}") for n in range(150)]
    for number, event in enumerate(events):
        (office if number % 2 else other).incident_hours.count(event)
    for event in events[:20]:  # long ago moved out of the document, still known
        assert not office.incident_hours.count(event)
    assert sum(each.number for each in office.incident_hours.of(COUNTY, FIRST, LAST).counts) == 150
    other.store.close()


def test_what_is_expected_around_a_post_stands_beside_its_tide(office):
    version = office.put()["version"]
    now = datetime(2026, 3, 2, 1, tzinfo=UTC)
    for week in range(1, 9):
        for n in range(5):
            at = datetime(2026, 2, 27, 14, 10 + n, tzinfo=UTC) - timedelta(weeks=week - 1)  # Fridays at 22 local
            office.incident_hours.count(reported(at.isoformat()))
    office.clock.now = now
    found = office.demand.of_post(POST, Work(minutes=60, share=0.5))
    assert (found.version, found.expected.counted) == (version, 40)
    assert found.until == date(2026, 3, 1)
    (tide,) = found.tides
    assert tide.present[0].hours == (1,) * 24
    friday = next(hours for days, hours in tide.suggested.rows if 5 in days)
    assert friday[22] == max(friday) > 2
    assert tide.suggested.reasons
    assert office.posts.county(COUNTY).version == version  # nothing was changed by looking
    county = office.demand.of_county(COUNTY)
    assert (county.grids, county.expected.hours) == ({GRID: 40}, found.expected.hours)
    assert office.demand.of_county(COUNTY, [f"{COUNTY}101"]).grids == {}


def test_with_no_history_the_suggestion_says_so(office):
    office.put()
    found = office.demand.of_post(POST)
    assert (found.since, found.expected.small) == (None, True)
    assert found.tides[0].suggested.reasons[0] == "0 incidents were counted on 0 days"
