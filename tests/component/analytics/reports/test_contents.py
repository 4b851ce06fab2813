"""What reports hold is data: the shipped file fits the catalogue, and a slip is told with its line."""

from __future__ import annotations

import pytest

from lianfang.datafile import NotValid
from services.analytics.app.reports import contents
from services.analytics.app.reports.contents import DEFAULT, load
from tests.fixtures.analytics_reports import KnownFigures


def test_each_kind_has_its_title_time_and_sections():
    loaded = load()
    assert [each.zh for each in loaded.values()] == ["每日简报", "每周分析", "每月小结"]
    assert [f"{each.due:%H:%M}" for each in loaded.values()] == ["07:30", "08:00", "08:30"]
    assert all(each.sections for each in loaded.values())


def test_no_figure_stands_twice_in_a_report():
    for each in load().values():
        ids = [id for section in each.sections for id in section.figures]
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[incidents_reported/category]", "[calls/ring]", "the figure calls is not split by 'ring'"),
        ("[incidents_reported/category]", "[no_such]", "there is no figure 'no_such'"),
        ('"07:30"', '"7 in the morning"', "daily.due"),
        ("[previous]", "[yesterday]", "daily.against.0"),
        ("daily:", "hourly:", "hourly"),
    ],
)
def test_a_slip_is_told_with_its_place(tmp_path, old, new, told):
    path = tmp_path / "contents.yaml"
    text = DEFAULT.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(NotValid) as error:
        load(KnownFigures(), path)
    assert told in str(error.value)
    assert "contents.yaml:" in str(error.value)


def test_all_slips_are_told_at_once():
    with pytest.raises(NotValid) as error:
        load(KnownFigures(catalogue={}))
    figures = [id for each in load().values() for section in each.sections for id in section.figures]
    assert len(error.value.wrongs) == len(figures)
    assert contents.DEFAULT.name in str(error.value)
