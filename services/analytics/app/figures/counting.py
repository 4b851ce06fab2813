"""From a selection to one number, or to one per piece: the statistic over the facts it takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.analytics.app.figures.scope import Scope, Sql
from services.analytics.app.figures.selecting import chosen
from services.analytics.domain.figures.figure import (
    DISTINCT,
    EXPECTED,
    LATEST,
    MEAN,
    MEDIAN,
    P90,
    REACHING,
    ROWS,
    SUM,
    Selection,
)
from services.analytics.domain.figures.value import Counted

Query = Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]
WHOLE = "''"
SPLIT_KEYS = {
    "category": "category",
    "class": "left(category, 2)",
    "word": "word",
    "team": "team",
    "ring": "coalesce(CAST(ring AS VARCHAR), '')",
}
_STATISTICS = {
    ROWS: "count(*)",
    SUM: "sum(x)",
    LATEST: "sum(x)",
    MEAN: "avg(x)",
    MEDIAN: "median(x)",
    P90: "quantile_cont(x, 0.9)",
}
COUNTS = (ROWS, DISTINCT, SUM, REACHING, EXPECTED, LATEST)
"""Measures that are 0 where there are no facts; the others are unknown there."""


def by_level(digits: int) -> str:
    """Return the key that puts facts under places of so many digits; '' where the place is not so well known."""
    return f"CASE WHEN length(region) >= {int(digits)} THEN left(region, {int(digits)}) ELSE '' END"


def count(query: Query, selection: Selection, scope: Scope, key: str = WHOLE) -> dict[str, Counted]:
    """Return the selection's number by key. A key without facts is not in it; `none(selection)` is its number.

    key: an SQL expression of ours: WHOLE, one of SPLIT_KEYS, or by_level(…).
    """
    sql = chosen(selection, scope)
    if selection.measure == REACHING:
        _reaching(sql, selection, key)
    else:
        sql.add(f"SELECT {key} AS k,")
        _statistic(sql, selection, scope)
        sql.add(", count(*) FROM chosen GROUP BY k")
    rows = query(sql.text, sql.params)
    return {str(k or ""): Counted(_scaled(selection, number), int(facts)) for k, number, facts in rows}


def none(selection: Selection) -> Counted:
    """Return what a selection comes to without facts."""
    return Counted(0.0 if selection.measure in COUNTS else None, 0)


def _statistic(sql: Sql, selection: Selection, scope: Scope) -> None:
    if selection.measure == DISTINCT:
        sql.add(f"count(DISTINCT ({', '.join(selection.each)}))")
    elif selection.measure == EXPECTED:
        sql.add(f"count(DISTINCT ({', '.join(selection.each)})) * ?", len(scope.slots))
    else:
        sql.add(_STATISTICS[selection.measure])


def _reaching(sql: Sql, selection: Selection, key: str) -> None:
    each = ", ".join(selection.each)
    sql.add("SELECT k, count(*) FILTER (total >= ?), sum(n) FROM (", selection.at_least)
    sql.add(f"SELECT {key} AS k, {each}, sum(x) AS total, count(*) AS n")
    sql.add(f"FROM chosen GROUP BY k, {each}) GROUP BY k")


def _scaled(selection: Selection, number: Any) -> float | None:
    return None if number is None else float(number) * selection.scale
