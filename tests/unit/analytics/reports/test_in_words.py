"""Numbers, changes and periods read as they should in both languages."""

from __future__ import annotations

import pytest

from services.analytics.domain.compare.change import REMARKS, SMALL_NUMBERS
from services.analytics.domain.figures.figure import UNITS
from services.analytics.domain.figures.period import Period
from services.analytics.domain.figures.value import NOTES, RESTRICTED_OUT
from services.analytics.domain.reports import in_words
from services.analytics.domain.reports.in_words import EN, ZH
from services.analytics.domain.reports.report import PREVIOUS, Compared


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "—"), (0.0, "0"), (12.0, "12"), (95.238, "95.24"), (0.5, "0.5"), (-3.1, "-3.1"), (99.999, "100")],
)
def test_numbers(value, shown):
    assert in_words.number(value) == shown


def test_a_percentage_never_comes_without_its_p_and_small_numbers_are_said_to_be_small():
    change = Compared(PREVIOUS, 3.0, -18.18, 0.4351, (SMALL_NUMBERS,))
    assert in_words.change(change, ZH) == "−18.2 %，p = 0.435，数目小"
    assert in_words.change(change, EN) == "−18.2 %, p = 0.435, small numbers"
    assert in_words.change(Compared(PREVIOUS, 0.0, None, 0.0001), EN) == "—, p < 0.001"


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2026-11-22", "2026年11月22日", "2026-11-22"),
        ("2026-W47", "2026年第47周（11月16日至11月22日）", "2026-W47 (2026-11-16 to 2026-11-22)"),
        ("2026-11", "2026年11月", "2026-11"),
    ],
)
def test_periods(text, zh, en):
    assert (in_words.days(Period.parse(text), ZH), in_words.days(Period.parse(text), EN)) == (zh, en)


def test_every_unit_note_and_remark_has_its_words():
    assert set(UNITS) == set(in_words.UNITS)
    for note in {*NOTES, *REMARKS} - {RESTRICTED_OUT}:
        assert in_words.remarks([note], ZH) != note
