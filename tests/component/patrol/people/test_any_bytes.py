"""Whatever bytes come in, the answer is a report, and nothing is half written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianfang.persistence.store import find_all
from tests.fixtures.patrol_people import HEADER, people_office, row

CELL = st.text(max_size=12) | st.sampled_from(
    ["", "演练", "19900000001", "volunteer", '"', ",", "\n", "999", "p:q"]
)
ROW = st.dictionaries(st.sampled_from(HEADER.split(",")), CELL, max_size=4).map(lambda told: row(1, **told))


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """One store for all examples: they meet what others left."""
    made = people_office(tmp_path_factory.mktemp("any") / "people.db")
    yield made
    made.store.close()


def whole(office) -> bool:
    """Tell whether everybody has a sealed document, and every claim a person."""
    people, sealed, claimed = (
        {document["id"] if name != "people_claims" else document["person"]
         for document in find_all(office.store, name)}
        for name in ("people", "people_sealed", "people_claims")
    )  # fmt: skip
    return people == sealed and claimed <= people


@settings(max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused(office, content):
    report = office.bring(content)
    assert report.state == "refused" or report.rows == report.bad
    assert all(each.line >= 1 and each.remedy for each in report.errors)


@settings(max_examples=80)
@given(st.lists(ROW, max_size=4), st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.binary(max_size=6))
def test_any_rows_are_taken_or_told_and_never_half(office, rows, encoding, tail):
    content = "\r\n".join([HEADER, *rows, ""]).encode(encoding, errors="replace")
    report = office.bring(content + tail)
    if report.state == "done":
        assert report.new + report.changed + report.unchanged + report.bad == report.rows
    assert all(each.line >= 1 and each.message and each.remedy for each in report.errors)
    assert whole(office)
