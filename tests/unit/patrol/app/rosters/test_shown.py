"""A roster as a table and as a picture."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

from services.patrol.app.rosters.picture import picture
from services.patrol.app.rosters.table import COLUMNS, table
from services.patrol.domain.rosters.problem import Need
from tests.fixtures.patrol_rosters import problem, roster, slot, worker

SVG = "{http://www.w3.org/2000/svg}"


def month(people=3):
    slots = [slot(f"s{day}", day, 22 if day % 2 else 8, 4, Need("leader"), Need("<guard>", 2)) for day in range(28)]
    one = problem(slots, [worker(f"p-{number}") for number in range(people)])
    return one, roster(*((f"s{day}", f"p-{day % people}") for day in range(28)))


def lines(one, places):
    return list(csv.DictReader(io.StringIO(table(one, places))))


def test_the_table_has_a_line_for_each_place_in_order_of_time():
    found = lines(*month())
    assert len(found) == 28 * 3
    assert tuple(found[0]) == COLUMNS
    assert [each["day"] for each in found] == sorted(each["day"] for each in found)
    first, second = found[:2]
    assert (first["day"], first["start"], first["end"], first["person"]) == ("2026-03-02", "08:00", "12:00", "p-0")
    assert (second["role"], second["person"]) == ("<guard>", "")


def test_no_text_of_the_table_is_a_formula():
    one = problem([slot("=1+1", 0, 8, 8, Need("@role"))], [worker("p-1")])
    (line,) = lines(one, roster(("=1+1", "p-1")))
    assert (line["slot"], line["role"]) == ("'=1+1", "'@role")


def test_the_picture_shows_every_duty_and_the_open_places():
    tree = ElementTree.fromstring(picture(*month()))
    titles = [each.text for each in tree.iter(f"{SVG}title")]
    texts = [each.text for each in tree.iter(f"{SVG}text")]
    assert len(titles) == 28
    assert {"p-0", "p-1", "p-2", "3-2", "open places"} <= set(texts)
    assert texts.count("2") == 28, "two places stay open each day"
    assert float(tree.get("height")) < 200


def test_the_picture_shows_some_people_of_many():
    drawn = picture(*month(20), skip=5, most=10)
    texts = [each.text for each in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
    assert "people 6 to 15 of 20" in texts
    assert sum(str(text).startswith("p-") for text in texts) == 10


def test_a_roster_of_nothing_is_drawn_too():
    assert ElementTree.fromstring(picture(problem([], []), roster())).tag == f"{SVG}svg"
