"""Units, gaps, disputes, hazards and warnings: there while they last, and gone when they are over."""

from __future__ import annotations

import pytest

from tests.fixtures.analytics_events import board, told


def only(*events):
    (item,) = board(events).values()
    return item


def test_a_unit_is_over_while_nobody_is_on_duty_and_comes_back():
    on, off, again = (told("patrol.duty_changed", n) for n in (1, 2, 3))
    off = told("patrol.duty_changed", 2, on_duty_until=None, state="unavailable")
    assert not only(on).gone
    assert only(off, on).gone
    assert not only(again, off).gone


def test_at_which_incident_a_unit_is_stays_restricted():
    item = only(told("patrol.unit_assigned"))
    assert (item.kind, item.restricted, item.gone) == ("assignment", True, False)
    assert only(told("patrol.unit_released", 2), told("patrol.unit_assigned", 1)).gone


def test_a_gap_lasts_until_it_is_closed_and_a_new_one_is_there_again():
    found, closed = told("patrol.coverage_gap_found", 1), told("patrol.coverage_gap_closed", 2)
    later = told("patrol.coverage_gap_found", 3, idle_since="2026-03-02T03:00:00+00:00")
    assert only(closed, found).gone
    item = only(later, found, closed)
    assert (item.gone, item.body["idle_since"]) == (False, "2026-03-02T03:00:00+00:00")


def test_a_dispute_that_is_sealed_is_for_supervisors_from_then_on():
    opened, sealed = told("mediation.case_opened", 1), told("mediation.sealed", 2, sealed=True)
    assert not only(opened).restricted
    assert only(sealed, opened).restricted


def test_a_dispute_that_was_closed_can_be_reopened():
    closed = told("mediation.closed", 5, state="closed")
    again = told("mediation.reopened", 6, state="reopened")
    assert only(closed).gone
    assert not only(again, closed).gone


def test_sessions_alarms_and_risk_stand_in_a_dispute():
    item = only(
        told("mediation.session_held", 4), told("mediation.session_scheduled", 2), told("mediation.risk_raised", 1),
        told("mediation.alarm_raised", 5), told("mediation.alarm_acknowledged", 6),
    )  # fmt: skip
    assert [session["state"] for session in item.body["sessions"].values()] == ["held"]
    assert item.body["alarms"]["350924.county.command"]["state"] == "acknowledged"
    assert (item.body["points"], len(item.body["reasons"])) == (75, 3)


@pytest.mark.parametrize(("end", "gone"), [("hazard_overdue", False), ("hazard_resolved", True)])
def test_a_hazard_stays_until_it_is_resolved(end, gone):
    item = only(told(f"grid.{end}", 3), told("grid.hazard_equipped", 2), told("grid.hazard_found", 1))
    assert item.gone is gone
    assert item.body["missing"] == ["rope"]


@pytest.mark.parametrize(("end", "state"), [("warning_dismissed", "dismissed"), ("warning_expired", "expired")])
def test_a_warning_keeps_its_reasons_until_it_ends(end, state):
    raised = told("analytics.warning_raised", 1)
    assert [each["word"] for each in only(raised).body["reasons"]] == ["statistic", "limit"]
    over = only(told(f"analytics.{end}", 2, state=state), raised)
    assert over.gone
    assert over.body["reasons"]
    assert over.region == "350924100"
