"""Who may have which report made, and read it; what is in one, and that it stays."""

from __future__ import annotations

import pytest

from lianfang.web.access import Caller
from services.analytics.app.reports.ports import Standing
from services.analytics.app.reports.refused import NoReport, NotYours, Unready
from services.analytics.domain.refused import Refused
from services.analytics.domain.reports.report import RESTRICTED_OUT
from tests.fixtures.analytics_reports import COUNTY


def chief(region=COUNTY):
    return Caller("chief", frozenset({"viewer"}), region)


def test_a_report_holds_its_figures_their_parts_and_their_changes(office):
    office.figures.numbers = {"2026-W46": 21.0, "2026-W45": 7.0}
    kept, fresh = office.desk().order(chief(), "weekly", COUNTY, "2026-W46")
    assert fresh
    report = kept.report
    assert (report.place, report.period, report.zh) == ("寿宁县", "2026-W46", "每周分析")
    whole, *parts = report.sections[0].lines
    assert (whole.figure, whole.value, whole.facts, whole.notes) == ("calls", 21.0, 21, ())
    assert [(each.against, each.value, each.percent) for each in whole.compared] == [
        ("previous", 7.0, 200.0), ("year_before", 7.0, 200.0),
    ]  # fmt: skip
    assert [(each.part, each.value) for each in parts] == [("traffic", 4.0), ("theft", 2.0), ("—", 1.0)]
    assert [each.part_zh for each in parts] == ["", "盗窃", ""]
    assert RESTRICTED_OUT in report.remarks


def test_a_figure_of_larger_places_is_left_out(office):
    kept, _ = office.desk().order(chief(""), "daily", "", "2026-11-19")
    assert {line.figure for line in kept.report.sections[0].lines} == {"calls", "grid_only"}
    kept, _ = office.desk().order(chief(), "daily", COUNTY, "2026-11-19")
    assert {line.figure for line in kept.report.sections[0].lines} == {"calls"}


def test_a_report_that_is_there_is_returned_and_not_made_anew(office):
    first, fresh = office.desk().order(chief(), "daily", COUNTY, "2026-11-19")
    office.figures.numbers = {"2026-11-19": 99.0}
    office.figures.state = Standing.ELSEWHERE
    again, anew = office.desk().order(chief(), "daily", COUNTY, "2026-11-19")
    assert (fresh, anew) == (True, False)
    assert again == first == office.desk().read(chief(), first.report.id)


@pytest.mark.parametrize(
    ("kind", "region", "period", "field"),
    [
        ("daily", COUNTY, "2026-11-20", "period"), ("daily", COUNTY, "2026-W46", "period"),
        ("weekly", COUNTY, "2026-W60", "period"), ("monthly", COUNTY, "x", "period"),
        ("daily", f"{COUNTY}100001", "2026-11-19", "region"), ("daily", f"{COUNTY}1", "2026-11-19", "region"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_for_is_refused_with_its_field(office, kind, region, period, field):
    with pytest.raises(Refused) as error:
        office.desk().order(chief(), kind, region, period)
    assert error.value.field == field
    assert office.ids() == []


@pytest.mark.parametrize("region", ["", "35", "350429", "35092"])
def test_another_region_is_nobodys_business(office, region):
    theirs, _ = office.desk().order(chief("350429"), "daily", "350429", "2026-11-19")
    with pytest.raises(NotYours):
        office.desk().order(chief(), "daily", region, "2026-11-19")
    for read in (office.desk().read, office.desk().pdf):
        with pytest.raises(NotYours):
            read(chief(), theirs.report.id)
        with pytest.raises(NoReport):
            read(chief(), "r-nothing")
    assert office.desk().page(chief(), "", "", 50, None).reports == ()
    if region:
        with pytest.raises(NotYours):
            office.desk().page(chief(), "", region, 50, None)


@pytest.mark.parametrize("state", [Standing.BEHIND, Standing.ELSEWHERE])
def test_nothing_is_made_by_hand_while_figures_are_behind(office, state):
    office.figures.state = state
    with pytest.raises(Unready):
        office.desk().order(chief(), "daily", COUNTY, "2026-11-19")


def test_lists_are_by_place_and_kind_the_latest_period_first(office):
    desk = office.desk()
    for kind, region, period in [
        ("daily", COUNTY, "2026-11-18"), ("daily", COUNTY, "2026-11-19"), ("weekly", COUNTY, "2026-W46"),
        ("daily", f"{COUNTY}100", "2026-11-19"),
    ]:  # fmt: skip
        desk.order(chief(), kind, region, period)
    days = [each.report.period for each in desk.page(chief(), "daily", COUNTY, 50, None).reports]
    assert days == ["2026-11-19", "2026-11-18"]
    first = desk.page(chief(), "", "", 3, None)
    rest = desk.page(chief(), "", "", 3, first.cursor)
    assert (len(first.reports), len(rest.reports), rest.cursor) == (3, 1, None)
    assert len(desk.page(chief(f"{COUNTY}100"), "", "", 50, None).reports) == 1
