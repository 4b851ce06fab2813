"""Writes the people of patrol's scenarios: `python -m scenarios.patrol_people`. The same bytes each time.

Real: 263 members of 24 shops in 6 teams (南昌); 20 officers and 20 auxiliaries moved down to four zones (寿宁); at
least five officers a station (泰宁). Made up: everybody. Nobody is called 演练, no phone begins with 100. Those who
are ``from:station`` are as many more as the daily duty needs under the default limits.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

HEADER = ("ref", "name", "phone", "unit", "force", "origin", "area", "groups", "usual", "skills")
MEMBERS, SHOPS, TEAMS = 263, 24, 6
ZONES = {"aoyang": "350924100", "nanyang": "350924102", "xiadang": "350924209", "xietan": "350924101"}
FROM_COUNTY = 5
"""Officers, and auxiliaries, of each of the four zones who came from the county: 20 of each."""
FIRST_AID, DRIVING = "first_aid:2027-12-31", "driving:2029-06-30"


class Row(NamedTuple):
    """A row without its phone; see HEADER."""

    ref: str
    name: str
    unit: str
    force: str
    area: str
    groups: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    usual: str = ""
    origin: str = ""


def nanchang() -> Iterator[Row]:
    """Yield the food street: clerks of the shops, and the officers and auxiliaries who walk with them."""
    unit, area, post = "360103.chuanshan.patrol", "360103001010", "360103.chuanshan.night-patrol"
    for number in range(MEMBERS):
        shop, which = number % SHOPS + 1, number // SHOPS + 1
        team = (shop - 1) // (SHOPS // TEAMS) + 1
        groups = (f"shop:360103.chuanshan.shop-{shop:03}", f"team:team-{team}")
        skills = (FIRST_AID,) if which == 1 else ()
        yield Row(
            f"360103-shop-{shop:03}-{which:02}", f"演练店员{shop:02}之{which:02}", unit, "volunteer", area, groups,
            skills, post, "shop",
        )  # fmt: skip
    for number in range(1, 9):
        yield Row(f"360103-officer-{number}", f"演练民警{number}", unit, "officer", area, (), (FIRST_AID,), post)
        yield Row(f"360103-auxiliary-{number}", f"演练辅警{number}", unit, "auxiliary", area, (), (), post)


def shouning() -> Iterator[Row]:
    """Yield the four command rooms."""
    for zone, area in ZONES.items():
        unit, post = f"350924.{zone}.command", f"350924.{zone}.command-room"
        for number in range(1, 13):
            came = "from:county" if number <= FROM_COUNTY else "from:station"
            skills = [("leader", "specialist", "legal")[number % 3], "command"]
            if number > 9:  # one of each kind can stand in for the next
                skills.append(("specialist", "legal", "leader")[number % 3])
            ref, name = f"350924-{zone}-officer-{number:02}", f"演练民警{zone}{number:02}"
            yield Row(ref, name, unit, "officer", area, (came,), tuple(skills), post)
        for number in range(1, 10):
            came = "from:county" if number <= FROM_COUNTY else "from:station"
            ref, name = f"350924-{zone}-auxiliary-{number:02}", f"演练辅警{zone}{number:02}"
            yield Row(ref, name, unit, "auxiliary", area, (came,), (DRIVING,) if number % 2 else (), post)


def taining() -> Iterator[Row]:
    """Yield the station that the rural post belongs to."""
    unit, area, post = "350429.zhukou.station", "350429201", "350429.zhukou.shangqing-post"
    for number in range(1, 8):
        skills = (DRIVING, "household_registration") if number <= 3 else (DRIVING,)
        yield Row(
            f"350429-officer-{number}", f"演练民警{number}", unit, "officer", area, (), skills,
            post if number % 2 else "",
        )  # fmt: skip
    for number in range(1, 4):
        yield Row(f"350429-auxiliary-{number}", f"演练辅警{number}", unit, "auxiliary", area, (), (DRIVING,))


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write a file as `lianfang people import` takes it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEADER)
        for number, row in enumerate(rows, 1):
            phone = f"100{row.unit[2:6]}{number:04}"
            table.writerow((
                row.ref, row.name, phone, row.unit, row.force, row.origin, row.area, ";".join(row.groups),
                row.usual, ";".join(row.skills),
            ))  # fmt: skip


COUNTIES = {"nanchang": nanchang, "shouning": shouning, "taining": taining}


if __name__ == "__main__":
    for word, people in COUNTIES.items():
        write(Path(__file__).parent / word / "patrol" / "people.csv", people())
