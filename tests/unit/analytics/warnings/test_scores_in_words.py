"""How forecasts did is said in both languages, and nothing is said of what can't be known."""

from __future__ import annotations

from datetime import date

import pytest

from services.analytics.app.warnings.forecasts import Record
from services.analytics.app.warnings.scores_in_words import record_said, score_said
from services.analytics.statistics.forecasting import Score

END = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("score", "zh", "en"),
    [
        (None, "2026-11-26结束后评分。", "It is scored when 2026-11-26 is over."),
        (Score(0, 0, 0.05, None, None, None), "无从评分", "nothing can be said"),
        (Score(3, 12, 0.05, 0.25, 5.0, 0.5), "12起中有3起", "the flagged 5.0% of the area: hit rate 25%"),
    ],
)  # fmt: skip
def test_a_score_is_said_once_it_is_known(score, zh, en):
    assert zh in score_said(END, score, "zh")
    assert en in score_said(END, score, "en")


def test_a_record_is_said_once_there_is_one():
    assert record_said(Record(1, 0, 0, None, 0.05, None), "en") == "No forecast has been scored yet."
    told = record_said(Record(2, 20, 5, 0.25, 0.05, 5.0), "en")
    assert told.startswith("2 scored: 5 of 20 hit, hit rate 25%, PAI 5.0 on average")
