"""The people of patrol's scenarios: as many as were published, taken without a complaint, and none of them real."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scenarios import patrol_people
from services.patrol.app.people.importing.columns import read_header
from services.patrol.app.people.importing.rows import Row, read_row
from services.patrol.app.people.importing.text import rows_of

ROOT = Path(patrol_people.__file__).parent


def people(county: str) -> list[Row]:
    with (ROOT / county / "patrol" / "people.csv").open("rb") as file:
        header, *rows = rows_of(file, "utf-8")
    columns = read_header(header.line, header.cells)
    code = rows[0].cells[columns.places["unit"]][:6]
    read = [read_row(each.line, each.cells, columns, code) for each in rows]
    assert [each for each in read if not isinstance(each, Row)] == []
    return [each for each in read if isinstance(each, Row)]


@pytest.mark.parametrize("county", patrol_people.COUNTIES)
def test_files_are_what_the_generator_writes_and_name_nobody(county, tmp_path):
    patrol_people.write(tmp_path / "people.csv", patrol_people.COUNTIES[county]())
    stored = (ROOT / county / "patrol" / "people.csv").read_bytes()
    assert (tmp_path / "people.csv").read_bytes() == stored
    assert all(
        row.said["name"].startswith("演练") and row.said["phone"].startswith("100") for row in people(county)
    )


def test_the_food_street_has_263_members_of_24_shops_in_6_teams():
    members = [row for row in people("nanchang") if row.station.force == "volunteer"]
    shops = Counter(group for row in members for group in row.station.groups if group.startswith("shop:"))
    teams = {group for row in members for group in row.station.groups if group.startswith("team:")}
    assert (len(members), len(shops), len(teams)) == (263, 24, 6)
    assert set(shops.values()) == {10, 11}


def test_twenty_officers_and_twenty_auxiliaries_came_to_the_zones():
    came = Counter(row.station.force for row in people("shouning") if "from:county" in row.station.groups)
    assert came == {"officer": 20, "auxiliary": 20}
    skills = Counter((row.station.unit, skill) for row in people("shouning") for skill, _ in row.skills)
    assert all(skills[f"350924.{zone}.command", "leader"] >= 4 for zone in patrol_people.ZONES)
