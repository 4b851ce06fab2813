"""Figures as answers show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.analytics.domain.compare.change import REMARKS, Change
from services.analytics.domain.figures.figure import Figure
from services.analytics.domain.figures.value import NOTES, Part, Traced, Value


def definition(figure: Figure) -> dict[str, Any]:
    """Return what a figure is."""
    return {
        "id": figure.id, "topic": figure.topic, "zh": figure.zh, "en": figure.en, "definition": figure.definition,
        "unit": figure.unit, "period": figure.period, "better": figure.better, "compare": figure.compare,
        "splits": list(figure.splits), "lowest_level": figure.lowest_level,
        "ratio": figure.denominator is not None, "published": figure.published, "source": figure.source,
    }  # fmt: skip


def value(found: Value) -> dict[str, Any]:
    """Return a value with its notes in words."""
    return {
        "figure": found.figure.id, "unit": found.figure.unit, "region": found.region, "period": found.period.text,
        "notes": _said(found.notes, NOTES), **_number(found),
    }  # fmt: skip


def part(found: Part) -> dict[str, Any]:
    """Return a piece."""
    return {"key": found.key, **_number(found)}


def change(found: Change, against: str) -> dict[str, Any]:
    """Return a change with its test."""
    tested = found.tested
    return {
        "now": value(found.now), "before": value(found.before), "against": against, "percent": found.percent,
        "difference": found.difference, "test": found.test, "p_value": tested.p if tested else None,
        "ratio_low": tested.low if tested else None, "ratio_high": tested.high if tested else None,
        "expected": found.expected, "verdict": found.verdict, "small": found.small,
        "remarks": _said(found.remarks, REMARKS),
    }  # fmt: skip


def traced(fact: Traced) -> dict[str, Any]:
    """Return a fact behind a figure."""
    return {**asdict(fact), "at": fact.at.isoformat(), "evidence": list(fact.evidence)}


def _number(found: Value | Part) -> dict[str, Any]:
    return {
        "value": found.value, "numerator": found.numerator, "denominator": found.denominator, "facts": found.facts
    }  # fmt: skip


def _said(words: Sequence[str], texts: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"word": word, "text": texts[word]} for word in words]
