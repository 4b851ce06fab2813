"""Reports are made when they are due, one of each, whatever dies or runs beside."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from services.analytics.app.reports import issue
from services.analytics.app.reports.ports import CannotSay, Standing
from tests.fixtures.analytics_reports import COUNTY

SATURDAY = datetime(2026, 11, 20, 23, 30, 1, tzinfo=UTC)  # 07:30 on the 21st in Shanghai
MONDAY = datetime(2026, 11, 23, 0, 0, 1, tzinfo=UTC)


class Killed(BaseException):
    """What a SIGKILL looks like from inside: no handler takes it."""


def test_a_brief_is_made_when_its_time_has_come_and_not_before(office):
    replica = office.replica()
    assert replica() == 0
    office.clock.now = SATURDAY - timedelta(seconds=2)
    assert replica() == 0
    office.clock.now = SATURDAY
    assert replica() == 1
    assert replica() == 0
    assert office.ids() == [f"daily.{COUNTY}.2026-11-20"]


def test_a_week_ends_with_its_analysis_and_a_month_with_its_summary(office):
    replica = office.replica()
    replica()
    for day in range(12):
        office.clock.now = SATURDAY + timedelta(days=day, hours=2)
        replica()
    ids = office.ids()
    assert [id for id in ids if not id.startswith("daily")] == [
        f"monthly.{COUNTY}.2026-11", f"weekly.{COUNTY}.2026-W47", f"weekly.{COUNTY}.2026-W48",
    ]  # fmt: skip
    assert len(ids) == 15


def test_what_was_missed_is_made_up_and_each_report_is_of_its_own_time(office):
    office.replica()()
    office.clock.now = MONDAY
    again = office.replica()
    while again():
        continue
    days = [f"daily.{COUNTY}.2026-11-{day}" for day in (20, 21, 22)]
    assert office.ids() == [*days, f"weekly.{COUNTY}.2026-W47"]


def test_two_replicas_at_once_make_one_report_of_each(office):
    office.figures.counties = [f"3509{number}" for number in range(20, 26)]
    office.replica()()
    office.clock.now = MONDAY
    replicas = [office.replica() for _ in range(4)]
    start = threading.Barrier(len(replicas))

    def run(replica):
        start.wait()
        while replica():
            continue

    threads = [threading.Thread(target=run, args=[replica]) for replica in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(office.ids()) == 6 * 4
    assert {each.revision for each in office.made()} == {1}


@pytest.mark.parametrize("where", ["before keeping", "after keeping"])
def test_a_replica_that_dies_leaves_its_work_to_the_next(office, monkeypatch, where):
    office.replica()()
    office.clock.now = SATURDAY
    dying = office.replica()

    def die(*_):
        raise Killed

    if where == "before keeping":
        office.figures.fails = die
    else:
        monkeypatch.setattr(dying, "_move_on", die)
    with pytest.raises(Killed):
        dying()
    office.figures.fails = lambda _: None
    first = office.made()
    assert len(first) == (where == "after keeping")
    office.clock.forward(60)
    assert office.replica()() == 1
    assert len(office.ids()) == 1
    if first:
        assert office.made() == first


def test_one_county_that_fails_keeps_no_other_from_its_report(office):
    office.figures.counties = ["350924", "350429", "360103"]
    office.replica()()
    office.clock.now = SATURDAY
    broken = {"350924": CannotSay("not now"), "350429": ZeroDivisionError("a slip")}
    office.figures.fails = broken.get
    assert office.replica()() == 1
    office.figures.fails = lambda _: None
    assert office.replica()() == 2


def test_a_process_without_the_facts_leaves_reports_to_the_one_that_has_them(office):
    office.replica()()
    office.clock.now = SATURDAY
    office.figures.state = Standing.ELSEWHERE
    assert office.replica()() == 0


def test_a_report_waits_for_events_that_are_to_come_but_not_for_ever(office):
    office.replica()()
    office.clock.now = SATURDAY
    office.figures.state = Standing.BEHIND
    assert office.replica()() == 0
    office.clock.now = SATURDAY + issue.PATIENCE
    assert office.replica()() == 1
    assert "behind" in office.made()[0].report.remarks


def test_a_county_that_comes_later_is_planned_too(office):
    replica = office.replica()
    office.figures.counties = []
    replica()
    office.figures.counties = [COUNTY]
    office.clock.now += issue.LOOK_AGAIN
    replica()
    office.clock.now = SATURDAY
    assert replica() == 1
