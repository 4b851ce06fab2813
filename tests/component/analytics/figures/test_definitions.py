"""What the definitions of the catalogue come to, each over a few facts that show its edges."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from services.analytics.domain.figures.period import Period
from tests.fixtures.analytics_figures import COUNTY, GRID, NOON, OTHER_GRID, TOWN, fact, task

WEEK = Period.parse("2026-W11")


def reported(id, **more):
    return fact("incident_reported", id, **{"word": "call", "category": "200301", "ring": 3, **more})


def test_duplicates_are_one_incident(desk):
    desk.add(reported("i-1"), reported("i-2"), fact("incident_closed", "i-2", 5, word="duplicate"),
             fact("incident_closed", "i-1", 9, word="handled"))  # fmt: skip
    assert desk.of("incidents_reported") == 1
    assert desk.of("incidents_closed") == 100


def test_an_incident_counts_where_it_was_after_all(desk):
    desk.add(reported("i-1"), fact("place_corrected", "i-1", 3, region=OTHER_GRID, ring=None))
    assert (desk.of("incidents_reported", TOWN), desk.of("incidents_reported", OTHER_GRID)) == (0, 1)
    assert desk.by("incidents_reported", split="ring") == {"": 1}


def test_categories_are_counted_by_their_prefix(desk):
    desk.add(*(reported(f"i-{code}", category=code) for code in ("100100", "200300", "200302", "300100")))
    assert [desk.of(each) for each in ("crime_incidents", "order_incidents", "dispute_incidents")] == [1, 2, 2]
    assert desk.by("incidents_reported", split="class") == {"10": 1, "20": 2, "30": 1}


def test_deadlines_are_kept_by_who_was_there_by_then(desk):
    desk.add(
        *task("i-1", "t-1", ("task_on_scene", 2.9)),
        *task("i-1", "t-2", ("task_on_scene", 3.1)),
        *task("i-2", "t-3"),
        *task("i-2", "t-4", ("task_recalled", 1)),
        *task("i-2", "t-5", ("task_recalled", 4)),
    )
    value = desk.value("arrive_deadlines_kept", COUNTY, WEEK)
    assert (value.numerator, value.denominator, value.value) == (1, 4, 25)
    assert desk.by("arrive_deadlines_kept", split="ring") == {"3": 25}


def test_a_deadline_in_the_future_is_neither_kept_nor_missed(desk):
    desk.clock.now = NOON
    desk.add(*task("i-1", "t-1", due=10))
    assert desk.value("arrive_deadlines_kept", COUNTY, WEEK).denominator == 0


def test_response_is_measured_to_the_first_team_there(desk):
    desk.add(
        reported("i-1"), fact("task_on_scene", "i-1", 8, other="t-2"), fact("task_on_scene", "i-1", 4, other="t-1"),
        reported("i-2"), fact("task_on_scene", "i-2", 6, other="t-3"), reported("i-3"),
        reported("i-4"), fact("task_on_scene", "i-4", -3, other="t-4"),
    )  # fmt: skip
    # a team that was there before the report had a wrong clock, and is left out
    assert desk.of("arrival_median") == pytest.approx(5)
    assert desk.by("arrival_median", split="ring") == {"3": pytest.approx(5)}


def test_the_ring_of_three_minutes(desk):
    for id, minutes in (("i-1", 2.5), ("i-2", 3.5)):
        desk.add(reported(id), *task(id, f"t-{id}", ("task_on_scene", minutes)))
    desk.add(reported("i-3"), reported("i-4", ring=1))
    assert desk.of("ring_3_reached") == 50
    assert desk.of("ring_1_reached") is None


def case(id, *steps, source="visit", **more):
    first = fact("case_opened", id, word=source, category="200302", **more)
    return [first, *(fact(kind, id, n + 1, category="200302", **more) for n, kind in enumerate(steps))]


def test_disputes_settled_are_those_settled_now(desk):
    desk.add(
        *case("c-1", "case_agreed", "agreement_kept", "case_settled", "case_closed"),
        *case("c-2", "case_settled", "case_closed", "case_reopened"),
        *case("c-3", "case_failed", "case_closed", "case_reopened", "case_settled", "case_closed"),
        *case("c-4", "case_failed", "case_closed"), *case("c-5", "case_merged"), *case("c-6", source="record"),
    )  # fmt: skip
    value = desk.value("disputes_settled", COUNTY, Period.parse("2026-03"))
    assert (value.numerator, value.denominator) == (2, 4)
    assert desk.value("disputes_settled_of_decided", COUNTY, Period.parse("2026")).denominator == 3


def test_agreements_go_by_their_last(desk):
    desk.add(*case("c-1", "case_agreed", "agreement_broken", "case_agreed", "agreement_kept"),
             *case("c-2", "case_agreed", "agreement_broken"))  # fmt: skip
    assert desk.of("agreements_broken") == 50


def test_hazards_open_are_a_stock_at_the_end_of_the_period(desk):
    desk.add(fact("hazard_found", "h-1", category="fire"), fact("hazard_found", "h-2", category="drowning_water"),
             fact("hazard_resolved", "h-1", datetime(2026, 4, 2, tzinfo=UTC)))  # fmt: skip
    assert [desk.of("hazards_open", period=Period.parse(each)) for each in ("2026-02", "2026-03", "2026-04")] == [
        0, 2, 1,
    ]  # fmt: skip


def test_a_hazard_told_late_was_in_time(desk):
    due = {"category": "fire", "other": "p"}
    desk.add(fact("hazard_deadline", "h-1", 60, **due), fact("hazard_kept", "h-1", 60, word="in_time"),
             fact("hazard_deadline", "h-2", 60, **due), fact("hazard_kept", "h-2", 60, word="late"),
             fact("hazard_deadline", "h-3", 60, **due))  # fmt: skip
    assert desk.of("hazard_deadlines_kept") == pytest.approx(100 / 3)


def counted(group, month, word, people, at=0.0, region=GRID, sequence=1):
    return fact("population_counted", f"{region}:{group}:{month}", at, region=region, category=group, word=word,
                other=f"{month}:{word}", value=people, sequence=sequence)  # fmt: skip


def test_registration_goes_by_each_grids_last_count(desk):
    """寿宁: migrants from 58.14 % to 95.24 %; counted here by two grids, one of them twice."""
    desk.add(
        counted("migrant", "2026-02", "registered", 25), counted("migrant", "2026-02", "estimated", 43),
        counted("migrant", "2026-03", "registered", 30), counted("migrant", "2026-03", "estimated", 43),
        counted("migrant", "2026-03", "registered", 40, -9, sequence=2),
        counted("migrant", "2026-03", "estimated", 42, -9, sequence=2),
        counted("resident", "2026-03", "registered", 7), counted("resident", "2026-03", "estimated", 10),
    )  # fmt: skip
    assert round(desk.of("migrants_registered", period=Period.parse("2026-02")), 2) == 58.14
    assert round(desk.of("migrants_registered"), 2) == 95.24
    assert desk.of("population_registered") == pytest.approx(100 * 47 / 52)
    # a month that nobody has counted goes by the last count there is
    assert round(desk.of("migrants_registered", period=Period.parse("2026-04")), 2) == 95.24


def households(person, number, role="officer", rule="kept"):
    return fact("households_visited", f"v-{person}-{number}", category=role, word=rule, other=person, value=number)


def test_quotas_count_who_reached_them(desk):
    desk.add(households("p-1", 20), households("p-1", 10), households("p-2", 29), households("p-9", 5, "leader"),
             households("p-3", 40, rule="short"))  # fmt: skip
    assert desk.of("officers_reaching_quota", period=WEEK) == pytest.approx(100 / 3)
    assert desk.of("leaders_reaching_quota", period=WEEK) == 100
    assert desk.value("officers_reaching_quota", COUNTY, Period.parse("2026-03")).notes[-1] == "other_period"
    assert desk.of("leaders_reaching_quota", period=Period.parse("2026-W12")) == 0


def duty(team, word, period):
    return fact("duty_done", f"{team}:{word}:{period}", team=team, word=word, other=period, region=COUNTY)


def test_duties_are_counted_by_the_period_they_are_for(desk):
    days = [f"2026-03-{day:02}" for day in range(1, 31)]
    desk.add(*(duty("a", "daily_dispatch", day) for day in days), duty("b", "daily_dispatch", days[0]),
             *(duty("a", "weekly_analysis", week) for week in ("2026-W10", "2026-W11")),
             duty("a", "weekly_analysis", "2026-W09"))  # fmt: skip
    assert desk.of("duty_daily_dispatch") == pytest.approx(100 * 31 / 62)
    assert desk.by("duty_daily_dispatch", split="team") == {
        "a": pytest.approx(3000 / 31),
        "b": pytest.approx(100 / 31),
    }
    assert desk.of("duty_weekly_analysis") == pytest.approx(100 * 2 / 10)
    desk.clock.now = NOON  # the second week of March: nobody can have done more
    assert desk.value("duty_weekly_analysis", COUNTY, Period.parse("2026-03")).denominator == 4


def test_gaps_that_were_none_and_no_shows_that_came_do_not_count(desk):
    desk.add(
        fact("gap_found", "m-1", other="09:00"), fact("gap_closed", "m-1", 9, other="09:00", word="late_report"),
        fact("gap_found", "m-1", other="11:00"), fact("gap_closed", "m-1", 9, other="11:00",
             word="visited", value=45),
        fact("no_show", "s-1", other="p-1"), fact("served_late", "s-1", 60, other="p-1"),
        fact("no_show", "s-1", other="p-2"), *(fact("mark_visited", f"pt-{n}", n, other="m-1") for n in range(50)),
    )  # fmt: skip
    assert [desk.of(each) for each in ("coverage_gaps", "no_shows", "idle_p90")] == [1, 1, 45]
    assert desk.of("gaps_per_hundred_visits") == 2


def test_credits_count_as_last_corrected(desk):
    credit = {"category": "0", "other": "p-1"}
    desk.add(fact("minutes_credited", "s-1", value=240, sequence=1, **credit),
             fact("minutes_credited", "s-1", value=180, sequence=2, **credit))  # fmt: skip
    assert (desk.of("volunteer_hours"), desk.of("people_serving")) == (pytest.approx(3), 1)
