"""A county's own calendar is taken as it is written, or refused with every line that is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from lianfang.datafile import NotValid
from lianfang.workdays import load

GOOD = """\
zone: Asia/Shanghai
years:
  - year: 2027
    source: own
    days_off:
      - {name: fair, from: 2027-03-03, to: 2027-03-04}
    working_weekends: [2027-03-06]
"""


@pytest.fixture
def refused(tmp_path):
    """What is said about a file's text, one line per fault."""

    def read(text: str | bytes) -> list[str]:
        path = tmp_path / "days.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(NotValid) as caught:
            load(path)
        return [str(each) for each in caught.value.wrongs]

    return read


def test_a_county_works_by_its_own_file(tmp_path):
    path = tmp_path / "days.yaml"
    path.write_text(GOOD)
    calendar = load(path)
    assert not calendar.is_working(date(2027, 3, 4))
    assert calendar.is_working(date(2027, 3, 6))
    assert calendar.covers(date(2027, 1, 1))
    assert not calendar.covers(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("zone: Asia/Shanghai", "zone: Asia/Nowhere", "days.yaml:1: zone: 'Asia/Nowhere' is no"),
        ("    source: own\n", "", "days.yaml:3: years.0.source: is missing (add it)"),
        ("2027-03-03", "2027-02-30", "days.yaml: holds no value"),
        ("2027-03-03", '"3 March"', "days.yaml:6: years.0.days_off.0.from: '3 March' is no day (write it as 2026-"),
        ("name: fair", "nam: fair", "years.0.days_off.0.nam: is unknown (remove it or correct its spelling; known"),
        ("[2027-03-06]", "[2027-03-05]", "days.yaml:7: years.0.working_weekends.0: 2027-03-05 is no weekend"),
        ("2027-03-06", "2026-03-07", "2026-03-07 does not lie in 2027"),
        (
            "to: 2027-03-04",
            "to: 2027-03-06",
            "days.yaml:7: years.0.working_weekends.0: 2027-03-06 is a day off too",
        ),
        ("to: 2027-03-04", "to: 2027-03-01", "days.yaml:6: years.0.days_off.0: ends before it begins"),
        ("to: 2027-03-04", "to: 2028-03-04", "days.yaml:6: years.0.days_off.0: does not lie in 2027"),
        ("year: 2027", "year: soon", "days.yaml:3: years.0.year: is no whole number"),
        ("    source: own", "    source: own\n    source: other", "days.yaml:5: 'source' is given twice"),
        ("years:", "years: [", "days.yaml:3: is no YAML"),
    ],
)
def test_each_fault_is_told_with_line_field_and_remedy(refused, old, new, said):
    assert old in GOOD
    assert any(said in each for each in refused(GOOD.replace(old, new))), refused(GOOD.replace(old, new))


def test_all_faults_are_told_at_once(refused):
    assert len(refused(GOOD.replace("2027-03-04", "2028-01-01").replace("2027-03-06", "2027-03-08"))) == 2


def test_a_year_given_twice_is_refused(refused):
    assert "years.1.year: 2027 is given twice" in refused(GOOD + GOOD.partition("years:\n")[2])[0]


def test_what_is_no_calendar_at_all_is_refused(refused, tmp_path):
    assert "is no mapping" in refused("just text")[0]
    assert "is not UTF-8" in refused(b"\xff\xfe\x00")[0]
    with pytest.raises(NotValid, match="can't be read"):
        load(tmp_path / "absent.yaml")
