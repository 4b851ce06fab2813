"""The facts and figures of a running stack, as an operator asks for them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from lianfang.runtime.cli.app import run
from tests.fixtures.waiting import until

pytestmark = [pytest.mark.rabbit, pytest.mark.timeout(180)]
TRACE = ("--trace", "--limit", "1000")
YEAR = f"{time.gmtime().tm_year - 1}-12-01..{time.gmtime().tm_year + 1}-01-31"  # midnight may pass


@pytest.fixture
def reported(lianfang) -> Callable[[], Any]:
    """Report one incident in a village, and return what figure tells of that village once it is counted."""
    village = "350924106206"
    before = lianfang("figure", "incidents_reported", village, YEAR)[1]["value"]
    lianfang("call", "--category", "200100", "--grid", village)

    def counted() -> Any:
        found = lianfang("figure", "incidents_reported", village, YEAR, *TRACE)[1]
        return found if found["value"] != before else None

    return lambda: until(counted)


def test_a_figure_is_traced_to_its_events(reported) -> None:
    found = reported()
    assert len(found["events"]) == found["facts"] == found["value"]
    assert {event["kind"] for event in found["events"]} == {"incident_reported"}
    assert all(event["region"].startswith(found["region"]) for event in found["events"])


def test_the_facts_tell_how_far_they_are_and_are_rebuilt_to_the_same(lianfang, reported) -> None:
    before = reported()
    code, status = lianfang("facts", "status")
    assert (code, status["problem"]) == (0, None)
    assert status["places"]["lianfang.log"] > 0
    code, ended = lianfang("facts", "rebuild", "--wait")
    assert (code, ended["state"], ended["differences"]) == (0, "swapped", [])
    assert ended["done"] >= ended["total"] > 0
    assert lianfang("facts", "status")[1]["generation"] == status["generation"] + 1
    region, period = before["region"], before["period"]
    assert lianfang("figure", "incidents_reported", region, period, *TRACE)[1] == before


def test_the_doctor_looks_at_the_facts(lianfang) -> None:
    found = {finding["name"]: finding for finding in lianfang("doctor")[1]}
    assert found["facts"]["ok"], found["facts"]
    assert found["facts folder"]["ok"], found["facts folder"]


def test_people_get_a_table_with_the_notes(lianfang, home, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["figure", "disputes_settled", "350924", "2026"]) == 0
    told = capsys.readouterr().out
    assert "disputes_settled" in told
    assert "Restricted incidents and cases are not counted." in told


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("no_such_figure",), "no_such_figure"), (("incidents_reported", "350"), "region"),
        (("incidents_reported", "350924", "someday"), "2026-W47"),
        (("incidents_reported", "--trace", "--part", "roof"), "part"),
    ],
)  # fmt: skip
def test_a_figure_that_can_t_be_told_is_one_line(lianfang, arguments, names) -> None:
    code, told = lianfang("figure", *arguments)
    assert code == 1
    assert names in told
    assert told.count("\n") == 1
