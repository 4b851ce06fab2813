"""How forecasts did, as sentences in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from services.analytics.app.warnings.forecasts import Record
from services.analytics.statistics.forecasting import Score

_WAITING = {"zh": "{end}结束后评分。", "en": "It is scored when {end} is over."}
_NOTHING = {"zh": "那几天没有发生，无从评分。", "en": "Nothing happened in those days, so nothing can be said."}
_SCORED = {
    "zh": "{events}起中有{hits}起落在占面积{share:.1%}的预测网格内：命中率{rate:.0%}，PAI {pai:.1f}（随机为1），"
          "是事先全知者的{efficiency:.0%}。",
    "en": "{hits} of {events} fell into the flagged {share:.1%} of the area: hit rate {rate:.0%}, PAI {pai:.1f} "
          "(chance gives 1), {efficiency:.0%} of what whoever had known would have reached.",
}  # fmt: skip
_NO_RECORD = {"zh": "尚无已评分的预测。", "en": "No forecast has been scored yet."}
_RECORD = {
    "zh": "已评分{scored}次：{events}起中命中{hits}起，命中率{rate:.0%}，平均PAI {pai:.1f}（随机为1，越高越准）。",
    "en": "{scored} scored: {hits} of {events} hit, hit rate {rate:.0%}, PAI {pai:.1f} on average (chance gives 1, "
          "more is better).",
}  # fmt: skip


def score_said(end: date, score: Score | None, language: str) -> str:
    """Return a forecast's score. end: the last of its days."""
    if score is None:
        return _WAITING[language].format(end=end.isoformat())
    if score.hit_rate is None:
        return _NOTHING[language]
    return _SCORED[language].format(
        hits=score.hits, events=score.events, share=score.area_share, rate=score.hit_rate, pai=score.pai,
        efficiency=score.efficiency or 0.0,
    )  # fmt: skip


def record_said(record: Record, language: str) -> str:
    """Return how the scored ones did together."""
    texts: Mapping[str, str] = _RECORD if record.hit_rate is not None and record.pai is not None else _NO_RECORD
    return texts[language].format(
        scored=record.scored, events=record.events, hits=record.hits, rate=record.hit_rate or 0.0,
        pai=record.pai or 0.0,
    )  # fmt: skip
