"""A history plan: its faults are told with line and remedy, and the scenarios' plans have none."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.datafile import NotValid
from lianfang.runtime.history.make import find_plan
from lianfang.runtime.history.plan import read_plan

SCENARIOS = Path(__file__).parents[3] / "scenarios"
GOOD = """
county: "350429"
before: 2024
now: 2025
synthetic: true
zones: {zhukou: ["350429101"]}
lines:
  - kind: disputes
    id: disputes
    categories: ["200301"]
    counts: [3, 4]
    settled: [2, 4]
"""


@pytest.fixture
def plan(tmp_path):
    """Writes a plan and returns its path."""

    def write(text: str) -> Path:
        path = tmp_path / "history.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_good_plan_is_read(plan):
    read = read_plan(plan(GOOD))
    assert (read.county, read.years, read.lines[0]["team"]) == ("350429", (2024, 2025), "community")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("settled: [2, 4]", "settled: [2, 5]", "settled: is more than counts (a part is no more than its whole)"),
        ("counts: [3, 4]", "counts: [3]", "counts: are not two numbers"),
        ("counts: [3, 4]", "counts: [3, -4]", "counts"),
        ("kind: disputes", "kind: weather", "there is no 'weather'"),
        ("kind: disputes", "kind: [disputes]", "there is no ['disputes']"),
        ("id: disputes", "id: disputes\n    colour: red", "colour: is unknown"),
        ('zones: {zhukou: ["350429101"]}', "", "needs either pack or zones"),
        ('["200301"]', '["theft"]', "is no category"),
        ("now: 2025", "now: soon", "now: is no whole number"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_remedy(plan, old, new, told):
    with pytest.raises(NotValid) as caught:
        read_plan(plan(GOOD.replace(old, new)))
    assert any(told in str(each) for each in caught.value.wrongs), str(caught.value)
    assert all(each.file == "history.yaml" and each.line for each in caught.value.wrongs)


def test_every_scenario_s_plan_is_found_by_its_county_and_read():
    for county, name in (("350924", "shouning"), ("350429", "taining"), ("360103", "nanchang")):
        path = find_plan(SCENARIOS, county)
        assert path.parent.name == name
        assert read_plan(path).county == county
    with pytest.raises(LookupError, match="nanchang, shouning, taining"):
        find_plan(SCENARIOS, "110101")
