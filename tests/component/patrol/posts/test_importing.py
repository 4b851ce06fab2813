"""Packs from files: every fault with its line; those that come with the platform are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from lianfang.datafile import NotValid
from services.patrol.app.posts.importing import read_calendar, read_pack

BAD = """\
county: "350429"
duties:
  street:
    - kind: night
      start: 22:00
      end: "02:00"
      needs: [{role: officer, forces: [police]}]
    - kind: week
      start: "08:00"
      end: "09:00"
      days: 7
      needs: [{role: officer}]
posts:
  - id: 350429.zhukou
    unit: 350429.zhukou.station
    name: 演练
    kind: tower
    region: 350429201
    duties: [street]
    colour: blue
"""


def faults(path: Path, text: str) -> dict[str, str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NotValid) as found:
        read_pack(path)
    return {each.field: str(each) for each in found.value.wrongs}


def test_every_fault_is_told_with_its_line_and_what_to_do(tmp_path):
    told = faults(tmp_path / "posts.yaml", BAD)
    assert set(told) == {
        "duties.street.0.start", "duties.street.0.needs.0.forces", "posts.0.id", "posts.0.kind", "posts.0.region",
        "posts.0.colour",
    }  # fmt: skip
    assert told["duties.street.0.start"].startswith("posts.yaml:5: ")
    assert "quotes" in told["duties.street.0.start"]
    assert "officer, auxiliary, volunteer" in told["duties.street.0.needs.0.forces"]
    assert told["posts.0.colour"].startswith("posts.yaml:20: ")


def test_what_does_not_fit_together_has_its_line_too(tmp_path):
    text = BAD.replace("22:00", '"22:00"').replace("[police]", "[officer]").replace("zhukou\n", "zhukou.post\n")
    text = text.replace("tower", "rural_post").replace("350429201", '"350429201"').replace("    colour: blue\n", "")
    told = faults(tmp_path / "posts.yaml", text)
    assert told == {
        "duties.street.1.end": "posts.yaml:10: duties.street.1.end: is more than a week after start "
        "(end it at the time it starts, or earlier)"
    }


def test_a_calendar_says_where_it_is_wrong(tmp_path):
    path = tmp_path / "calendar.yaml"
    path.write_text("markets:\n  - {id: m, name: 墟, region: '350429201', lunar_endings: [12]}\n", encoding="utf-8")
    with pytest.raises(NotValid, match=r"calendar.yaml:2: .*0 to 9"):
        read_calendar(path, "350429")
