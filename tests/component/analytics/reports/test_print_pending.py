"""Each report gets one PDF, and what can't be printed is told and left."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lianfang.printing.refused import NotPrintable, PrintingFailed
from lianfang.web.access import Caller
from services.analytics.app.reports import print_pending
from services.analytics.app.reports.refused import NoReport
from services.analytics.app.reports.storage import FILES, DamagedFile
from services.analytics.printing.child import render as real_render
from tests.fixtures.analytics_reports import COUNTY

CHIEF = Caller("chief", frozenset({"viewer"}), COUNTY)


@pytest.fixture
def report(office):
    """A report that waits for its PDF."""
    kept, _ = office.desk().order(CHIEF, "daily", COUNTY, "2026-11-19")
    office.clock.forward(1)
    return kept.report


def test_a_report_is_printed_once_by_the_real_process(office, report):
    assert office.printer(real_render)() == 1
    assert office.printer(real_render)() == 0
    pdf = office.desk().pdf(CHIEF, report.id)
    printing = office.desk().read(CHIEF, report.id).printing
    assert pdf.startswith(b"%PDF-")
    assert (printing.state, printing.size) == ("made", len(pdf))


def test_of_two_replicas_the_first_pdf_stays(office, report):
    late = office.reports.to_print(office.clock(), 5)[0]
    office.printer(lambda *_: b"first")()
    assert office.reports.printed(late, b"second", "t1").size == len(b"first")
    assert office.desk().pdf(CHIEF, report.id) == b"first"


def test_a_process_killed_after_the_file_was_kept_is_followed_by_one_that_notes_it(office, report, monkeypatch):
    kept = office.reports.to_print(office.clock(), 5)[0]
    dying = office.reports
    monkeypatch.setattr(dying, "_note", lambda *_: None)
    dying.printed(kept, b"first", "t1")
    assert office.printer(lambda *_: b"second")() == 1
    assert office.desk().pdf(CHIEF, report.id) == b"first"
    assert office.desk().read(CHIEF, report.id).printing.size == len(b"first")


def test_what_fails_is_tried_again_ever_later_and_then_left(office, report):
    tried = []

    def fail(*_):
        tried.append(office.clock())
        raise PrintingFailed("no fonts")

    for _ in range(200):
        office.printer(fail)()
        office.clock.forward(30)
    waits = [(late - early).total_seconds() for early, late in pairwise(tried)]
    assert len(tried) == print_pending.ATTEMPTS
    assert waits == sorted(waits)
    printing = office.desk().read(CHIEF, report.id).printing
    assert (printing.state, printing.reason) == ("failed", "no fonts (tried 5 times)")
    with pytest.raises(NoReport, match="no fonts"):
        office.desk().pdf(CHIEF, report.id)


def test_what_cannot_be_printed_is_told_at_once_and_keeps_no_other_waiting(office, report):
    other, _ = office.desk().order(CHIEF, "daily", COUNTY, "2026-11-18")
    office.clock.forward(1)

    def refuse_one(_, form):
        if "19日" in form["period"]:
            raise NotPrintable("place", "no font has it", "write it otherwise")
        return b"%PDF-"

    assert office.printer(refuse_one)() == 1
    assert office.desk().read(CHIEF, report.id).printing.state == "failed"
    assert office.desk().pdf(CHIEF, other.report.id) == b"%PDF-"


def test_a_file_that_is_not_the_one_that_was_made_is_not_handed_out(office, report):
    office.printer(lambda *_: b"first")()
    file = office.store.get(FILES, report.id)
    office.store.replace(FILES, file | {"pdf": "AAAA"}, file["revision"])
    with pytest.raises(DamagedFile):
        office.desk().pdf(CHIEF, report.id)
