"""Hostile names stay texts on the page and in the spreadsheet."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from html.parser import HTMLParser

import pytest

from services.analytics.printing import page, table
from services.analytics.printing.table import csv_of, harmless
from tests.fixtures.analytics_reports import ZONE, line, report

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)"> & \'"`]]>-->\x00\u202e'


class Read(HTMLParser):
    """The tags, attributes and texts of a page as a browser has them."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def hostile():
    return report(line(HOSTILE, 0.001, part=HOSTILE, notes=(HOSTILE,), unit=HOSTILE), place=HOSTILE, zh=HOSTILE)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_text_becomes_markup(language):
    calm, read = Read(page.html_of(report(), ZONE, language)), Read(page.html_of(hostile(), ZONE, language))
    assert read.tags <= calm.tags | {"small"}
    assert read.attributes <= calm.attributes
    assert HOSTILE.replace("\x00", "\ufffd") in read.text


@pytest.mark.parametrize(("language", "name"), [("zh", "治安警情"), ("en", "Public order")])
def test_a_part_stands_by_its_name_and_not_by_its_code(language, name):
    made = report(line("接报警情", part="20", part_zh="治安警情", part_en="Public order"))
    assert f"· {name}" in Read(page.html_of(made, ZONE, language)).text
    row = dict(zip(*read_csv(made), strict=True))
    assert row["part"] == "20"
    assert row[f"name_{language}"].endswith(f" · {name}")


def test_the_page_runs_and_loads_nothing():
    content = page.html_of(report(), ZONE).decode()
    style = content.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in page.POLICY
    assert "default-src 'none'" in page.POLICY
    for word in ("<script", "http:", "https:", "url(", "@import", "src="):
        assert word not in content


def test_the_page_says_figure_change_test_and_when_it_was_made():
    text = Read(page.html_of(report(), ZONE)).text
    for part in (
        "每周分析",
        "寿宁县（350924）",
        "2026年第47周",
        "报警数",
        "12",
        "+50.0 %，p = 0.001",
        "2026-11-23 07:30",
    ):
        assert part in text


def test_the_page_is_readable_by_machine_aids():
    content = page.html_of(report(), ZONE, "en").decode()
    assert '<html lang="en">' in content
    assert 'scope="col"' in content
    assert 'scope="row"' in content
    assert "<caption>Incidents</caption>" in content


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=cmd"])
def test_no_cell_is_a_formula(text):
    assert harmless(text) == f"'{text}"
    cells = [cell for row in read_csv(report(line(text, 0.5, part=text), zh=text))[1:] for cell in row]
    assert f"'{text}" in cells
    assert text not in cells


def test_texts_and_numbers_come_back_as_they_were():
    made = report(line('a "b", 鳌阳\nc', 0.25, value=-95.238, denominator=42.0))
    row = dict(zip(*read_csv(made), strict=True))
    assert row["name_zh"] == 'a "b", 鳌阳\nc'
    assert (row["value"], row["denominator"], row["facts"]) == ("-95.238", "42.0", "12")
    assert (row["previous_percent"], row["previous_p"], row["year_before_p"]) == ("50.0", "0.25", "")


def test_spreadsheets_are_told_the_encoding():
    assert csv_of(report()).startswith(b"\xef\xbb\xbfreport,")


def read_csv(made):
    rows = list(csv.reader(io.StringIO(csv_of(made).decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == table.COLUMNS
    return rows
