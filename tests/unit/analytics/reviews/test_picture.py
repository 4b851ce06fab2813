"""What was known before is read off facts in any order, and nothing later counts as known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.analytics.domain.reviews.picture import picture
from services.analytics.domain.wanted import Row

AT = datetime(2026, 3, 1, 18, tzinfo=UTC)


def row(kind, days, subject="s", **more):
    return Row(f"{kind}-{days}-{subject}", kind, AT - timedelta(days=days), subject=subject, **more)


ROWS = [
    row("hazard_found", 40, "h1"), row("hazard_found", 30, "h2"), row("hazard_resolved", 10, "h2"),
    row("hazard_resolved", -1, "h1"), row("case_opened", 20, "c1"), row("case_opened", 50, "c2"),
    row("case_settled", 45, "c2"), row("incident_reported", 5, "i1"), row("incident_reported", 3, "i1"),
    row("incident_reported", 2, "i2"), row("incident_reported", 0.001, "this"), row("visit_made", 12.5, "v"),
    row("mark_visited", 33, "m"),
]  # fmt: skip


def test_open_hazards_open_cases_and_the_last_visit():
    found = picture(ROWS, AT, "this", 500)
    assert (found.open_hazards, found.open_cases) == (("h1",), ("c1",))
    assert (found.earlier_incidents, found.days_since_visit) == (2, 12.5)
    assert found.by_kind["hazard_resolved"] == 1
    assert found.total == len(ROWS) - 2  # not the incident itself, not what came later


def test_of_many_the_newest_are_kept_and_all_are_counted():
    found = picture(ROWS, AT, "this", 2)
    assert [each.subject for each in found.rows] == ["i2", "i1"]
    assert found.total == len(ROWS) - 2


def test_an_empty_place_has_no_last_visit():
    found = picture([], AT, "this", 10)
    assert (found.total, found.days_since_visit, found.by_kind) == (0, None, {})


@given(st.permutations(ROWS))
def test_the_order_of_facts_makes_no_difference(permuted):
    assert picture(permuted, AT, "this", 5) == picture(ROWS, AT, "this", 5)
